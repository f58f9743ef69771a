"""What a move is made under: weeks away, a one-off payment, local pay protection by length and taper."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from paymodel.pay.job import MONTHS, Job, Payslip
from paymodel.rounding import Array, as_array, to_penny


class Protection(NamedTuple):
    """Local pay protection: for so many months a share of what gross pay falls by is made up.

    `taper` holds the share (a fraction) of each of as many equal parts of the months as it has. With `mark_time` the
    pay made up to is that of the day of the move, in cash; without, what the post held would pay by then.
    """

    months: float
    taper: tuple[float, ...] = (1.0,)
    mark_time: bool = True

    def shares(self, years: ArrayLike, lasts_years: float | None = None) -> Array:
        """The share of the fall that is made up in each year after the move (0 is the first), until the move ends.

        >>> Protection(24, (1.0, 0.75, 0.5)).shares([0, 1, 2]).tolist()  # 8 months of each: (8 + 4 x 0.75) / 12
        [0.9166666666666666, 0.5833333333333334, 0.0]
        >>> Protection(24).shares([0, 1, 2], lasts_years=1.25).tolist()
        [1.0, 0.25, 0.0]
        """
        starts = np.asarray(years, dtype=np.float64)[..., np.newaxis] * MONTHS
        edges = np.linspace(0.0, self.months, len(self.taper) + 1)
        if lasts_years is not None:
            edges = np.minimum(edges, lasts_years * MONTHS)
        within = np.minimum(starts + MONTHS, edges[1:]) - np.maximum(starts, edges[:-1])
        return np.asarray(np.sum(np.clip(within, 0.0, None) * self.taper, axis=-1) / MONTHS)


class Conditions(NamedTuple):
    """The share of weeks away, pounds paid once in the first year (not pensionable), and pay protection."""

    away: float = 1.0
    one_off_payment: float = 0.0
    protection: Protection | None = None

    @property
    def pays(self) -> bool:
        """Whether anything is paid beside the pay of the post."""
        return self.one_off_payment > 0 or self.protection is not None

    def beside(
        self,
        paid: Payslip,
        before: Payslip,
        part: ArrayLike,
        years: ArrayLike,
        *,
        lasts_years: float | None = None,
        shares: ArrayLike = 1.0,
    ) -> dict[str, Array]:
        """What is paid beside the pay of a job in some years after the move (0 is the first): parts of pay, pounds.

        `paid` is its payslip without that, `before` that of the pay made up to; `part` is the whole time equivalent of
        the job as a share of the one held before. What is made up is pensionable as far as pensionable pay falls. It is
        paid for the weeks in the job: `shares` of each year, until the move ends. What is paid once is paid in full.
        """
        made_up, pensionable = np.zeros(()), np.zeros(())
        if self.protection is not None:
            years_left = np.inf if lasts_years is None else lasts_years - as_array(years)
            running = np.clip(years_left, 0.0, 1.0)  # the share of the year before the move ends
            weeks = np.divide(shares, running, out=np.zeros(np.broadcast(shares, running).shape), where=running > 0)
            made_up, pensionable = (
                to_penny(
                    weeks
                    * self.protection.shares(years, lasts_years)
                    * np.maximum(as_array(part) * before[line] - paid[line], 0.0)
                )
                for line in ("gross_pay", "pensionable_pay")
            )
            pensionable = np.minimum(pensionable, made_up)
        once = np.where(np.asarray(years) == 0, self.one_off_payment, 0.0)
        return {"other_pensionable_pay": pensionable, "other_pay": made_up - pensionable + once}


def with_paid_beside(job: Job, beside: dict[str, Array]) -> Job:
    """A job with what is paid beside its pay added to what it states."""
    return job.with_(**{name: as_array(getattr(job, name)) + pounds for name, pounds in beside.items()})


PLAIN = Conditions()
"""A post held all the time, without anything beside its pay."""
