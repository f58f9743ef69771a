"""What a post says of itself: the keys that are stated, what the others are, and which say the same in other words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from paymodel.files.yaml_documents import Place
from paymodel.pay.award import NO_AWARD, Award
from paymodel.pay.fields import Door, Kind
from paymodel.pay.job import BAND_CODE, FIELDS
from paymodel.scenarios.schema import (
    HOURS,
    PERSON_KEYS,
    AwardFile,
    OfferFile,
    OnCall,
    PostFile,
)

Keys = TypeVar("Keys", bound=PostFile)


@dataclass(frozen=True, eq=False)
class StatedKeys:
    """What a post says: the keys that it states, those with the person's and the defaults, and numbers of its job."""

    stated: Mapping[str, Any]
    given: Mapping[str, Any]
    numbers: Mapping[str, Any]


PERSONS = frozenset(PERSON_KEYS)
_AS_GIVEN = (Kind.POUNDS, Kind.SHARE, Kind.COUNT, Kind.YEARS, Kind.YES_NO)
AS_GIVEN = (
    *(each.name for each in FIELDS.values() if each.doors & (Door.POSTS | Door.PERSON) and each.kind in _AS_GIVEN),
    "high_cost_area",
)
"""Keys whose value goes into the job as it is."""
UNSTATED: dict[str, Any] = {
    **{name: FIELDS[name].default for name in (*AS_GIVEN, "student_loan")},
    "travel_cost_per_attendance": None,
}
"""What holds where neither the post nor the person says otherwise."""
STATED_HOURS = frozenset(f"{kind}_{unit}" for kind in HOURS for unit in ("a_week", "a_year"))
ENHANCED_HOURS = frozenset(name for name in STATED_HOURS if name.startswith(("saturday_night", "sunday_holiday")))
OVERTIME_HOURS = frozenset(name for name in STATED_HOURS if "overtime" in name)
EXTRA_HOURS = frozenset(name for name in STATED_HOURS if name.startswith("extra_hours"))
MAY_BE_NONE = {
    "overtime": OVERTIME_HOURS | EXTRA_HOURS,
    "on_call": frozenset({"on_call", "on_call_payment"}),
    "marriage_allowance": frozenset({"marriage_allowance"}),
}
"""What a post or a person may state there is none of: the keys that say so."""
IN_OTHER_WORDS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"band"}), frozenset({"basic_pay"})),
    (frozenset({"on_call_payment"}), frozenset({"on_call"})),
    (frozenset({"on_call"}), frozenset({"on_call_payment"})),
    *((frozenset({f"{kind}_a_week"}), frozenset({f"{kind}_a_year"})) for kind in HOURS),
    *((frozenset({f"{kind}_a_year"}), frozenset({f"{kind}_a_week"})) for kind in HOURS),
    (frozenset({"rota"}), ENHANCED_HOURS | {"annex_5_hours_a_week", "unsocial_hours_payment"}),
    (ENHANCED_HOURS, frozenset({"rota", "if_hours_differ", "annex_5_hours_a_week", "unsocial_hours_payment"})),
    (frozenset({"annex_5_hours_a_week"}), ENHANCED_HOURS | {"rota", "if_hours_differ", "unsocial_hours_payment"}),
    (frozenset({"annex_5_hours_a_week"}), frozenset({"annex_5_percent"})),
    (frozenset({"annex_5_percent"}), frozenset({"annex_5_hours_a_week", "unsocial_hours_payment"})),
    (frozenset({"unsocial_hours_payment"}), frozenset({"annex_5_hours_a_week", "annex_5_percent"})),
)
"""Where a scenario states the first, a library post that it names loses the second."""


def award_of(file: AwardFile) -> Award:
    """The pay award that a file states, or none."""
    by_band = sorted((BAND_CODE[band], float(share)) for band, share in file.by_band.items())
    award = Award(
        float(file.percent), file.pounds, file.pension_tiers == "rise", tuple(by_band), getattr(file, "from", None)
    )
    return award if award or award.since else NO_AWARD


def stated_in(keys: msgspec.Struct) -> dict[str, Any]:
    """What a post or a person states, by key."""
    return {name: value for name, value in msgspec.structs.asdict(keys).items() if value is not None}


def merged_with_library(library: PostFile, keys: Keys) -> Keys:
    """A library post with the scenario's own keys in place of its, and of those that say the same in other words."""
    shared = {name: getattr(library, name) for name in PostFile.__struct_fields__}
    own = stated_in(keys)
    for stated, replaced in IN_OTHER_WORDS:
        if own.keys() & stated:
            shared |= dict.fromkeys(replaced)
    if own.get("unsocial_hours") == "section_2":
        shared |= dict.fromkeys(("annex_5_percent", "annex_5_hours_a_week"))
    return type(keys)(**{**shared, **own})


def in_the_same_post(held: PostFile, offer: OfferFile) -> OfferFile:
    """An offer of the post held itself: what it does not state is as it is held, and Annex 5 is estimated again."""
    own = stated_in(offer)
    keys = merged_with_library(held, offer)
    paid_annex_5 = held.unsocial_hours == "annex_5" or held.annex_5_percent or held.annex_5_hours_a_week
    if paid_annex_5 and own.get("unsocial_hours") is None and "unsocial_hours_payment" not in own:
        keys = msgspec.structs.replace(keys, unsocial_hours="annex_5")
    if own.keys() & ({"rota", "annex_5_hours_a_week"} | ENHANCED_HOURS) and "annex_5_percent" not in own:
        keys = msgspec.structs.replace(keys, annex_5_percent=None)
    return msgspec.structs.replace(keys, name=offer.name)


def on_call_faults(on_call: OnCall) -> Iterator[tuple[Place, str]]:
    """What is wrong with what a post says of on-call: its place and the words."""
    if on_call.pounds_a_year is not None and on_call.percent is not None:
        yield ("on_call", "percent"), "stands beside pounds_a_year; give one of them"
    if on_call.pounds_a_year is None and on_call.percent is None:
        yield ("on_call",), "needs pounds_a_year or percent: it is local and has no national value"
