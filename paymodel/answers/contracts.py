"""The JSON that programs rely on: what each answer holds, by key. Their JSON Schemas are made of these types.

Money is in pounds, and in pounds a year unless a key says otherwise. A key that is not always there says when it is.
"""

import json
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.pay.lines import LINES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Year = Annotated[int, Meta(ge=1)]
Day = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Pattern = Literal["same", "different"]
Kind = Literal["promotion", "sideways", "down", "acting_up", "secondment", "rotation", "shadowing"]
Verdict = Literal["loses", "gains", "same"]


class _Contract(msgspec.Struct, forbid_unknown_fields=True):
    """A part of an answer, its keys in the order in which they are written."""


PayslipLines: type[msgspec.Struct] = msgspec.defstruct(
    "PayslipLines", [(line, float) for line in LINES], forbid_unknown_fields=True, kw_only=True
)
PayslipLines.__doc__ = "Every line of a payslip, pounds a year."


class ScenarioOfAnswer(_Contract):
    """The scenario that was asked."""

    id: str
    title: str
    question: str
    nation: str
    as_at: Day
    horizon_years: Year


class RunOfAnswer(_Contract):
    """What answered: the version, the day of the rates, and the status of each figure that was used."""

    version: str
    as_at: Day
    statuses: dict[str, str]
    not_payroll: str


class WarningOfAnswer(_Contract):
    """Something to take care of, and the first year in which it holds."""

    text: str
    first_year: Year


class PremiumToBreakEven(_Contract):
    """The smallest long-term premium that leaves no loss, a year of a whole-time post, and its part of basic pay.

    It takes the place of any that the offer has. 0 where the move pays without one: then none is needed, though a small
    one may reach a higher pension tier. Else no larger one leaves a loss.
    """

    pounds: float
    percent: float | None


class Islands(_Contract):
    """Smaller values that would do too, from and to; a little more than these would not. None below a value of 0."""

    long_term_premium: list[tuple[float, float]]
    saturday_night_hours_a_week: list[tuple[float, float]]


class BreakEvenOfAnswer(_Contract):
    """What leaves no loss in the first year: 0 where nothing more is needed, null where nothing tried would do.

    Hours are on top of those that the offer has.
    """

    long_term_premium: PremiumToBreakEven | None
    saturday_night_hours_a_week: float | None
    islands: Islands


class WhatElseOfAnswer(_Contract):
    """What changes beside take-home pay; null where a post does not say."""

    unsocial_hours_given_up_a_week: float | None
    take_home_lost_for_each_unsocial_hour: float | None
    days_travelled_change: float | None
    travel_cost_change: float | None
    pension_built_up_change: float
    employer_cost_change: float
    employer_cost_change_without_central_pension: float
    unpaid_hours_beyond_contract_a_week: float | None


class PensionChange(_Contract):
    """The change of a yearly pension and of a lump sum; null where no service is stated."""

    pension_a_year: float | None
    lump_sum: float | None


class FinalSalaryForEachYear(_Contract, rename={"section_1995": "1995_section", "section_2008": "2008_section"}):
    """The change of a yearly pension and of a lump sum for each year of service in a section of the scheme."""

    section_1995: PensionChange
    section_2008: PensionChange


class OneHourAWeek(_Contract):
    """The move with one hour a week beyond contract in the post held."""

    kind: Literal["extra_hours", "overtime"]
    take_home_change: float
    catch_up_year: Year | None
    catch_up_margin: float


class UnstatedOfAnswer(_Contract):
    """What the scenario does not state of the post held, and what it would do."""

    words: str
    with_one_hour_a_week: OneHourAWeek
    years: Year
    never_catches_up_from_hours_a_week: float | None


class YearOfAnswer(_Contract):
    """A year of the post held beside the one offered: the difference is offered less held, and is summed up."""

    year: Year
    step_held: Year
    step_offered: Year
    take_home_held: float
    take_home_offered: float
    difference: float
    cumulative: float


class BlocksOfAnswer(_Contract):
    """Weeks away that alternate with weeks in the post held; `first` where the scenario says which comes first."""

    away: float
    home: float
    first: Literal["away", "home"] | None


class LastsOfAnswer(_Contract):
    """How long a move lasts, as it was stated: null where it has no end."""

    number: float | None
    unit: Literal["weeks", "months", "years"] | None
    blocks: BlocksOfAnswer | None


