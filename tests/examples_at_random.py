"""How many examples a property is tried with: a few in the gate, twenty times as many in `make fuzz`."""

import os

TIMES = int(os.environ.get("EXAMPLES_TIMES", "1"))


def examples(gate: int) -> int:
    """The number of examples, of which the gate tries so many."""
    return gate * TIMES
