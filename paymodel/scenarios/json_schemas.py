"""JSON Schemas of our files, made from the models that check them, for editors that check while people write.

An editor reads YAML by its types where we read text: 5 is a number there, `true` a truth value, `8a` text. Each schema
therefore takes a value as an editor has it. It knows the shape of a file alone; `paymodel check` knows the rest.
"""

import json
from collections.abc import Mapping
from inspect import getdoc
from typing import Any

from msgspec import inspect

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.files.assumptions import AssumptionFile
from paymodel.files.duty_mappings import DutyMapping
from paymodel.files.letter_sentences import LetterFile
from paymodel.files.mappings import ColumnMapping
from paymodel.files.model_faults import in_order
from paymodel.files.person_types import OfAPerson, in_any_dress
from paymodel.files.personal_columns import PersonalColumns
from paymodel.files.rotas import RotaFile
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scale_histories import Parameter, Source
from paymodel.files.spreads import Spreads
from paymodel.files.staff_words import StaffWords
from paymodel.files.value_types import Schema
from paymodel.files.vocabulary import Vocabulary
from paymodel.files.yaml_documents import SCHEMA_KEY
from paymodel.scenarios.offered_posts import PoliciesFile, PostsFile
from paymodel.scenarios.schema import PostLibrary, ScenarioFile
from paymodel.scenarios.uncertain_inputs import PlausibleFile
from paymodel.scenarios.worked_cases import WorkedCases

MODELS: Mapping[str, Any] = {
    "scenario": ScenarioFile,
    "rota": RotaFile,
    "post-library": PostLibrary,
    "posts": PostsFile,
    "policies": PoliciesFile,
    "column-mapping": ColumnMapping,
    "duty-mapping": DutyMapping,
    "scale": Parameter,
    "sources": list[Source],
    "assumptions": list[AssumptionFile],
    "plausible": PlausibleFile,
    "staff-words": StaffWords,
    "table-words": Vocabulary,
    "personal-columns": PersonalColumns,
    "synthetic-spreads": Spreads,
    "worked-cases": WorkedCases,
    "letter": LetterFile,
}
"""The model of each kind of file, by the name of its schema."""
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest that the usual editors know for YAML."""
NUMBER = r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$"


def schemas() -> dict[str, str]:
    """The JSON Schema of each kind of file, by the name of its file, such as `scenario.json`."""
    return {f"{name}.json": json.dumps(schema_of(name), indent=1, ensure_ascii=False) + "\n" for name in MODELS}


def schema_of(name: str) -> Schema:
    """The JSON Schema of one kind of file.

    >>> schema_of("rota")["properties"]["public_holidays"]["anyOf"][0]
    {'enum': ['leave', 'worked']}
    """
    definitions: dict[str, Schema] = {}
    top = _schema(inspect.type_info(MODELS[name]), definitions)
    if "$ref" in top:
        top = definitions.pop(MODELS[name].__name__)
        top["properties"] = {SCHEMA_KEY: {"type": "string"}, **top["properties"]}
    if name == "scale":
        top = _by_parameter(top, definitions)
    title = f"paymodel {__version__}: {name.replace('-', ' ')}"
    whole = {"$schema": DRAFT, "$comment": NOT_PAYROLL, **top, "title": title}
    return {**whole, "definitions": dict(sorted(definitions.items()))} if definitions else whole


def _by_parameter(top: Schema, definitions: dict[str, Schema]) -> Schema:
    """The schema of a scale file, the shape of its values by the figure that it holds."""
    top["properties"]["parameter"] = {"enum": list(PARAMETERS)}
    choices = []
    for name, known in PARAMETERS.items():
        values = _schema(inspect.type_info(known.values), definitions)
        block = {"properties": {"values": values}}
        then = {"kind": {"const": known.kind}, "history": {"items": block}}
        choices.append({"if": {"properties": {"parameter": {"const": name}}}, "then": {"properties": then}})
    return {**top, "allOf": choices}


def _schema(kind: inspect.Type, definitions: dict[str, Schema]) -> Schema:
    """The schema of a type; that of a mapping with keys of its own goes into `definitions`."""
    if isinstance(kind, inspect.UnionType):
        inner = next(member for member in kind.types if not isinstance(member, inspect.NoneType))
        return {"anyOf": [_schema(inner, definitions), {"type": "null"}]}
    if isinstance(kind, inspect.StructType):
        return _struct(kind, definitions)
    if isinstance(kind, inspect.ListType | inspect.VarTupleType):
        items = _schema(kind.item_type, definitions)
        return {"type": "array", "items": items, **_limits_set(minItems=kind.min_length, maxItems=kind.max_length)}
    if isinstance(kind, inspect.DictType):
        length = _limits_set(minProperties=kind.min_length, maxProperties=kind.max_length)
        values = {"type": "object", "additionalProperties": _schema(kind.value_type, definitions)}
        if isinstance(kind.key_type, inspect.CustomType | inspect.LiteralType):
            values["propertyNames"] = _schema(kind.key_type, definitions)
        return {**values, **length}
    return _value(kind)


def _struct(kind: inspect.StructType, definitions: dict[str, Schema]) -> Schema:
    name = kind.cls.__name__
    if name not in definitions:
        definitions[name] = {}  # a place for it, should it hold itself
        definitions[name] = {
            "description": (getdoc(kind.cls) or "").partition("\n")[0],
            "type": "object",
            "properties": {field.encode_name: _schema(field.type, definitions) for field in in_order(kind)},
            "required": [field.encode_name for field in in_order(kind) if field.required],
            "additionalProperties": False,
        }
        if either := getattr(kind.cls, "EITHER", ()):
            definitions[name]["anyOf"] = [{"required": [key]} for key in either]
    return {"$ref": f"#/definitions/{name}"}


def _value(kind: inspect.Type) -> Schema:
    """The schema of a single value, as an editor has it."""
    if isinstance(kind, inspect.CustomType):
        return dict(kind.cls.schema() if issubclass(kind.cls, OfAPerson) else kind.cls.SCHEMA)  # type: ignore[attr-defined]
    if isinstance(kind, inspect.LiteralType):
        words = [str(value) for value in kind.values]
        enum = {"enum": [*words, *(int(word) for word in words if word.isdigit())]}
        return {"anyOf": [enum, {"type": "string", "pattern": in_any_dress(words)}]}
    if isinstance(kind, inspect.DateType):
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    if isinstance(kind, inspect.FloatType | inspect.IntType):
        what = "integer" if isinstance(kind, inspect.IntType) else "number"
        bounds = _limits_set(minimum=kind.ge, exclusiveMinimum=kind.gt, maximum=kind.le)
        return {"type": [what, "string"], "pattern": NUMBER, **bounds}
    if isinstance(kind, inspect.StrType):
        length = _limits_set(minLength=kind.min_length, maxLength=kind.max_length)
        return {"type": ["string", "number", "boolean"], **length}
    return {}


def _limits_set(**limits: float | None) -> Schema:
    """The limits that are set."""
    return {name: limit for name, limit in limits.items() if limit is not None}
