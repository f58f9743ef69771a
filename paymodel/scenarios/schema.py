"""The keys of scenario, post and policy files: what each may hold. Schemas are made from them too."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias

import msgspec
from msgspec import Meta

from paymodel.files.person_types import (
    Day,
    HoursAWeek,
    NationName,
    PercentText,
    Pounds,
    UnsocialHoursKind,
    type_of_field,
    with_plain_values,
)
from paymodel.files.rotas import RotaFile
from paymodel.files.value_types import BandName, Frequency, Key, Name, Rate, YesNo
from paymodel.pay.fields import Door, JobField, Kind
from paymodel.pay.job import fields_at
from paymodel.scenarios.uncertain_inputs import Plausibles

DEFAULT_POLICY = "In force"
HOURS = tuple(each.name.removesuffix("_a_year") for each in fields_at(Door.POSTS, Kind.HOURS))
"""Kinds of hours that a post may state, by the year or by the week."""

Fraction = Annotated[float, Meta(ge=0, le=1)]
MoveKind = Literal["promotion", "sideways", "down", "acting_up", "secondment", "rotation", "shadowing"]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mapping of a scenario or post file."""

    def __post_init__(self) -> None:
        """Values of a person are plain ones once they are read."""
        with_plain_values(self)


def _with_keys_of(base: type[_Strict], fields: Iterable[JobField]) -> Any:
    """A mapping with more keys, which state fields of a job: hours of a year by the year or by the week."""
    keys: list[tuple[str, Any, None]] = []
    for each in fields:
        keys.append((each.name, type_of_field(each) | None, None))
        if each.by_the_week:
            keys.append((each.by_the_week, HoursAWeek | None, None))
    return msgspec.defstruct("_StatedKeys", keys, bases=(base,), frozen=True, kw_only=True)


if TYPE_CHECKING:

    class _Shared(_Strict, frozen=True, kw_only=True):
        def __getattr__(self, key: str) -> Any: ...

else:
    _Shared = _with_keys_of(_Strict, (each for each in fields_at(Door.PERSON) if Door.POSTS in each.doors))


class _PersonKeys(_Shared, frozen=True, kw_only=True):
    tax_residence: NationName | None = None
    travel_cost_per_attendance: Annotated[float, Meta(ge=0, le=1_000)] | None = None


PERSON_KEYS = _PersonKeys.__struct_fields__


if TYPE_CHECKING:
    _OfPersons: TypeAlias = _PersonKeys
    _OfPosts: TypeAlias = _PersonKeys
else:
    _OfPersons = _with_keys_of(_PersonKeys, (each for each in fields_at(Door.PERSON) if Door.POSTS not in each.doors))
    _OfPosts = _with_keys_of(_PersonKeys, (each for each in fields_at(Door.POSTS) if not each.theirs))


class PersonFile(_OfPersons, frozen=True, kw_only=True):
    """Who: what stays the same whichever post is held, unless a post says otherwise."""

    years_in_band: Annotated[int, Meta(ge=0, le=60)] | None = None


class OnCall(_Strict, frozen=True, kw_only=True):
    """On-call availability, local: pounds a year as paid, or a percentage of basic pay."""

    role: Name | None = None
    frequency: Frequency | None = None
    pounds_a_year: Pounds | None = None
    percent: PercentText | None = None
    pensionable: YesNo = YesNo(1)


class PostFile(_OfPosts, frozen=True, kw_only=True):
    """A post: band, step, rota or hours, payments. Pounds a year."""

    name: Name | None = None
    post: Name | None = None
    unsocial_hours: UnsocialHoursKind | None = None
    rota: Name | None = None
    if_hours_differ: Literal["refuse", "scale", "overtime", "lieu"] | None = None
    on_call: OnCall | None = None


class BlocksFile(_Strict, frozen=True, kw_only=True):
    """Weeks in the post offered that alternate with weeks in the post held."""

    away: Annotated[float, Meta(gt=0, le=520)]
    home: Annotated[float, Meta(gt=0, le=520)]
    first: Literal["away", "home"] | None = None


class ProtectionFile(_Strict, frozen=True, kw_only=True):
    """Local pay protection: how long, which part of the fall is made up, and whether the pay made up to stays."""

    months: Annotated[float, Meta(gt=0, le=480)]
    taper: Annotated[tuple[PercentText, ...], Meta(min_length=1, max_length=40)] = (PercentText("100%"),)
    mark_time: YesNo = YesNo(1)


class OfferFile(PostFile, frozen=True, kw_only=True):
    """A post offered, and how it is moved to."""

    same_post: YesNo | None = None
    years_in_band: Annotated[int, Meta(ge=0, le=60)] | None = None
    pattern: Literal["same", "different", "unsure"] | None = None
    move: MoveKind | None = None
    lasts_weeks: Annotated[float, Meta(gt=0, le=2_080)] | None = None
    lasts_months: Annotated[float, Meta(gt=0, le=480)] | None = None
    lasts_years: Annotated[float, Meta(gt=0, le=40)] | None = None
    blocks: BlocksFile | None = None
    one_off_payment: Annotated[float, Meta(ge=0, le=1_000_000)] | None = None
    protection: ProtectionFile | None = None


class LibraryPost(PostFile, frozen=True, kw_only=True):
    """A post of a post library."""

    key: Key
    group: Name
    status: Name


class PostLibrary(_Strict, frozen=True, kw_only=True):
    """A post library: posts that scenarios refer to by key."""

    title: Name
    note: Annotated[str, Meta(max_length=2000)] = ""
    posts: Annotated[list[LibraryPost], Meta(min_length=1, max_length=2000)]


