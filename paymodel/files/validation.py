"""A document, or a part of it, as a typed model: sound, or every fault at once."""

from typing import Any

import msgspec

from paymodel.errors import Faults
from paymodel.files.yaml_documents import Document, Model, Place, convert


def validate(document: Document, model: type[Model], data: Any = None, under: Place = ()) -> Model:
    """Turn a document, or a part of it, into a model; every fault at once, each with its place.

    `model` is a `msgspec.Struct`, or a list or mapping of them. Types of `paymodel.files.value_types` read their
    own text.
    """
    return validate_as(document, model, document.data if data is None else data, under)


def validate_as(document: Document, model: type[Model], data: Any, under: Place) -> Model:
    """A value that would stand at a place of a document as what it ought to be there, which may be nothing."""
    try:
        return convert(data, model)
    except msgspec.ValidationError as error:
        from paymodel.files.model_faults import faults_of  # only a fault needs it

        raise Faults(faults_of(document, model, data, under) or [document.fault(under, str(error))]) from None
