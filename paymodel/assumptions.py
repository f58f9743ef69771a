"""What a comparison takes for granted: each assumption in words, how sure it is, and when it applies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from paymodel.award import NO_AWARD, Award
from paymodel.job import Payslip
from paymodel.policy import Policy, Switches, tax_day
from paymodel.posts import Post
from paymodel.rota import holidays_left_out, pay_year


@dataclass(frozen=True)
class Assumption:
    """Something taken for granted: what, and how sure it is."""

    id: str
    words: str
    status: str

    @property
    def quality(self) -> str:
        """How well founded it is: `good` rests on a published rule, `fair` on the usual reading, `poor` on neither."""
        return RATINGS[self.id][0]

    @property
    def impact(self) -> str:
        """How far it can move the answer: `small` (pounds a year), `moderate` (tens, hundreds), `large` (its sign)."""
        return RATINGS[self.id][1]


WORDS: Mapping[str, tuple[str, str]] = {
    "annual-view": ("The rules and figures of {as_at} are held for twelve months, on yearly thresholds.", "assumed"),
    "liability": ("Income tax is the year's liability, not PAYE under a tax code (up to about £5 apart).", "assumed"),
    "standing-pay-points": (
        "The pay points are those of {points}: none from {pay_year} was found, and they stand until replaced.",
        "assumed",
    ),
    "illustration": (
        "Rotas, bands and on-call amounts marked as illustrations are typical, not an employer's: confirm them.",
        "assumed",
    ),
    "tax-year": ("A day from 1 to 5 April takes the tax year that starts on the 6th.", "assumed"),
    "entry-step": ("The step of the post held was not stated: the entry step is taken.", "assumed"),
    "progression": ("Pay steps are granted on time; careers stay in today's pay scale, with no award.", "assumed"),
    "progression-award": (
        "Pay steps are granted on time; careers stay in the pay scale of the award, with no other.",
        "assumed",
    ),
    "progression-award-a-year": ("Pay steps are granted on time.", "assumed"),
    "award": (
        "An award of {award} on the pay scale of {as_at} comes before everything else, to the whole pound; {bounds}."
        " Thresholds of tax, National Insurance, student loans and child benefit, and premiums, on-call and other"
        " payments stated in pounds, stay.",
        "assumed",
    ),
    "award-a-year": (
        "Each year after the first brings an award of {award}, to the whole pound; {bounds}. Thresholds of tax,"
        " National Insurance, student loans and child benefit, and premiums, on-call and other payments stated in"
        " pounds, stay.",
        "assumed",
    ),
    "discount": ("Later years are discounted at {rate} a year; the first counts in full.", "assumed"),
    "revaluation": (
        "Pension already built up is revalued by {rate} a year, while still in service; what was built up before year 1"
        " is left out.",
        "assumed",
    ),
    "no-revaluation": (
        "Pension built up is added as earned, without revaluation (none is stated); what was built up before year 1 is"
        " left out.",
        "assumed",
    ),
    "path-years": (
        "The rules of {as_at} hold in every year of a path; moves are made at the start of a year.",
        "assumed",
    ),
    "path-promotion": (
        "A later move is a promotion from the post held then, at its step then; promotion protection paid by then is"
        " not part of the earnings compared.",
        "assumed",
    ),
    "secondment-cut-short": (
        "A move while a secondment or acting-up runs ends it, and is a promotion from the post that it would have"
        " returned to.",
        "assumed",
    ),
    "pension-rounding": ("Pension contributions are rounded half up to the penny.", "assumed"),
    "spread": ("Staff are spread evenly over the lines of a rota; hours are nominal at clock changes.", "assumed"),
    "holidays": ("This pay year holds {holidays} public holidays; later years are given the usual {usual}.", "assumed"),
    "scottish-holidays": (
        "Health boards set their own public holidays; the bank holidays of Scotland are used.",
        "unverified",
    ),
    "holidays-left-out": (
        "Not counted as a public holiday: {left_out} (unverified; switch unverified_public_holidays).",
        "unverified",
    ),
    "annex-5-ends": (
        "Promotion ends Annex 5 for good: the new post, a later return too, is on Section 2.",
        "confirmed",
    ),
    "annex-5-nation": ("Whether Annex 5 is in force in this nation was not established.", "unverified"),
    "protection-pensionable": ("Promotion protection is a fixed sum of cash, and pensionable.", "assumed"),
    "promotion-wales": (
        "Which promotion text applies in Wales is not confirmed; the first higher point is used.",
        "unverified",
    ),
    "promotion-northern-ireland": (
        "Promotion goes by the older text (the first higher point); read for Northern Ireland in secondary sources.",
        "unverified",
    ),
    "promotion-scotland": (
        "Promotion goes by the older text (the first higher point); unsocial hours do not count.",
        "unverified",
    ),
    "scotland-pension-table-2": ("Member contributions by table 2: current-year pay, in both posts.", "assumed"),
    "scotland-pension-table-1": (
        "Member contributions by table 1, applied to this year's pay in both posts.",
        "assumed",
    ),
    "sickness-england": ("Section 2 pay stops in sickness; Annex 5 goes on.", "confirmed"),
    "sickness-wales": ("Section 2 pay goes on in sickness (in Wales perhaps only after a week).", "unverified"),
    "sickness-scotland": ("Section 2 pay goes on in sickness.", "unverified"),
    "sickness-northern_ireland": ("Section 2 pay stops in sickness, as in England; not established.", "unverified"),
    "overtime-scotland": (
        "Bands 8 and 9 are paid no overtime; staff side say that Scotland may differ.",
        "unverified",
    ),
    "on-call": ("On-call availability is as the post states it; work done on call is left out.", "assumed"),
    "children": (
        "The person is the higher earner of the household, and 52 weeks of child benefit are claimed.",
        "assumed",
    ),
    "return": ("A secondment or acting-up ends with a return to the post held, on Annex 5 if it was.", "assumed"),
    "sacrifice-lowers": (
        "Salary sacrifice lowers pensionable pay (SI 2015/94); it is not taken off take-home pay.",
        "assumed",
    ),
    "sacrifice-keeps": ("Salary sacrifice leaves pensionable pay; it is not taken off take-home pay.", "assumed"),
    "final-salary": ("The final-salary link of the 1995 Section is not modelled.", "assumed"),
    "payroll-year": (
        "The payslips are those of April to March, months 1 to 12 of the tax year, paid on a day from the 6th to the"
        " last of the month, under the rules in force on the last.",
        "assumed",
    ),
    "payroll-held": (
        "A policy that changes figures, or an award, is held all year, under the rules of {as_at}.",
        "assumed",
    ),
    "payroll-code": ("No tax code is stated: the standard code {code} is taken.", "assumed"),
    "payroll-steps": (
        "The pay step at the start of the year, and of a new post, is held to the end of the year.",
        "assumed",
    ),
    "payroll-even": (
        "Hours that are not from a rota, overtime and yearly payments are spread evenly over the months.",
        "assumed",
    ),
    "payroll-tier-post": (
        "The pension tier is that of the yearly pensionable pay of the post held as a month starts: a new post counts"
        " from the next pay period (switch pension_tier_by).",
        "assumed",
    ),
    "payroll-part-month": (
        "Pay for part of a month goes by {part_month} (local practice; switch part_month_by).",
        "assumed",
    ),
    "payroll-as-worked": (
        "Enhancements and overtime are paid in the month in which they are worked (many pay a month later; switch"
        " enhancements_in_arrears).",
        "assumed",
    ),
    "payroll-arrears": (
        "Enhancements and overtime are paid a month later, at the rates of the month in which they were worked; those"
        " of the March before come from the post held.",
        "assumed",
    ),
    "payroll-insurance": (
        "National Insurance is category A, rounded by regulation 12(1): half a penny or less is disregarded (switch"
        " national_insurance_rounding).",
        "confirmed",
    ),
    "switch": ("Switch {switch} is set to {value}.", "assumed"),
    "change": ("The policy '{policy}' sets {path} to {value}.", "assumed"),
}
"""Every assumption: words, with the values to fill in, and status."""

RATINGS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("annual-view", "liability", "tax-year", "holidays", "final-salary"), ("good", "small")),
    **dict.fromkeys(("payroll-year", "payroll-insurance"), ("good", "small")),
    **dict.fromkeys(("payroll-steps", "payroll-even", "payroll-part-month"), ("fair", "small")),
    **dict.fromkeys(("payroll-tier-post", "payroll-as-worked", "payroll-arrears"), ("fair", "moderate")),
    **dict.fromkeys(("payroll-held", "payroll-code"), ("fair", "moderate")),
    **dict.fromkeys(("pension-rounding", "protection-pensionable", "sacrifice-lowers"), ("fair", "small")),
    **dict.fromkeys(("scottish-holidays", "holidays-left-out", "sacrifice-keeps"), ("poor", "small")),
    "sickness-england": ("good", "moderate"),
    **dict.fromkeys(("progression", "progression-award", "progression-award-a-year"), ("fair", "moderate")),
    **dict.fromkeys(("no-revaluation", "path-years", "path-promotion", "secondment-cut-short"), ("fair", "moderate")),
    **dict.fromkeys(("spread", "on-call", "children", "return"), ("fair", "moderate")),
    **dict.fromkeys(("scotland-pension-table-1", "scotland-pension-table-2"), ("fair", "moderate")),
    **dict.fromkeys(("discount", "revaluation"), ("poor", "moderate")),
    **dict.fromkeys(("sickness-wales", "sickness-scotland", "sickness-northern_ireland"), ("poor", "moderate")),
    "annex-5-ends": ("good", "large"),
    "standing-pay-points": ("fair", "large"),
    **dict.fromkeys(("illustration", "entry-step", "award", "award-a-year", "switch", "change"), ("poor", "large")),
    **dict.fromkeys(("annex-5-nation", "overtime-scotland"), ("poor", "large")),
    **dict.fromkeys(("promotion-wales", "promotion-northern-ireland", "promotion-scotland"), ("poor", "large")),
}
"""How well founded each assumption is, and how far it can move the answer."""


IN_GENERAL = {
    "as_at": "the day asked about",
    "points": "an earlier day",
    "pay_year": "the pay year asked about",
    "holidays": "so many",
    "usual": "number",
    "left_out": "days not confirmed",
    "award": "so much",
    "bounds": "the bounds of the pension tiers rise by its percentage unless they are said to stay",
    "rate": "the rate stated",
    "switch": "(one of the named switches)",
    "value": "another value than the usual one",
    "policy": "(its name)",
    "path": "a part of the scenario",
    "code": "of the tax year",
    "part_month": "the days of the month or of the year",
}
"""What stands in an assumption where no question gives a value."""


def every_assumption() -> tuple[Assumption, ...]:
    """Everything that some answer takes for granted, in general words.

    >>> every_assumption()[0].words
    'The rules and figures of the day asked about are held for twelve months, on yearly thresholds.'
    """
    return tuple(_assumption(name, **IN_GENERAL) for name in WORDS)


def assumptions(
    posts: Sequence[Post],
    policy: Policy,
    slips: Sequence[Payslip],
    policy_name: str,
    changes: Sequence[tuple[str, str]] = (),
    *,
    award: Award = NO_AWARD,
    award_a_year: Award = NO_AWARD,
) -> tuple[Assumption, ...]:
    """What a comparison of posts (the one held first) under a policy takes for granted.

    `award` is one already made on the pay scale; `award_a_year` comes each year after the first, in careers.
    """
    nation, switches = policy.nation, policy.switches
    with_rota = [post.hours for post in posts if post.hours]

    def any_post(value: Callable[[Post], ArrayLike]) -> bool:
        return any(bool(np.any(np.asarray(value(post)) > 0)) for post in posts)

    first_day = pay_year(policy.as_at)[0]
    points = policy.citations["pay-points"].effective if "pay-points" in policy.citations else first_day
    left_out = holidays_left_out(policy.working_time)
    applies = {
        "annual-view": True,
        "liability": True,
        "standing-pay-points": points < first_day,
        "illustration": any(post.illustration for post in posts),
        "tax-year": tax_day(policy.as_at) != policy.as_at,
        "entry-step": not posts[0].step_stated,
        "award": bool(award),
        "progression": not (award or award_a_year),
        "progression-award": bool(award and not award_a_year),
        "progression-award-a-year": bool(award_a_year),
        "pension-rounding": any_post(lambda post: post.job.in_pension_scheme),
        "spread": bool(with_rota),
        "holidays": bool(with_rota),
        "scottish-holidays": bool(with_rota) and nation == "scotland",
        "holidays-left-out": bool(with_rota and left_out),
        "annex-5-ends": posts[0].on_annex_5 and any(post.lasts_years is None for post in posts[1:]),
        "annex-5-nation": any(post.on_annex_5 for post in posts) and nation != "england",
        "protection-pensionable": any(np.any(slip["promotion_protection"] > 0) for slip in slips),
        "promotion-wales": nation == "wales",
        "promotion-northern-ireland": nation == "northern_ireland",
        "promotion-scotland": nation == "scotland",
        f"scotland-pension-table-{switches.scotland_pension_table}": nation == "scotland",
        f"sickness-{nation}": any_post(lambda post: post.job.sickness_absence),
        "overtime-scotland": nation == "scotland" and any_post(lambda post: post.job.overtime_hours_a_year),
        "on-call": any_post(lambda post: np.asarray(post.job.on_call_payment) + np.asarray(post.job.on_call_share)),
        "children": any_post(lambda post: post.job.children),
        "return": any(post.lasts_years is not None for post in posts),
        "sacrifice-lowers" if switches.salary_sacrifice_lowers_pensionable_pay else "sacrifice-keeps": any_post(
            lambda post: post.job.salary_sacrifice
        ),
        "final-salary": any_post(lambda post: post.job.in_pension_scheme),
    }
    values = {
        "as_at": policy.as_at,
        "points": points,
        "pay_year": first_day,
        "left_out": ", ".join(str(day) for day in left_out),
        "holidays": with_rota[0].public_holidays if with_rota else 0,
        "usual": policy.working_time.usual_public_holidays,
        "award": award.words,
        "bounds": _bounds(award),
    }
    found = [_assumption(name, **values) for name, applied in applies.items() if applied]
    found += [_assumption("switch", switch=name, value=_word(value)) for name, value in switches_set(switches)]
    found += [_assumption("change", policy=policy_name, path=path, value=value) for path, value in changes]
    return tuple(found)


def career_assumptions(
    policy: Policy,
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
    found = []
    for name in (name for name, applied in applies.items() if applied):
        rate = pension_revaluation if name == "revaluation" else discount_rate
        values = {"as_at": policy.as_at, "award": award_a_year.words, "bounds": _bounds(award_a_year)}
        found.append(_assumption(name, **values, rate=f"{round((rate or 0.0) * 100, 6):g}%"))
    return tuple(found)


PART_MONTHS = {
    "days_of_the_month": "the calendar days of the month",
    "days_of_the_year": "calendar days, each the part of the year's pay that a day is of the year",
}
"""The choices of the switch `part_month_by` in words."""


def payroll_assumptions(
    policy: Policy, *, code: str, code_stated: bool, promoted: bool, held_all_year: bool
) -> tuple[Assumption, ...]:
    """What twelve payslips take for granted beside what the annual view does.

    `held_all_year` says that the rule book of the annual view holds in every month.
    """
    switches = policy.switches
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
    values = {"as_at": policy.as_at, "code": code, "part_month": PART_MONTHS[switches.part_month_by]}
    return tuple(_assumption(name, **values) for name, applied in applies.items() if applied)


def _bounds(award: Award) -> str:
    """What an award does to the bounds that go by pay."""
    if not award.percent:
        return "the bounds of the pension tiers and of the high cost area supplement stay"
    if award.pension_tiers_rise:
        return "the bounds of the pension tiers and of the high cost area supplement rise by the percentage"
    return "the bounds of the pension tiers stay, those of the high cost area supplement rise by the percentage"


def _assumption(name: str, **values: object) -> Assumption:
    words, status = WORDS[name]
    return Assumption(name, words.format(**values), status)


def _word(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def switches_set(switches: Switches) -> tuple[tuple[str, object], ...]:
    """The switches that are not at their default, by name."""
    default = Switches()
    pairs = ((f.name, getattr(switches, f.name), getattr(default, f.name)) for f in fields(switches))
    return tuple((name, value) for name, value, usual in pairs if value != usual)
