"""What goes wrong, in the words of Python: arguments by their names where the command line has options."""

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import ParamSpec, TypeVar

from paymodel.errors import Faults, Refused

Given = ParamSpec("Given")
Answered = TypeVar("Answered")
OPTION = re.compile(r"--([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")


def naming_arguments(function: Callable[Given, Answered], name: str) -> Callable[Given, Answered]:
    """A public function under its public name; what it raises names its arguments, and not options.

    >>> import paymodel
    >>> paymodel.workforce("ambulance", "ambulance", by=["professions"])
    Traceback (most recent call last):
        ...
    paymodel.errors.Faults: ...: by: no column 'professions'; did you mean 'profession'?
    """
    arguments = inspect.signature(function).parameters

    def argument(option: re.Match[str]) -> str:
        known = option[1].replace("-", "_")
        return known if known in arguments else option[0]

    def worded(text: str) -> str:
        return OPTION.sub(argument, text)

    def placed(file: str) -> str:
        return f"paymodel.{name}" if file == f"paymodel {name}" else file

    @wraps(function)
    def asked(*args: Given.args, **kwargs: Given.kwargs) -> Answered:
        try:
            return function(*args, **kwargs)
        except Faults as error:
            faults = [
                replace(fault, file=placed(fault.file), place=worded(fault.place), message=worded(fault.message))
                for fault in error.faults
            ]
            raise Faults(faults) from None
        except Refused as error:
            raise Refused(worded(error.place), worded(error.message)) from None

    asked.__module__, asked.__qualname__ = "paymodel", name  # where it is found again, by another process too
    return asked
