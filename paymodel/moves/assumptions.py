"""What a comparison takes for granted: which assumptions apply, with their words filled in.

The assumptions themselves (words, status, why, source, quality, impact) stand in `docs/assumptions.yaml` and come with
the rule book.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from paymodel.days import day_words
from paymodel.moves.kinds import direction
from paymodel.moves.posts import Post
from paymodel.pay.award import NO_AWARD, Award
from paymodel.pay.calendar import in_the_pay_year, pay_year
from paymodel.pay.job import Payslip
from paymodel.pay.payslips import annex_5_on_a_bound
from paymodel.pay.rule_book import Assumption, RuleBook, Switches, WorkingTime, tax_day
from paymodel.pay.rules.public_holidays import capped_days

OTHER_POINTS = re.compile(r"scales\.pay-points\.[0-9][a-d]?(\.years)?")
"""The path of a policy that gives a band other points as a whole."""
IN_GENERAL = {
    "as_at": "the day asked about",
    "points": "an earlier day",
    "pay_year": "the pay year asked about",
    "holidays": "so many",
    "usual": "number",
    "left_out": "days not confirmed",
    "capped": "of a day and those that it counts beside, a person is paid at most as many as those",
    "weekend": "days at a weekend",
    "additional": "single days",
    "award": "so much",
    "bounds": "the bounds of the pension tiers rise by its percentage unless they are said to stay",
    "rate": "the rate stated",
    "goes": "goes on",
    "beyond": "the share stated, none where none is,",
    "senior": "is paid as in bands 1 to 7",
    "tops": "a new top is reached once its years are, unless a switch says otherwise",
    "code": "of the tax residence",
    "part_month": "days of the month, or of the year",
    "switch": "(one of the named switches)",
    "value": "another value than the usual one",
    "policy": "(its name)",
    "path": "a part of the scenario",
}
"""What may stand in the words of an assumption, by its name there, and what is said where no question gives a value."""


def every_assumption(known: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """Assumptions as a list has them, in general words.

    >>> from paymodel import load_policy
    >>> every_assumption(load_policy("england", "2026-11-22").assumptions.values())[0].words
    'The rules and figures of the day asked about are held for twelve months, on yearly thresholds.'
    """
    return tuple(replace(assumption, words=assumption.words.format(**IN_GENERAL)) for assumption in known)


class UnderPolicy(Protocol):
    """A rule book, and what made it."""

    @property
    def rule_book(self) -> RuleBook:
        """The rule book."""

    @property
    def policy_name(self) -> str:
        """What the policy is called."""

    @property
    def changes(self) -> Sequence[tuple[str, str]]:
        """The paths that the policy sets, with their values."""

    @property
    def award(self) -> Award:
        """The award that is already in the rule book."""


def assumptions(
    case: UnderPolicy,
    held: Post | None,
    offers: Sequence[Post],
    slips: Sequence[Payslip],
    *,
    award_a_year: Award = NO_AWARD,
    past_service: bool = False,
    overtime_unstated: bool = False,
    annex_5_held: bool = False,
) -> tuple[Assumption, ...]:
    """What a comparison of a post held with posts offered takes for granted under a policy.

    `held` is None where it is about everybody on a staff list; `annex_5_held` says that they may be on Annex 5.
    `award_a_year` comes each year after the first, in careers. `past_service` says that the pension of service before
    2022 is shown, `overtime_unstated` that nothing was said of the overtime of a post that may well have some.
    """
    rule_book, award = case.rule_book, case.award
    with_rota = [post.hours for post in (*([] if held is None else [held]), *offers) if post.hours]
    applies = _applies(held, offers, rule_book, slips, award, award_a_year, past_service)
    first_day, points = _pay_points_of(rule_book)
    values = {
        "as_at": rule_book.as_at,
        "points": points,
        "pay_year": first_day,
        "holidays": with_rota[0].public_holidays if with_rota else 0,
        "capped": capped_words(rule_book.working_time),
        **_holidays_by_treatment(rule_book.working_time),
        "usual": rule_book.working_time.usual_public_holidays,
        "award": award.words,
        "bounds": _bounds(award),
        "tops": "who holds the top holds the new one"
        if rule_book.switches.top_step_stays_top
        else "a new top is reached once its years are",
        "goes": "goes on" if rule_book.switches.northern_ireland_sickness_keeps_section_2 else "stops",
        "beyond": f"{round(rule_book.switches.wales_sickness_beyond_first_week * 100, 6):g}%",
        "senior": "is paid as in bands 1 to 7"
        if rule_book.switches.scotland_overtime_bands_8_and_9
        else "is not counted",
    }
    on_annex_5 = annex_5_held if held is None else held.on_annex_5
    counts = on_annex_5 and _annex_5_counts(rule_book, offers)
    moved = any(OTHER_POINTS.fullmatch(path) for path, _ in case.changes)
    applies = {**applies, "overtime-unstated": overtime_unstated, "annex-5-counts": counts, "other-points": moved}
    taken = [filled_in(rule_book, name, **values) for name, applied in applies.items() if applied]
    taken += [
        filled_in(rule_book, "switch", switch=name, value=_word(value))
        for name, value in switches_set(rule_book.switches)
    ]
    taken += [
        filled_in(rule_book, "change", policy=case.policy_name, path=path, value=value) for path, value in case.changes
    ]
    return tuple(taken)


def _pay_points_of(rule_book: RuleBook) -> tuple[datetime.date, datetime.date]:
    """The first day of the pay year, and the day from which the pay points in force hold."""
    first_day = pay_year(rule_book.as_at)[0]
    return first_day, rule_book.citations["pay-points"].effective if "pay-points" in rule_book.citations else first_day


def _applies(
    held: Post | None,
    offers: Sequence[Post],
    rule_book: RuleBook,
    slips: Sequence[Payslip],
    award: Award,
    award_a_year: Award,
    past_service: bool,
) -> Mapping[str, bool]:
    """Whether each assumption applies, by its id."""
    nation, switches = rule_book.nation, rule_book.switches
    posts = (*([] if held is None else [held]), *offers)
    with_rota = [post.hours for post in posts if post.hours]

    def any_post(value: Callable[[Post], ArrayLike]) -> bool:
        return any(_is_positive(value(post)) for post in posts)

    first_day, points = _pay_points_of(rule_book)
    directions = [1 if held is None else int(np.ravel(direction(held.job, post.job))[0]) for post in offers]
    for_good = [up for up, post in zip(directions, offers, strict=True) if post.for_good]
    on_annex_5 = held is not None and held.on_annex_5
    ends_in_the_band = on_annex_5 and any(
        up <= 0 and post.for_good and not post.on_annex_5 for up, post in zip(directions, offers, strict=True)
    )
    in_pension_scheme = held is None or any_post(lambda post: post.job.in_pension_scheme)
    days = _holidays_by_treatment(rule_book.working_time)
    return {
        "annual-view": True,
        "liability": True,
        "standing-pay-points": points < first_day,
        "illustration": any(post.illustration for post in posts),
        "tax-year": tax_day(rule_book.as_at) != rule_book.as_at,
        "entry-step": held is not None and not held.step_stated,
        "award": bool(award),
        "progression": not (award or award_a_year),
        "progression-award": bool(award and not award_a_year),
        "progression-award-a-year": bool(award_a_year),
        "pension-tier-whole-time": rule_book.pension_tier_by_whole_time_pay and in_pension_scheme,
        "pension-rounding": in_pension_scheme,
        "spread": bool(with_rota),
        "holidays": bool(with_rota),
        "weekend-holidays": bool(with_rota and capped_words(rule_book.working_time)),
        "weekend-holidays-left-out": bool(with_rota and days["weekend"]),
        "scottish-holidays": bool(with_rota) and nation == "scotland",
        "first-year-as-usual": bool(with_rota) and rule_book.working_time.first_year_as_usual,
        "additional-holidays": bool(with_rota and days["additional"]),
        "holidays-left-out": bool(with_rota and days["left_out"]),
        "annex-5-ends": on_annex_5 and any(up > 0 for up in for_good),
        "annex-5-ends-in-the-band": ends_in_the_band and switches.annex_5_in_a_new_post == "ends",
        "annex-5-goes-on": any(post.on_annex_5 for post in offers),
        "move-in-the-band": 0 in directions,
        "move-down": -1 in directions,
        "annex-5-standard-hours": any(
            post.on_annex_5 and post.hours is not None and post.hours.extra + post.hours.overtime > 0 for post in posts
        ),
        "annex-5-nation": any(post.on_annex_5 for post in posts) and nation != "england",
        "annex-5-edge": switches.annex_5_edge == Switches().annex_5_edge
        and any_post(lambda post: post.on_annex_5 and annex_5_on_a_bound(post.job, rule_book)),
        **dict.fromkeys(
            ("protection-ends", "protection-pensionable"),
            any(np.any(slip["promotion_protection"] > 0) for slip in slips),
        ),
        "promotion-england-before-2021": nation == "england"
        and switches.promotion_method is None
        and rule_book.promotion_method == "first_higher_point",
        "promotion-wales": nation == "wales",
        "promotion-northern-ireland": nation == "northern_ireland",
        "promotion-scotland": nation == "scotland",
        f"scotland-pension-table-{switches.scotland_pension_table}": nation == "scotland",
        f"sickness-{nation}": any_post(lambda post: post.job.sickness_absence),
        "overtime-holiday-pay": any_post(_beyond_contract),
        "overtime-scotland": nation == "scotland" and any_post(lambda post: post.job.overtime_hours_a_year),
        **{
            assumption.id: any(any_post(attrgetter(f"job.{field}")) for field in assumption.where_stated)
            for assumption in rule_book.assumptions.values()
            if assumption.where_stated
        },
        "return": any(not post.for_good for post in posts),
        "paid-beside": any(post.conditions.pays for post in posts),
        "part-of-a-year": any(
            post.blocks is not None or (post.lasts_years or 0.0) != int(post.lasts_years or 0.0) for post in posts
        ),
        "sacrifice-lowers" if switches.salary_sacrifice_lowers_pensionable_pay else "sacrifice-keeps": any_post(
            lambda post: post.job.salary_sacrifice
        ),
        "final-salary" if past_service else "final-salary-left-out": in_pension_scheme,
    }


def _is_positive(value: ArrayLike) -> bool:
    """Whether a number, or any of several, is above 0."""
    return value > 0 if isinstance(value, int | float) else bool(np.any(np.asarray(value) > 0))


def _beyond_contract(post: Post) -> bool:
    """Whether there is overtime, or are extra hours, in a year."""
    job = post.job
    hours = (job.overtime_hours_a_year, job.public_holiday_overtime_hours_a_year, job.extra_hours_a_year)
    return any(map(_is_positive, hours))


def _annex_5_counts(rule_book: RuleBook, offers: Sequence[Post]) -> bool:
    """Whether an offer maintains the earnings of somebody on Annex 5 with that pay counted among them."""
    maintained = rule_book.switches.annex_5_protected and rule_book.promotion_method == "maintain"
    return maintained and any(offer.pattern in ("same", "unsure") for offer in offers)


def _holidays_by_treatment(rules: WorkingTime) -> Mapping[str, str]:
    """Public holidays of the pay year that count on top of the usual, and those left out: in words."""
    left_out = in_the_pay_year(rules, rules.left_out)
    by_treatment = {
        "additional": [
            day for day, holiday in in_the_pay_year(rules, rules.public_holidays).items() if holiday.additional
        ],
        "weekend": [day for day, holiday in left_out.items() if holiday.beside],
        "left_out": [day for day, holiday in left_out.items() if not holiday.beside],
    }
    return {name: ", ".join(map(day_words, days)) for name, days in by_treatment.items()}


def capped_words(rules: WorkingTime) -> str:
    """How many of the public holidays at a weekend in the pay year and their substitutes one person is paid.

    >>> from paymodel import load_working_time
    >>> capped_words(load_working_time("england", "2027-11-22")).partition("; ")[2].partition(", ")[0]
    'of 1 January 2028 and 3 January 2028 one person is paid at most 1 as public holiday'
    """
    sentences = []
    for capped in capped_days(
        in_the_pay_year(rules, rules.public_holidays), rules.switches.public_holiday_over_the_cap
    ):
        *days, last = map(day_words, capped.days)
        sentences.append(
            f"of {', '.join(days)} and {last} one person is paid at most {capped.most} as public"
            f" holiday{'s' if capped.most > 1 else ''}, {day_words(capped.order[0])} giving way first"
        )
    return "; ".join(sentences)


def career_assumptions(
    rule_book: RuleBook,
    *,
    award_a_year: Award = NO_AWARD,
    discount_rate: float | None = None,
    pension_revaluation: float | None = None,
    later_promotion: bool = False,
    cut_short: bool = False,
) -> tuple[Assumption, ...]:
    """What career paths take for granted beside a comparison.

    Rates are fractions a year, None where not stated. `later_promotion` says that a path holds a move after another,
    `cut_short` that a move comes while a secondment runs.
    """
    applies = {
        "path-years": True,
        "award-a-year": bool(award_a_year),
        "discount": discount_rate is not None,
        "revaluation": pension_revaluation is not None,
        "no-revaluation": pension_revaluation is None,
        "path-promotion": later_promotion,
        "secondment-cut-short": cut_short,
    }
    taken = []
    for name in (name for name, applied in applies.items() if applied):
        rate = pension_revaluation if name == "revaluation" else discount_rate
        values = {"as_at": rule_book.as_at, "award": award_a_year.words, "bounds": _bounds(award_a_year)}
        taken.append(filled_in(rule_book, name, **values, rate=f"{round((rate or 0.0) * 100, 6):g}%"))
    return tuple(taken)


PART_MONTHS = {
    "days_of_the_month": "the calendar days of the month",
    "days_of_the_year": "calendar days, each the part of the year's pay that a day is of the year",
}
"""The choices of the switch `part_month_by` in words."""


def payroll_assumptions(
    rule_book: RuleBook, *, code: str, code_stated: bool, promoted: bool, held_all_year: bool
) -> tuple[Assumption, ...]:
    """What twelve payslips take for granted beside what the annual view does.

    `held_all_year` says that the rule book of the annual view holds in every month.
    """
    switches = rule_book.switches
    applies = {
        "payroll-year": True,
        "payroll-held": held_all_year,
        "payroll-code": not code_stated,
        "payroll-steps": True,
        "payroll-even": True,
        "payroll-tier-post": switches.pension_tier_by == "post",
        "payroll-part-month": promoted,
        "payroll-arrears" if switches.enhancements_in_arrears else "payroll-as-worked": True,
        "payroll-insurance": switches.national_insurance_rounding == "half_down",
    }
    values = {"as_at": rule_book.as_at, "code": code, "part_month": PART_MONTHS[switches.part_month_by]}
    return tuple(filled_in(rule_book, name, **values) for name, applied in applies.items() if applied)


def _bounds(award: Award) -> str:
    """What an award does to the bounds that go by pay."""
    if not award.percent:
        return "the bounds of the pension tiers and of the high cost area supplement stay"
    if award.pension_tiers_rise:
        return "the bounds of the pension tiers and of the high cost area supplement rise by the percentage"
    return "the bounds of the pension tiers stay, those of the high cost area supplement rise by the percentage"


def filled_in(rule_book: RuleBook, name: str, /, **values: object) -> Assumption:
    """An assumption of a rule book by its id, its words filled in.

    >>> from paymodel import load_policy
    >>> filled_in(load_policy("england", "2026-11-22"), "discount", rate="3%").words
    'Later years are discounted at 3% a year; the first counts in full.'
    """
    assumption = rule_book.assumptions[name]
    as_said = {name: day_words(value) if isinstance(value, datetime.date) else value for name, value in values.items()}
    return replace(assumption, words=assumption.words.format(**as_said))


def _word(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def switches_set(switches: Switches) -> tuple[tuple[str, object], ...]:
    """The switches that are not at their default, by name."""
    default = Switches()
    pairs = ((f.name, getattr(switches, f.name), getattr(default, f.name)) for f in fields(switches))
    return tuple((name, value) for name, value, usual in pairs if value != usual)
