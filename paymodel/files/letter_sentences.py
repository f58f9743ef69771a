"""The sentences of a letter to the person concerned, in each language that ships, as data that a reader can correct."""

import re
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from paymodel.errors import Fault, Faults, nearest
from paymodel.files.scales import shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import Name, YesNo
from paymodel.files.yaml_documents import Document, read_document

ENGLISH, WELSH = "en", "cy"
LANGUAGES = (ENGLISH, WELSH)
FOLDER = "letters"
BRACES = re.compile(r"\{(\w*)\}")


class LetterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The sentences of letters in a language; whether somebody who reads it has reviewed them, and who."""

    title: Name
    language: Name
    reviewed: YesNo
    reviewed_by: str = ""
    months: Annotated[tuple[Name, ...], Meta(min_length=12, max_length=12)]
    sentences: dict[Name, Annotated[str, Meta(min_length=1, max_length=500)]]


def load_sentences(language: str) -> LetterFile:
    """The sentences of a language.

    >>> load_sentences("cy").sentences["take_home"]
    'Cyflog clir: tua {held} y mis nawr, tua {offered} y mis yn y swydd newydd.'
    """
    path = _path(language)
    return checked_sentences(read_document(path))


def checked_sentences(document: Document) -> LetterFile:
    """The sentences of a document. Raises `Faults` where they are others than the English, or fill in other words."""
    file = validate(document, LetterFile)
    english = file if document.file == str(_path(ENGLISH)) else load_sentences(ENGLISH)
    faults: list[Fault] = []
    for name, text in file.sentences.items():
        if name not in english.sentences:
            words = f"no letter has such a sentence; {nearest(name, english.sentences)}"
            faults.append(document.fault(("sentences", name), words))
        elif {*BRACES.findall(text)} != (wanted := {*BRACES.findall(english.sentences[name])}):
            listed = ", ".join(f"{{{word}}}" for word in sorted(wanted)) or "no braces"
            faults.append(document.fault(("sentences", name), f"must hold {listed}, as the English sentence does"))
    missing = [name for name in english.sentences if name not in file.sentences]
    faults += [document.fault(("sentences", name), "missing") for name in missing]
    if faults:
        raise Faults(faults)
    return file


def _path(language: str) -> Path:
    return shipped_folder("scenarios") / FOLDER / f"{language}.yaml"
