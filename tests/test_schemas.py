"""JSON Schemas: current, sound, and of one mind with the models that check our files."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml

import paymodel
from paymodel.answers.contracts import ANSWERS, ResultOfAnswer, answer_schemas, schema_of_answer
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.yaml_documents import convert, parse, read_text
from paymodel.scenarios.json_schemas import MODELS, schema_of, schemas
from tests.test_broken import FOLDER as BROKEN

ROOT = Path(__file__).parent.parent
FOLDERS = {
    "scenarios": "scenario",
    "scenarios/template": "scenario",
    "scenarios/rotas": "rota",
    "scenarios/posts": "post-library",
    "scenarios/mappings": "column-mapping",
    "scenarios/mappings/duties": "duty-mapping",
    "scenarios/plausible": "plausible",
    "scenarios/words": "staff-words",
    "scenarios/personal": "personal-columns",
    "scenarios/synthetic": "synthetic-spreads",
    "scenarios/self-test": "worked-cases",
    "scenarios/letters": "letter",
}
KINDS = {"tables.yaml": "table-words"}


class Editor(yaml.SafeLoader):
    """YAML as editors read it: version 1.2, where only true and false are truth values and dates stay text."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012


for tag, pattern, first in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false|True|False|TRUE|FALSE", list("tfTF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan", list("-+.0123456789")),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^({pattern})$"), first)


def as_an_editor_has_it(text: str) -> Any:
    """A document by the types of YAML; its keys are text, as in JSON."""

    def keyed(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): keyed(item) for key, item in value.items()}
        return [keyed(item) for item in value] if isinstance(value, list) else value

    return keyed(yaml.load(text, Loader=Editor))  # noqa: S506  a safe loader


VALIDATORS = {
    name: jsonschema.Draft7Validator(schema_of(name), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    for name in MODELS
}


def complaints(name: str, text: str) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in VALIDATORS[name].iter_errors(as_an_editor_has_it(text))]


def shipped() -> Iterator[tuple[Path, str]]:
    """Every YAML file that ships, with the name of its schema."""
    for folder, name in FOLDERS.items():
        yield from ((path, KINDS.get(path.name, name)) for path in sorted((ROOT / folder).glob("*.yaml")))
    for path in sorted((ROOT / "scenarios" / "workforce").glob("*.yaml")):
        yield path, "policies" if path.stem.endswith("policies") else "posts"
    yield from ((path, "scale") for path in sorted((ROOT / "scales").glob("*/*.yaml")))
    yield ROOT / "scales" / "sources.yaml", "sources"
    yield ROOT / "docs" / "assumptions.yaml", "assumptions"


SHIPPED = dict(shipped())


def test_the_published_schemas_are_those_of_the_models() -> None:
    published = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").glob("*.json")}
    assert published == {**schemas(), **answer_schemas()}, "run: make schemas"


