"""How many public holidays a person is paid who works a day at a weekend and its substitute."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paymodel.pay.rule_book import PublicHoliday


@dataclass(frozen=True)
class CappedDays:
    """Days of which a person is paid no more as public holidays than there are `others`, and the order of giving way.

    The others are the holidays that the days at a weekend count beside.
    """

    days: tuple[datetime.date, ...]
    others: tuple[datetime.date, ...]
    order: tuple[datetime.date, ...]

    @property
    def most(self) -> int:
        """How many of the days a person is paid as public holidays, at most."""
        return len(self.others)

    def giving_way(self, worked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which of the days that each person works (a row a person, a column a day) are paid as any other day.

        >>> boxing = datetime.date(2026, 12, 26)
        >>> christmas, monday = datetime.date(2026, 12, 25), datetime.date(2026, 12, 28)
        >>> three = CappedDays((christmas, boxing, monday), (christmas, monday), (boxing, monday, christmas))
        >>> three.giving_way(np.array([[True, True, True], [False, True, True]])).tolist()
        [[False, True, False], [False, False, False]]
        """
        gives_way = np.zeros_like(worked)
        over = worked.sum(axis=1) - self.most
        for day in self.order:
            column = self.days.index(day)
            gives_way[:, column] = worked[:, column] & (over > 0)
            over = over - gives_way[:, column]
        return gives_way


def capped_days(
    public_holidays: Mapping[datetime.date, PublicHoliday], over_the_cap: str = "weekend_day"
) -> Sequence[CappedDays]:
    """The days at weekends that count beside others, each with those that it counts beside.

    `over_the_cap` says which day gives way where a person works more of them than are paid: the day at the weekend
    (`weekend_day`, a Saturday before a Sunday), or the substitute (`substitute`, the last day first).

    Source: handbook 2.28 and Annex 25: of Sunday 25, Monday 26 and Tuesday 27 December "a maximum of two public
    holidays and one 'Sunday'". Where a Saturday and a Sunday could both give way, the texts read do not choose.
    """
    groups: dict[tuple[datetime.date, ...], list[datetime.date]] = {}
    for day, holiday in sorted(public_holidays.items()):
        if holiday.beside:
            groups.setdefault(holiday.beside, []).append(day)
    capped = []
    for beside, weekend in groups.items():
        others = tuple(day for day in beside if day in public_holidays)
        order = [*weekend, *reversed(others)] if over_the_cap == "weekend_day" else [*reversed(others), *weekend]
        capped.append(CappedDays(tuple(sorted([*weekend, *others])), others, tuple(order)))
    return capped
