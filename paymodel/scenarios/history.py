"""A scenario in each pay year: its day moved, the person's place in each band held."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, NotInForce, Refused
from paymodel.files.scales import Scales, load_policy
from paymodel.files.validation import validate
from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import Case, Scenario
from paymodel.moves.history import Asked, History, history
from paymodel.moves.kinds import kind_words
from paymodel.moves.posts import Post
from paymodel.pay.calendar import pay_year
from paymodel.pay.job import BANDS, NO_BAND
from paymodel.pay.payslips import whole_time_basic_pay
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules import pay_steps
from paymodel.rounding import as_array
from paymodel.scenarios.load import scenario_of
from paymodel.scenarios.schema import AwardFile, CareerFile, PolicyFile, ScenarioFile
from paymodel.scenarios.what_ifs import WhatIfs, case_of

FIRST_PAY_YEAR = 2018
"""The first pay year that any nation has figures for."""
OF_ONE_DAY = ("scales.", "award")
"""What a policy changes that is of the scenario's own day alone: figures, and awards on them."""


class Place(NamedTuple):
    """Where a post lies in its band: `entry`, `top`, or after so many years."""

    kind: str
    years: float = 0.0

    def step_in(self, rule_book: RuleBook, band: int) -> int:
        """The step of this place under a rule book."""
        if self.kind == "entry":
            return 1
        if self.kind == "top":
            return max(rule_book.pay_points.steps(band), 1)
        return int(pay_steps.step_after(rule_book.pay_points, band, self.years))

    def words(self, band: int) -> str:
        """The place in words.

        >>> Place("years", 2.0).words(6), Place("top").words(6)
        ('after 2 years in band 7', 'the top of band 7')
        """
        if self.kind == "years":
            return f"after {counted(int(self.years), 'year')} in band {BANDS[band]}"
        return f"the {'first step' if self.kind == 'entry' else 'top'} of band {BANDS[band]}"


@dataclass(frozen=True)
class Years:
    """Which pay years are asked about, by the years they start in, and on which day of each (month, day)."""

    first: int
    last: int
    month: int = 11
    day: int = 1

    def days(self) -> list[tuple[int, datetime.date]]:
        """Each pay year with the day in it: January to March lie in the calendar year after."""
        after = int(self.month < 4)
        return [(year, datetime.date(year + after, self.month, self.day)) for year in range(self.first, self.last + 1)]


def years_asked(scenario: Scenario, first: int | None, last: int | None, on: str) -> Years:
    """The pay years from one to another (by default from 2018 to the scenario's own), on a day as in 11-01.

    Raises `Refused`.

    >>> from paymodel import load_scenario
    >>> years_asked(load_scenario("paramedic-to-operations-manager"), 2024, None, "02-01").days()[0]
    (2024, datetime.date(2025, 2, 1))
    """
    own = pay_year(scenario.as_at)[0].year
    first, last = FIRST_PAY_YEAR if first is None else first, own if last is None else last
    if last < first:
        raise Refused("--to", f"{last} comes before {first}; give the first pay year and then the last")
    if not 1990 <= first <= last <= 2100:
        raise Refused("--from", f"{first} to {last}: give pay years by the years they start in, such as 2018 and 2026")
    written = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", on)
    try:
        if not written:
            raise ValueError
        month, day = int(written[1]), int(written[2])
        datetime.date(2019, month, day)  # a year without a 29 February: the day must be in every year
    except ValueError:
        raise Refused("--on", f"'{on[:20]}' is not a day of every year; write month and day as 11-01") from None
    return Years(first, last, month, day)


def prices_of(text: str | None, years: Years) -> dict[int, float] | None:
    """A price index as it is typed, `2018=104.2,2019=106.1`: one value above 0 for each pay year asked about.

    Raises `Refused`.

    >>> prices_of("2025=100,2026=103.5", Years(2025, 2026))
    {2025: 100.0, 2026: 103.5}
    """
    if text is None:
        return None
    prices: dict[int, float] = {}
    for part in text.split(","):
        written = re.fullmatch(r"\s*([0-9]{4})\s*=\s*([0-9]+(?:\.[0-9]+)?)\s*", part)
        if not written or not float(written[2]) > 0:
            raise Refused("--prices", f"'{part.strip()[:30]}' is no year with its index; write 2018=104.2,2019=106.1")
        if int(written[1]) in prices:
            raise Refused("--prices", f"{written[1]} stands twice; give each pay year once")
        prices[int(written[1])] = float(written[2])
    return checked_prices(prices, years)


def checked_prices(prices: Mapping[int, float], years: Years) -> dict[int, float]:
    """A price index with a value for each pay year asked about. Raises `Refused` for those that lack one."""
    asked = range(years.first, years.last + 1)
    lacking = [str(year) for year in asked if not prices.get(year, 0) > 0]
    if lacking:
        raise Refused("--prices", f"no index for {', '.join(lacking)}; give one for each pay year: none is invented")
    return {year: float(prices[year]) for year in asked}


