"""Policies along a grid of values: a policy for each combination, to be put to a staff list beside one another."""

import itertools
from collections.abc import Sequence

from paymodel.counting import counted
from paymodel.errors import Fault, Faults
from paymodel.scenarios.schema import PolicyFile
from paymodel.scenarios.vary import read_varies
from paymodel.scenarios.what_ifs import SCALES

MOST_POLICIES = 200
COMMAND = "paymodel workforce"


def policies_of_grid(vary: Sequence[str]) -> list[PolicyFile]:
    """A policy for each combination of `PATH=START:STOP:STEP` or `PATH=a,b,c`, named by its values. Raises `Faults`.

    >>> [policy.name for policy in policies_of_grid(["award.by_band.8a=2%,4%"])]
    ['award.by_band.8a = 2%', 'award.by_band.8a = 4%']
    """
    varies = read_varies(vary, COMMAND)
    points = list(itertools.islice(itertools.product(*(each.values for each in varies)), MOST_POLICIES + 1))
    if len(points) > MOST_POLICIES:
        raise Faults([Fault(COMMAND, "--vary", f"makes more than {counted(MOST_POLICIES, 'policy', 'policies')}")])
    paths = [each.path for each in varies]
    changes = [dict(zip(paths, point, strict=True)) for point in points] if varies else []
    return [
        PolicyFile(
            name=", ".join(f"{path.removeprefix(SCALES)} = {value}" for path, value in change.items()), change=change
        )
        for change in changes
    ]