class OverTheMoveOfAnswer(_Contract):
    """A move that ends, from its first day to its last: months, and pounds in all.

    The cost is the employer's, with on-costs, of making gross pay up; null where a loss would be left all the same.
    """

    months: float
    take_home_change: float
    cost_of_holding_harmless: float | None


class PaidBesideOfAnswer(_Contract):
    """A one-off payment or pay protection: the years that hold it, its cost with on-costs, and what is left then.

    The change of take-home pay is that of the first year without it.
    """

    years: Year
    cost: float
    take_home_change_then: float


class ResultOfAnswer(_Contract):
    """A post under a policy. The post held has the keys up to `warnings`; a post offered has all of them."""

    post: str
    policy: str
    band: str | None
    step: Year
    payslip: PayslipLines  # type: ignore[valid-type]
    warnings: list[WarningOfAnswer]
    kind: Kind | UnsetType = UNSET
    lasts: LastsOfAnswer | UnsetType | None = UNSET
    over_the_move: OverTheMoveOfAnswer | UnsetType | None = UNSET
    paid_beside: PaidBesideOfAnswer | UnsetType | None = UNSET
    pattern: Pattern | UnsetType | None = UNSET
    change: PayslipLines | UnsetType = UNSET  # type: ignore[valid-type]
    take_home_change: float | UnsetType = UNSET
    gross_change: float | UnsetType = UNSET
    share_of_rise_kept: float | UnsetType | None = UNSET
    fall_absorbed: float | UnsetType | None = UNSET
    verdict: Verdict | UnsetType = UNSET
    headline: str | UnsetType = UNSET
    catch_up_year: Year | UnsetType | None = UNSET
    first_year_ahead: Year | UnsetType | None = UNSET
    catch_up_margin: float | UnsetType = UNSET
    catch_up_is_thin: bool | UnsetType = UNSET
    break_even: BreakEvenOfAnswer | UnsetType = UNSET
    what_else: WhatElseOfAnswer | UnsetType = UNSET
    going_back: float | UnsetType | None = UNSET
    final_salary: PensionChange | UnsetType = UNSET
    final_salary_for_each_year: FinalSalaryForEachYear | UnsetType | None = UNSET
    unstated: UnstatedOfAnswer | UnsetType | None = UNSET
    take_home_change_if_annex_5_counts: float | UnsetType | None = UNSET
    take_home_change_if_annex_5_does_not_count: float | UnsetType | None = UNSET
    take_home_change_by_step: list[float] | UnsetType = UNSET
    career: list[YearOfAnswer] | UnsetType = UNSET


class AssumptionOfAnswer(_Contract):
    """Something taken for granted."""

    id: str
    words: str
    status: str


class ComparisonAnswer(_Contract):
    """The answer of `paymodel compare`: by policy, the post held first, then the posts offered."""

    scenario: ScenarioOfAnswer
    run: RunOfAnswer
    results: list[ResultOfAnswer]
    assumptions: list[AssumptionOfAnswer]


class HoursByRate(_Contract):
    """Hours a week by the rate at which Section 2 pays them."""

    plain: float
    saturday_night: float
    sunday_holiday: float


class RunOfRota(_Contract):
    """What answered: the version, the rules, and the status of each figure that was used."""

    version: str
    nation: str
    as_at: Day
    band: str
    statuses: dict[str, str]
    public_holidays_left_out: list[Day]
    not_payroll: str


class RotaAnswer(_Contract, kw_only=True):
    """The answer of `paymodel rota`: percentages are of basic pay, null where the rules set none.

    The pounds are there where the app wrote it; `read_as` where it is of a grid, and says how the grid was read.
    """

    title: str
    status: str
    hours_a_week: HoursByRate
    annex_5_hours_a_week: float | None
    annex_5_percent: float | None
    section_2_percent: float | None
    attendances_a_week: float
    weeks_in_cycle: int
    paid_hours_a_week: float
    public_holidays_in_the_pay_year: float
    days_travelled_a_year: float
    extra_hours_a_week: float
    overtime_hours_a_week: float
    lieu_hours_a_week: float
    section_2_pounds_a_year: float | UnsetType | None = UNSET
    section_2_take_home_pounds_a_year: float | UnsetType | None = UNSET
    annex_5_pounds_a_year: float | UnsetType | None = UNSET
    annex_5_take_home_pounds_a_year: float | UnsetType | None = UNSET
    least_rest_hours: float | None
    read_as: list[str] | UnsetType = UNSET
    run: RunOfRota