def history_of(
    document: Document,
    folder: Path | None,
    identity: str,
    years: Years,
    *,
    prices: Mapping[int, float] | None = None,
    scales: Scales | None = None,
) -> History:
    """A scenario's answer in each pay year. Raises `Faults` and `Refused`."""
    scenario = scenario_of(document, folder, identity, scales)
    file = validate(document, ScenarioFile)
    kept = [policy for policy in file.policies if not any(path.startswith(OF_ONE_DAY) for path in policy.change)]
    left_out = [f"policy {policy.name}" for policy in file.policies if policy not in kept]
    if file.award != AwardFile():
        left_out.append("the award")
    plain = msgspec.structs.replace(file, award=AwardFile(), career=CareerFile(), plausible={})
    what_ifs = WhatIfs(document, plain, folder, scales)
    kept = kept or [PolicyFile(name=AS_IT_STANDS)]
    asked: list[Asked] = []
    words: dict[str, None] = {}
    for number, policy in enumerate(kept):
        own = case_of(what_ifs, policy, number, with_career=False)
        _refuse_stated_pay(document, own)
        words.update(dict.fromkeys(_held_words(own)))
        for year, day in years.days():
            asked.append(_asked(what_ifs, policy, number, own, year, day))
    return history(scenario, asked, held_words=tuple(words), left_out=left_out, prices=prices)


AS_IT_STANDS = "As the scenario stands"
"""The policy asked about where every one that the scenario names is of one day alone."""


def _refuse_stated_pay(document: Document, case: Case) -> None:
    posts = [(("current",), case.current), *((("offers", n), offer) for n, offer in enumerate(case.offers))]
    faults: list[Fault] = []
    for place, post in posts:
        if int(as_array(post.job.band)) == NO_BAND or not np.isnan(as_array(post.job.basic_pay)):
            words = "history follows pay points, and this is pay of one day; give band and step alone"
            faults.append(document.fault((*place, "basic_pay"), words))
    if faults:
        raise Faults(faults)


def _asked(
    what_ifs: WhatIfs[ScenarioFile], policy: PolicyFile, number: int, own: Case, year: int, day: datetime.date
) -> Asked:
    """A policy in a pay year, with the places of its posts held."""
    moved = replace(what_ifs, terms=msgspec.structs.replace(what_ifs.terms, as_at=day))
    book, scales = own.rule_book, what_ifs.scales
    try:
        there = load_policy(book.nation, day, tax_residence=book.tax_residence, switches=book.switches, scales=scales)
        changes = {**policy.change, **_held_changes(own, there)}
        held = msgspec.structs.replace(policy, change=changes)
        case = case_of(moved, held, number, with_career=False)
    except NotInForce as error:
        return Asked(year, day, policy.name, None, str(error))
    except Refused as error:
        return Asked(year, day, policy.name, None, f"{error.place}: {error.message}")
    except Faults as error:
        return Asked(year, day, policy.name, None, "; ".join(dict.fromkeys(fault.message for fault in error.faults)))
    own_changes = tuple((path, str(value)) for path, value in policy.change.items())  # holding a place is none
    return Asked(year, day, policy.name, replace(case, changes=own_changes))


def _held_changes(own: Case, there: RuleBook) -> dict[str, Any]:
    """What keeps the posts of a case where they are under the rules of another year, as a policy's changes."""
    changes: dict[str, Any] = {"person.years_in_band": None}
    posts = [("current", own.current), *((f"offers.{number}", offer) for number, offer in enumerate(own.offers))]
    for name, post in posts:
        step = None
        if name == "current" or post.step_stated:
            step = place_of(post, own.rule_book).step_in(there, int(as_array(post.job.band)))
            changes[f"{name}.step"] = str(step)
            if name != "current":
                changes[f"{name}.years_in_band"] = None  # the step that they gave is held
        if post.rota is not None and there.weekly_hours != own.rule_book.weekly_hours:
            changes[f"{name}.if_hours_differ"] = "scale"
        payment = float(as_array(post.job.unsocial_hours_payment))
        if payment > 0:  # a stated payment rises with basic pay, as under an award; NaN where hours or a percentage pay
            then, now = (
                float(whole_time_basic_pay(job, book))
                for job, book in (
                    (post.job, own.rule_book),
                    (post.job.with_(step=float(step or 1)), there),
                )
            )
            changes[f"{name}.unsocial_hours_payment"] = f"{payment * now / then:.2f}"
    return changes


def place_of(post: Post, rule_book: RuleBook) -> Place:
    """Where a post lies in its band."""
    band, step = int(as_array(post.job.band)), int(as_array(post.job.step))
    steps = rule_book.pay_points.steps(band)
    if step == steps:
        return Place("top")
    return Place("entry") if step == 1 else Place("years", float(post.years_in_band))


def _held_words(case: Case) -> list[str]:
    """What is held the same in every year, a sentence for each post."""
    sentences = []
    for post in (case.current, *(offer for offer in case.offers if offer.step_stated)):
        place = place_of(post, case.rule_book).words(int(as_array(post.job.band)))
        sentences.append(f"{post.name}: {place} in every year")
    for offer in case.offers:
        if not offer.for_good:
            lasts = f" of {offer.length}" if offer.length else ""
            sentences.append(
                f"{offer.name}: {kind_words(offer.move)}{lasts}, each year at the rate of a whole year of it"
            )
        if offer.conditions.pays:
            sentences.append(f"{offer.name}: each year holds the one-off payment and pay protection of a first year")
    if any(float(as_array(post.job.unsocial_hours_payment)) > 0 for post in (case.current, *case.offers)):
        sentences.append("a stated payment for unsocial hours is the same share of basic pay in every year")
    if any(post.rota is not None for post in (case.current, *case.offers)) and case.rule_book.nation == "scotland":
        sentences.append("a rota is scaled to the working week of the year where that was another")
    return sentences