class PolicyFile(_Strict, frozen=True, kw_only=True):
    """A policy: changes to the scenario (dotted path to value), with a reason."""

    name: Name
    because: Annotated[str, Meta(max_length=500)] = ""
    change: dict[str, Any] = {}


class SwitchesFile(_Strict, frozen=True, kw_only=True):
    """Choices where the law or local practice is unsure."""

    exactly_half_counts: YesNo | None = None
    break_taken_from: Literal["mid-shift", "lower", "higher"] | None = None
    annex_5_edge: Literal["lower_bound_in", "upper_bound_in"] | None = None
    annex_5_protected: YesNo | None = None
    annex_5_in_a_new_post: Literal["ends", "goes_on"] | None = None
    promotion_method: Literal["maintain", "first_higher_point"] | None = None
    same_pattern_minimum_share: Fraction | None = None
    top_step_stays_top: YesNo | None = None
    same_within_pounds_a_month: Annotated[float, Meta(ge=0, le=1_000)] | None = None
    thin_margin_pounds: Annotated[float, Meta(ge=0, le=100_000)] | None = None
    scotland_pension_table: Literal["1", "2"] | None = None
    scotland_overtime_bands_8_and_9: YesNo | None = None
    northern_ireland_sickness_keeps_section_2: YesNo | None = None
    wales_sickness_beyond_first_week: Fraction | None = None
    annual_leave_days: Annotated[float, Meta(ge=0, le=60)] | None = None
    weekend_public_holidays: Literal["both", "substitute"] | None = None
    public_holiday_over_the_cap: Literal["weekend_day", "substitute"] | None = None
    first_year_public_holidays: Literal["calendar", "usual"] | None = None
    unverified_public_holidays: YesNo | None = None
    salary_sacrifice_lowers_pensionable_pay: YesNo | None = None
    part_month_by: Literal["days_of_the_month", "days_of_the_year"] | None = None
    pension_tier_by: Literal["post", "month", "april"] | None = None
    enhancements_in_arrears: YesNo | None = None
    national_insurance_rounding: Literal["half_down", "third_decimal"] | None = None


if TYPE_CHECKING:
    _From: TypeAlias = _Strict
else:
    # a key that is a word of Python
    _From = msgspec.defstruct("_From", [("from", Day | None, None)], bases=(_Strict,), frozen=True, kw_only=True)


class AwardFile(_From, frozen=True, kw_only=True):
    """A pay award: a percentage of every pay point, pounds on top, and what becomes of the pension tiers.

    `by_band` are percentages of bands in place of that of all; `from` is the first day that it is paid for.
    """

    ORDER: ClassVar = ("percent", "by_band", "pounds", "pension_tiers", "from")

    percent: Rate = Rate(0)
    by_band: Annotated[dict[BandName, Rate], Meta(max_length=12)] = msgspec.field(default_factory=dict)
    pounds: Annotated[float, Meta(ge=0, le=20_000)] = 0.0
    pension_tiers: Literal["rise", "stay"] = "rise"

    def __post_init__(self) -> None:
        """Keys of a mapping are read as they are: a band that there is not is refused here."""
        super().__post_init__()
        for band in self.by_band:
            BandName.read(band)


class MoveFile(_Strict, frozen=True, kw_only=True):
    """A move of a career path: to which offer, at the start of which year."""

    to: Name
    in_year: Annotated[int, Meta(ge=1, le=40)]
    pattern: Literal["same", "different"] | None = None


class PathFile(_Strict, frozen=True, kw_only=True):
    """A career path: moves one after the other."""

    name: Name
    moves: Annotated[list[MoveFile], Meta(min_length=1, max_length=40)]


class CareerFile(_Strict, frozen=True, kw_only=True):
    """Careers: paths beside those that are always there, the award of each later year, and yearly rates."""

    award_a_year: AwardFile = AwardFile()
    discount_rate: Rate | None = None
    pension_revaluation: Rate | None = None
    paths: Annotated[list[PathFile], Meta(max_length=20)] = []

    def __post_init__(self) -> None:
        """The award of a later year has no day of its own."""
        super().__post_init__()
        if getattr(self.award_a_year, "from", None):
            raise ValueError("award_a_year is paid from the start of each year; leave its 'from' out")


class Terms(_Strict, frozen=True, kw_only=True):
    """What is offered, where and when: the posts, the choices that pay rests on, and the rotas that posts may name.

    A scenario is terms and a person with the post held; a file of posts for a workforce is terms alone.
    """

    ORDER: ClassVar = (
        *("title", "note", "question", "as_at", "nation", "person", "current", "offers", "policies", "horizon_years"),
        *("switches", "award", "career", "posts", "rotas", "if_hours_differ", "plausible"),
    )

    title: Name
    as_at: Day
    nation: NationName
    offers: Annotated[Sequence[OfferFile], Meta(min_length=1, max_length=1000)]
    switches: SwitchesFile = SwitchesFile()
    award: AwardFile = AwardFile()
    posts: Name | None = None
    rotas: Annotated[dict[str, RotaFile], Meta(max_length=100)] = {}
    plausible: Plausibles = {}


class ScenarioFile(Terms, frozen=True, kw_only=True):
    """A scenario as its file holds it: terms, and a person with the post held."""

    question: Annotated[str, Meta(max_length=500)] = ""
    person: PersonFile = PersonFile()
    current: PostFile
    policies: Annotated[list[PolicyFile], Meta(min_length=1, max_length=1000)] = msgspec.field(
        default_factory=lambda: [PolicyFile(name=DEFAULT_POLICY)]
    )
    horizon_years: Annotated[int, Meta(ge=1, le=40)] = 10
    career: CareerFile = CareerFile()