@pytest.mark.parametrize("name", MODELS)
def test_every_schema_is_sound(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(json.loads(schemas()[f"{name}.json"]))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_schema_of_an_answer_is_sound_and_closed(name: str) -> None:
    schema = schema_of_answer(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(part["additionalProperties"] is False for part in schema["$defs"].values())


@cache
def validator_of_answer(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema_of_answer(name))


def complaints_of_answer(name: str, text: str) -> list[str]:
    validator = validator_of_answer(name)
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(json.loads(text))]


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_answer_agrees_with_its_schema(path: Path) -> None:
    comparison = paymodel.compare(path)
    answer = comparison.to_json()
    assert complaints_of_answer("compare-answer", answer) == []
    offered = json.loads(answer)["results"][1]
    assert set(offered) == set(ResultOfAnswer.__struct_encode_fields__)  # a post offered has every key
    changed = answer.replace('"verdict": ', '"verdicts": ', 1)
    assert complaints_of_answer("compare-answer", changed)


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios" / "rotas").glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("nation", ["england", "scotland"])
def test_every_rota_agrees_with_the_schema_of_its_answer(
    path: Path, nation: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["rota", str(path), "--nation", nation, "--as-at", "2026-11-22", "--format", "json"]
    if main(asked) == 0:
        assert complaints_of_answer("rota-answer", capsys.readouterr().out) == []
    else:
        assert "weeks" in capsys.readouterr().err  # hours that a nation does not have


def test_every_file_that_ships_is_looked_at() -> None:
    everywhere = {path for folder in ("scales", "scenarios") for path in (ROOT / folder).rglob("*.yaml")}
    assert everywhere <= set(SHIPPED)
    assert set(SHIPPED.values()) == set(MODELS)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_that_ships_agrees_with_its_schema(path: Path) -> None:
    assert complaints(SHIPPED[path], path.read_text(encoding="utf-8")) == []


RULES_OF_TWO_KEYS = {
    "scales/ends-before-it-starts/student-loans.yaml",
    "scales/until-without-reason/student-loans.yaml",
    "scales/maximum-below-minimum/high-cost-area-supplement.yaml",
}
"""Broken files that each key by itself would allow: JSON Schema cannot set one beside another."""


def broken() -> Iterator[tuple[str, str, str]]:
    """Broken files that can be read, and whose shape their model refuses: name, schema, text."""
    kinds = {"scenarios": "scenario", "rotas": "rota", "posts": "post-library", "scales": "scale"}
    kinds["plausible"] = "plausible"
    for path in sorted(BROKEN.rglob("*.yaml")):
        name = path.relative_to(BROKEN).as_posix()
        kind = "sources" if path.name == "sources.yaml" else kinds[name.split("/")[0]]
        try:
            text = read_text(path)
            data = parse(text, name).data
        except Faults:
            continue
        try:
            convert(data, MODELS[kind])
            refused = kind == "scale" and not _values_fit(data)
        except msgspec.ValidationError:
            refused = True
        if refused:
            yield name, kind, text


def _values_fit(data: Any) -> bool:
    from paymodel.files.scale_files import PARAMETERS

    known = PARAMETERS.get(data["parameter"])
    if known is None:
        return False
    try:
        for block in data["history"]:
            convert(block["values"], known.values)
    except msgspec.ValidationError:
        return False
    return True


REFUSED = {name: (kind, text) for name, kind, text in broken()}


def test_many_broken_files_are_of_the_wrong_shape() -> None:
    assert len(REFUSED) > 60
    assert set(REFUSED) >= RULES_OF_TWO_KEYS


@pytest.mark.parametrize("name", sorted(set(REFUSED) - RULES_OF_TWO_KEYS))
def test_what_the_models_refuse_for_its_shape_the_schema_refuses(name: str) -> None:
    assert complaints(*REFUSED[name])


@pytest.mark.parametrize(
    ("kind", "line", "sound"),
    [
        ("scenario", "person: {in_pension_scheme: yes}", True),
        ("scenario", "person: {in_pension_scheme: true}", True),
        ("scenario", "person: {in_pension_scheme: maybe}", False),
        ("scenario", "person: {student_loan: plan_2+postgraduate}", True),
        ("scenario", "person: {student_loan: [plan_2, postgraduate]}", True),
        ("scenario", "person: {student_loan: plan_3}", False),
        ("scenario", "person: {whole_time_equivalent: 0.5}", True),
        ("scenario", 'person: {whole_time_equivalent: "0.5"}', True),
        ("scenario", "person: {whole_time_equivalent: 1.5}", False),
        ("scenario", "switches: {scotland_pension_table: 1}", True),
        ("scenario", "switches: {scotland_pension_table: 3}", False),
        ("scenario", "award: {percent: 3.3%}", True),
        ("scenario", "award: {percent: 3.3}", False),
        ("scenario", "award: {percent: 3.3%, pounds: 500}", True),
        ("scenario", "award: {percent: 50%}", True),
        ("scenario", "award: {percent: 50.1%}", False),
        ("scenario", "award: {percent: 05.00%}", True),
        ("scenario", "horizon_years: 12.5", False),
        ("scenario", "$schema: ../schemas/scenario.json", True),
        ("scenario", "colour: red", False),
        ("rota", "$schema: ../schemas/rota.json", True),
        ("rota", "status: 5", True),
    ],
)
def test_an_editor_and_the_models_are_of_one_mind(kind: str, line: str, sound: bool) -> None:
    text = f"{MINIMAL[kind]}{line}\n"
    assert (complaints(kind, text) == []) is sound
    try:
        convert(parse(text, "x.yaml").data, MODELS[kind])
        accepted = True
    except msgspec.ValidationError:
        accepted = False
    assert accepted is sound


MINIMAL = {
    "scenario": "title: 2026\nas_at: 2026-11-22\nnation: england\ncurrent: {band: 6, step: 2}\n"
    "offers: [{band: 8a, pattern: different, long_term_premium: 5%}]\n",
    "rota": "title: Days\npublic_holidays: leave\nshifts: {D: {start: 09:00, end: 17:00, unpaid_break_minutes: 30}}\n"
    'weeks: ["D D D D D - -"]\n',
}


def test_a_schema_named_in_the_file_or_in_a_comment_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["schemas", "-o", "schemas"]) == 0
    assert "# yaml-language-server: $schema=schemas/scenario.json" in capsys.readouterr().out
    published: dict[str, jsonschema.Draft7Validator] = {}
    for path, kind in SHIPPED.items():
        if kind in ("sources", "assumptions"):  # lists hold no keys
            continue
        line = f"$schema: schemas/{kind}.json\n"
        text = f"# yaml-language-server: $schema=schemas/{kind}.json\n{line}{path.read_text(encoding='utf-8')}"
        named = next(one for one in text.splitlines() if one.startswith("$schema: ")).removeprefix("$schema: ")
        if named not in published:
            published[named] = jsonschema.Draft7Validator(json.loads((tmp_path / named).read_text(encoding="utf-8")))
        assert list(published[named].iter_errors(as_an_editor_has_it(text))) == []
        assert "$schema" not in parse(text, path.name).data


def test_check_and_compare_read_a_file_with_a_schema_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for kind, folder, stem in (
        ("rota", "scenarios/rotas", "monday-to-friday"),
        ("post-library", "scenarios/posts", "leadership"),
        ("posts", "scenarios/workforce", "ambulance-posts"),
        ("column-mapping", "scenarios/mappings", "esr"),
        ("scale", "scales/uk", "weekly-hours"),
        ("scenario", "scenarios", "four-fixes-side-by-side"),
    ):
        text = (ROOT / folder / f"{stem}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{stem}.yaml").write_text(f"$schema: schemas/{kind}.json\n{text}", encoding="utf-8")
        assert main(["check", f"{stem}.yaml"]) == 0, kind
    capsys.readouterr()
    assert main(["compare", "four-fixes-side-by-side.yaml", "--format", "csv"]) == 0
    marked = capsys.readouterr().out
    assert main(["compare", "four-fixes-side-by-side", "--format", "csv"]) == 0
    assert capsys.readouterr().out == marked
    (tmp_path / "nested.yaml").write_text(MINIMAL["scenario"] + "person: {$schema: x}\n", encoding="utf-8")
    assert main(["check", "nested.yaml"]) == 2
    assert "unknown key '$schema'" in capsys.readouterr().err