class BecauseOfHistory(_Contract):
    """What each cause did to the change of take-home pay since the year `since`; they add up to the penny."""

    points: float
    hours: float
    promotion: float
    tiers: float
    tax_and_national_insurance: float


class YearOfHistory(_Contract):
    """A move in a pay year; null throughout, but for `refused`, where the rules of the year cannot answer.

    Per cent are of the take-home pay, and of the whole-time basic pay, of the post held. `break_even_premium` is that
    of `compare`: 0 where the move pays without one, null where none would do. `because` is null for the first year that
    is answered.
    """

    pay_year: str
    as_at: Day
    policy: str
    post: str
    pattern: Pattern | None
    take_home_change: float | None
    take_home_change_percent: float | None
    take_home_change_in_pounds_of_the_last_year: float | None
    gross_change: float | None
    basic_step_percent: float | None
    share_of_rise_kept: float | None
    break_even_premium: float | None
    since: str | None
    because: BecauseOfHistory | None
    statuses: dict[str, str]
    refused: str | None


class HistoryAnswer(_Contract):
    """The answer of `paymodel history`: each move in each pay year. `prices` is the index that the user stated."""

    scenario: ScenarioOfAnswer
    run: RunOfAnswer
    held: list[str]
    left_out: list[str]
    prices: dict[str, float] | None
    years: list[YearOfHistory]
    assumptions: list[AssumptionOfAnswer]


class ShareOfBasicPay(_Contract, kw_only=True):
    """Mean pay of a person of a staff group and band (null: of all), and shares of basic pay; null: not published."""

    staff_group: str
    band: str | None
    basic_pay: float | None
    unsocial_pay: float | None
    overtime_pay: float | None
    unsocial_percent: float | None
    overtime_percent: float | None
    sample_size: int | None
    fte: float | None
    headcount: float | None


class MoveOfAverage(_Contract, kw_only=True):
    """What a move to a post does to the average of a staff group and band at a step, pounds a year."""

    post: str
    band_of_post: str
    pattern: Pattern | None
    staff_group: str
    band: str
    step: str
    unsocial_percent: float | None
    overtime_percent: float | None
    take_home_pay: float
    take_home_change: float
    fte: float | None
    headcount: float | None


class PublishedAnswer(_Contract, kw_only=True):
    """The answer of `paymodel published`: averages, not people. `posts` and `as_at` are null where none were given."""

    what_it_is: str
    month: str | None
    month_of_people: str | None
    shares: list[ShareOfBasicPay]
    posts: str | None
    as_at: str | None
    estimate: list[MoveOfAverage]
    figures_not_confirmed: list[str]
    read_as: list[str]
    source: str
    not_payroll: str
    version: str


ANSWERS: dict[str, type[msgspec.Struct]] = {
    "compare-answer": ComparisonAnswer,
    "history-answer": HistoryAnswer,
    "published-answer": PublishedAnswer,
    "rota-answer": RotaAnswer,
}
"""What the JSON of a command holds, by the name of its schema."""


def to_json(answer: object) -> str:
    """An answer as JSON: keys in their order, no number that JSON does not know, a line break at the end.

    >>> to_json(HoursByRate(plain=1.0, saturday_night=0.5, sunday_holiday=0.0)).splitlines()[1]
    '  "plain": 1.0,'
    """
    return json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False, default=_keys_of) + "\n"


def _keys_of(part: msgspec.Struct) -> dict[str, Any]:
    held = zip(part.__struct_encode_fields__, msgspec.structs.astuple(part), strict=True)
    return {key: value for key, value in held if value is not UNSET}


def answer_schemas() -> dict[str, str]:
    """The JSON Schema of each answer, by the name of its file."""
    return {f"{name}.json": to_json(schema_of_answer(name)) for name in ANSWERS}


def schema_of_answer(name: str) -> dict[str, Any]:
    """The JSON Schema of one answer.

    >>> schema_of_answer("rota-answer")["$ref"]
    '#/$defs/RotaAnswer'
    """
    title = f"paymodel {__version__}: {name.replace('-', ' ')}"
    return {"$schema": DRAFT, "title": title, "$comment": NOT_PAYROLL, **msgspec.json.schema(ANSWERS[name])}
