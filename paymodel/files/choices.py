"""Choices of a document in any dress: `Acting up` is `acting_up`, wherever one of a few words is to be written."""

from collections.abc import Iterable
from typing import Any

from msgspec import inspect

from paymodel.errors import bare


def same_word(text: Any, words: Iterable[Any]) -> str | None:
    """The one of some words that a text is, by its letters and digits alone; None where it is none of them.

    >>> same_word("Mid shift", ["mid-shift", "lower"]), same_word("Upper", ["mid-shift", "lower"])
    ('mid-shift', None)
    """
    plain = bare(text) if isinstance(text, str) else ""
    return next((str(word) for word in words if plain and bare(str(word)) == plain), None)


def in_our_words(kind: inspect.Type, data: Any) -> Any:
    """What was written of a type, each choice in it as we write it; all else is as it was.

    >>> from typing import Literal
    >>> in_our_words(inspect.type_info(dict[str, Literal["acting_up"]]), {"move": "Acting up"})
    {'move': 'acting_up'}
    """
    if isinstance(kind, inspect.LiteralType):
        return same_word(data, kind.values) or data
    if isinstance(kind, inspect.UnionType):
        inner = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        return in_our_words(inner[0], data) if len(inner) == 1 else data
    if isinstance(kind, inspect.StructType) and isinstance(data, dict):
        kinds = {field.encode_name: field.type for field in kind.fields}
        return {key: in_our_words(kinds[key], value) if key in kinds else value for key, value in data.items()}
    if isinstance(kind, inspect.DictType) and isinstance(data, dict):
        return {in_our_words(kind.key_type, key): in_our_words(kind.value_type, data[key]) for key in data}
    if isinstance(kind, inspect.ListType | inspect.VarTupleType) and isinstance(data, list):
        return [in_our_words(kind.item_type, item) for item in data]
    return data
