"""What of a workforce may be published: redacted and rounded counts, and pounds of enough people."""

import numpy as np
import pytest

from paymodel.workforces.disclosure import Hidden, control_of, hide

TWO_LARGEST = (np.zeros((1, 1, 1), dtype=np.int64), np.zeros((1, 1, 1), dtype=np.int64))


def hidden(people: int, lose: int, gain: int, change: int = 0, losses: int = 0, threshold: int = 5) -> Hidden:
    counts = {"people": people, "lose": lose, "gain": gain, "change": change, "losses": losses}
    control = control_of(threshold)
    return hide({name: np.array([[[count]]]) for name, count in counts.items()}, TWO_LARGEST, control)


@pytest.mark.parametrize(("count", "redacted"), [(0, True), (1, True), (7, True), (8, False), (9, False)])
def test_counts_of_seven_or_fewer_are_redacted_and_so_is_nobody(count: int, redacted: bool) -> None:
    assert hidden(count, count, 0).people.item() == redacted
    found = hidden(100, count, 100 - count)
    assert (found.people.item(), found.lose.item(), found.same.item(), found.gain.item()) == (
        *(False, redacted, True, False),
    )
    assert hidden(100, 100 - count, count).gain.item() == redacted
    assert hidden(100, 50, 50 - count).same.item() == redacted
