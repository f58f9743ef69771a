"""Answers of the shipped scenarios, worked out once for all the tests of a process. They are read, and not changed."""

from functools import cache

from paymodel.moves.comparison import Comparison, compare
from paymodel.scenarios.load import load_scenario


@cache
def compared(name: str) -> Comparison:
    """The comparison of a shipped scenario."""
    return compare(load_scenario(name))
