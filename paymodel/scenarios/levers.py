"""Levers: what may be moved on one offer of a scenario, and what each value of it changes in the scenario's file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from paymodel.files.yaml_documents import Document
from paymodel.moves.break_evens import percent_of_basic_pay
from paymodel.moves.comparison import Case, Scenario
from paymodel.moves.kinds import rises
from paymodel.moves.posts import Post, placed
from paymodel.moves.remedied_offer import RemedyKind, hours_with_clinical_weeks
from paymodel.moves.remedies import WEEKS_IN_THE_CYCLE, Remedy, remedies
from paymodel.pay.job import BANDS, NO_BAND, WEEKS_IN_A_YEAR
from paymodel.pay.payslips import annex_5_share, whole_time_basic_pay
from paymodel.pay.rules.premium import NORMAL_MAXIMUM_SHARE
from paymodel.rounding import as_array
from paymodel.scenarios.load import what_ifs_of
from paymodel.scenarios.offered_posts import HELD, Opening, Openings, PostsFile, checked_openings
from paymodel.scenarios.schema import OfferFile, PolicyFile, ScenarioFile
from paymodel.scenarios.stated_keys import ENHANCED_HOURS
from paymodel.scenarios.what_ifs import WhatIfs, case_of

AS_IT_STANDS = "As it is"
IN_PER_CENT = "long-term premium in per cent"
MOST_STEPS = 50
"""How many values of a lever in pounds are tried, about."""
LEAST_REACH = 5_000.0
"""Pounds a year that a lever in pounds reaches at least."""
HOURS_STEP, LEAST_HOURS = 0.5, 10.0
ROUND = (50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0)
Change = dict[str, Any]
"""What a policy of a scenario changes: dotted paths to values."""


@dataclass(frozen=True, eq=False)
class Lever:
    """Something of one offer that may be set to other values.

    `values` rise, in `unit`; `rest` is where it stands now. `smallest` is the smallest value that leaves no loss, as
    the remedy of the same kind found it: None where none would do. `changes` makes of a value what a policy changes,
    for somebody of a whole time equivalent.
    """

    kind: str
    unit: str
    values: tuple[float, ...]
    rest: float
    smallest: float | None
    changes: Callable[[float, float], Change]


@dataclass(frozen=True, eq=False)
class LeverContext:
    """What a lever moves: one offer of a scenario with one pattern, under one of its policies."""

    document: Document
    folder: Path
    policy: int
    offer: int
    pattern: str | None
    case: Case
    remedies: tuple[Remedy, ...]

    @classmethod
    def of_offer(
        cls, document: Document, folder: Path, scenario: Scenario, policy: int, offer: int, pattern: str | None
    ) -> "LeverContext":
        """The context of a scenario and its document. Raises `Refused` where remedies cannot be found."""
        case = scenario.cases[policy]
        post = replace(placed(case.current, case.offers[offer], case.rule_book), pattern=pattern)
        of_offer = remedies(case, case.offers[offer], same_pattern=pattern == "same")
        return cls(document, folder, policy, offer, pattern, replace(case, offers=(post,)), of_offer)

    @property
    def post(self) -> Post:
        """The post offered, at the step that it starts on."""
        return self.case.offers[0]

    @property
    def policy_file(self) -> PolicyFile:
        """The policy that the lever stands on."""
        return self.what_ifs.terms.policies[self.policy]

    @cached_property
    def what_ifs(self) -> WhatIfs[ScenarioFile]:
        """The scenario, to be asked under changes."""
        return what_ifs_of(self.document, self.folder)

    @cached_property
    def offer_stated(self) -> OfferFile:
        """What the file says of the post offered, as the policy changes it."""
        changed = self.what_ifs.changed(self.policy_file, self.policy)
        return changed.terms.offers[self.offer]

    def without(self, keys: Iterable[str]) -> Change:
        """What takes away those of some keys that the post offered states."""
        return {_path_of(self, key): None for key in keys if getattr(self.offer_stated, key) is not None}

    def smallest(self, kind: str) -> float | None:
        """The smallest value of a kind of remedy that leaves no loss."""
        return next((remedy.value for remedy in self.remedies if remedy.kind == kind), None)

    def status(self, kind: str) -> str:
        """The status of a kind of remedy: assumed where the rules in force do not provide it."""
        return next((remedy.status for remedy in self.remedies if remedy.kind == kind), "confirmed")


def levers_of(context: LeverContext) -> list[Lever]:
    """Every lever of an offer, in the order in which they are shown. Remedies that no scenario can state have none.

    >>> from paymodel.scenarios.load import open_scenario, scenario_of
    >>> document, folder = open_scenario("paramedic-to-operations-manager")
    >>> scenario = scenario_of(document, folder, "a-move")
    >>> context = LeverContext.of_offer(document, folder, scenario, 0, 0, "different")
    >>> lever = levers_of(context)[0]
    >>> str(lever.kind), lever.smallest, lever.changes(2619.0, 1.0)
    ('long-term premium', 2619.0, {'offers.0.long_term_premium': '2619'})
    """
    return [
        *_levers_of_premiums(context),
        *_levers_of_the_scale(context),
        *_levers_of_hours(context),
        *_levers_of_rules(context),
    ]


def _levers_of_premiums(context: LeverContext) -> Iterator[Lever]:
    job, rule_book = context.post.job, context.case.rule_book
    basic = float(whole_time_basic_pay(job, rule_book))

    def pounds_lever(kind: str, now: float, changes: Callable[[float, float], Change]) -> Lever:
        smallest = context.smallest(kind)
        reach = min(max(LEAST_REACH, 2 * max(smallest or 0.0, now)), basic)
        return _lever(kind, "pounds a year", _grid(0.0, reach), now, smallest, changes)

    def premium(name: str) -> float:
        return float(getattr(job, name) + as_array(getattr(job, f"{name}_share")) * basic)

    yield pounds_lever(
        RemedyKind.LONG_TERM,
        premium("long_term_premium"),
        lambda value, _: {_path_of(context, "long_term_premium"): _text(value)},
    )
    percents = np.arange(round(NORMAL_MAXIMUM_SHARE * 100) + 1).astype(float)
    held = round(100 * premium("long_term_premium") / basic, 2) if basic else 0.0
    needed = context.smallest(RemedyKind.LONG_TERM)
    enough = None if needed is None else percent_of_basic_pay(needed, basic)
    yield _lever(
        IN_PER_CENT,
        "per cent of basic pay",
        percents,
        held,
        enough,
        lambda value, _: {_path_of(context, "long_term_premium"): f"{_text(value)}%"},
    )
    yield pounds_lever(
        RemedyKind.SHORT_TERM,
        premium("short_term_premium"),
        lambda value, _: {_path_of(context, "short_term_premium"): _text(value)},
    )
    on_call = float(
        as_array(job.on_call_payment) + as_array(job.on_call_share) * basic * as_array(job.whole_time_equivalent)
    )
    yield pounds_lever(RemedyKind.ON_CALL, on_call, lambda value, share: _on_call(context, value / share))


def _on_call(context: LeverContext, pounds: float) -> Change:
    """An on-call payment, as the post states it now."""
    if context.offer_stated.on_call_payment is not None:
        return {_path_of(context, "on_call_payment"): _text(pounds)}
    pensionable = "yes" if bool(context.post.job.on_call_pensionable) else "no"
    return {_path_of(context, "on_call"): {"pounds_a_year": _text(pounds), "pensionable": pensionable}}


def _levers_of_the_scale(context: LeverContext) -> Iterator[Lever]:
    job, points = context.post.job, context.case.rule_book.pay_points
    band, step = int(as_array(job.band)), int(as_array(job.step))
    if band == NO_BAND or not np.isnan(as_array(job.basic_pay)):
        return
    steps = np.arange(1, points.steps(band) + 1).astype(float)
    yield _lever(
        RemedyKind.STARTING_STEP,
        f"the step of band {BANDS[band]}",
        steps,
        float(step),
        context.smallest(RemedyKind.STARTING_STEP),
        lambda value, _: {_path_of(context, "step"): _text(value)},
    )
    if context.case.award:  # an award comes after the scale, so no figure of the scale is what is paid
        return
    now = float(points.pounds[band, step - 1])
    smallest = context.smallest(RemedyKind.NEW_PAY_POINT)
    reach = max(LEAST_REACH, 2 * ((smallest or now) - now))

    def raised(value: float, _: float) -> Change:
        higher = enumerate(points.pounds[band, : points.steps(band)].tolist())
        return {
            f"scales.pay-points.{BANDS[band]}.{number}.pounds": _text(value)
            for number, pounds in higher
            if number == step - 1 or (number >= step and pounds < value)
        }

    yield _lever(RemedyKind.NEW_PAY_POINT, "pounds a year", now + _grid(0.0, reach), now, smallest, raised)


def _levers_of_hours(context: LeverContext) -> Iterator[Lever]:
    current, offer, rule_book = context.case.current, context.post, context.case.rule_book
    job = offer.job
    if not np.isnan(as_array(job.unsocial_hours_payment)):
        return

    def hours(saturday_night: float, sunday_holiday: float) -> Change:
        keys = ("rota", "if_hours_differ", "saturday_night_hours_a_year", "sunday_holiday_hours_a_year")
        return context.without(keys) | {
            _path_of(context, "saturday_night_hours_a_week"): _text(saturday_night / WEEKS_IN_A_YEAR),
            _path_of(context, "sunday_holiday_hours_a_week"): _text(sunday_holiday / WEEKS_IN_A_YEAR),
        }

    if current.enhanced_hours() is not None:

        def weeks(value: float, share: float) -> Change:
            blended = hours_with_clinical_weeks(current, offer, np.asarray(value), WEEKS_IN_THE_CYCLE)
            return hours(*(float(hours_a_year) / share for hours_a_year in blended.values()))

        yield _lever(
            RemedyKind.CLINICAL_WEEKS,
            f"weeks in {WEEKS_IN_THE_CYCLE}",
            np.arange(WEEKS_IN_THE_CYCLE + 1).astype(float),
            0.0,
            context.smallest(RemedyKind.CLINICAL_WEEKS),
            weeks,
        )
    own = float(as_array(job.saturday_night_hours_a_year)), float(as_array(job.sunday_holiday_hours_a_year))
    room = rule_book.weekly_hours * float(as_array(job.whole_time_equivalent)) - sum(own) / WEEKS_IN_A_YEAR
    if room <= 0:
        return
    smallest = context.smallest(RemedyKind.HOURS_KEPT)
    reach = min(max(LEAST_HOURS, 2 * (smallest or 0.0)), room)
    yield _lever(
        RemedyKind.HOURS_KEPT,
        "hours a week on top",
        np.arange(0.0, reach + 1e-9, HOURS_STEP),
        0.0,
        smallest,
        lambda value, share: hours((own[0] + value * WEEKS_IN_A_YEAR) / share, own[1] / share),
    )


def _levers_of_rules(context: LeverContext) -> Iterator[Lever]:
    current, job, rule_book = context.case.current, context.post.job, context.case.rule_book
    # an award comes after what is stated, and raises a payment
    if (
        current.on_annex_5
        and not context.post.on_annex_5
        and np.isnan(as_array(job.unsocial_hours_payment))
        and not context.case.award
    ):
        kept = round(float(annex_5_share(current.job, rule_book)) * 100, 2)
        basic = float(whole_time_basic_pay(job, rule_book)) * float(as_array(job.whole_time_equivalent))

        def payment(value: float, share: float) -> Change:
            # a promotion ends Annex 5, so that a scenario states what the percentage would come to
            pounds = _text(round(value / 100 * basic / share, 2))
            return context.without(ENHANCED_HOURS) | {_path_of(context, "unsocial_hours_payment"): pounds}

        values = np.append(np.arange(0.0, kept), kept)
        up = bool(rises(current.job, job))
        kind = RemedyKind.ANNEX_5_KEPT if up else RemedyKind.ANNEX_5_GOES_ON
        yield _lever(kind, "per cent", values, 0.0, context.smallest(kind), payment)
    band = int(as_array(job.band))
    if band != NO_BAND and float(as_array(job.overtime_hours_a_year)) and band not in rule_book.overtime.bands:
        paid = [BANDS[code] for code in sorted({*rule_book.overtime.bands, band})]
        smallest = context.smallest(RemedyKind.OVERTIME_PAID)
        yield _lever(
            RemedyKind.OVERTIME_PAID,
            "rule",
            np.array([0.0, 1.0]),
            0.0,
            smallest,
            lambda _, __: {"scales.overtime.bands": paid},
        )


def _lever(
    kind: str,
    unit: str,
    values: np.ndarray,
    rest: float,
    smallest: float | None,
    changes: Callable[[float, float], Change],
) -> Lever:
    """A lever whose values also hold where it stands, and the smallest that leaves no loss."""
    held = {*(round(float(value), 2) for value in values), rest, *(() if smallest is None else (smallest,))}
    return Lever(kind, unit, tuple(sorted(held)), rest, smallest, changes)


def _grid(low: float, reach: float) -> np.ndarray:
    """Round values from one to somewhat beyond a reach, not many more than `MOST_STEPS`."""
    step = next((step for step in ROUND if reach / step <= MOST_STEPS), ROUND[-1])
    return low + np.arange(0.0, np.ceil(reach / step) + 1) * step


def _path_of(context: LeverContext, key: str) -> str:
    return f"offers.{context.offer}.{key}"


def _text(value: float) -> str:
    return f"{value:.8g}"


def policy_names(lever: Lever) -> list[str]:
    """What the policies of `policies_along` are called: how the offer stands, and each value of the lever."""
    return [AS_IT_STANDS, *(_text(value) for value in lever.values)]


def policies_along(context: LeverContext, lever: Lever, share: float = 1.0) -> list[dict[str, Any]]:
    """The policy that the lever stands on, and one for each of its values on top, as a scenario's file holds them.

    `share` is the whole time equivalent of the person whose payments and hours the values are.
    """
    stands = dict(context.policy_file.change)
    changes = (stands, *(changed_to(lever, value, stands, share) for value in lever.values))
    return [{"name": name, "change": change} for name, change in zip(policy_names(lever), changes, strict=True)]


def changed_to(lever: Lever, value: float, stands: Mapping[str, Any], share: float = 1.0) -> Change:
    """What a policy changes that sets a lever to a value, on top of what stands. Where the lever rests, that alone."""
    return dict(stands) if value == lever.rest else {**stands, **lever.changes(value, share)}


def cases_along(context: LeverContext, lever: Lever) -> list[Case]:
    """One case for how the offer stands and one for each value of the lever, with this offer alone. Raises `Faults`."""
    policies = [PolicyFile(**policy) for policy in policies_along(context, lever)]
    cases = [case_of(context.what_ifs, policy, context.policy, with_career=False) for policy in policies]
    return [replace(case, offers=(replace(case.offers[context.offer], pattern=context.pattern),)) for case in cases]


NOT_OF_AN_OPENING = (
    *("lasts_weeks", "lasts_months", "lasts_years", "blocks", "move", "same_post", "years_in_band"),
    *("one_off_payment", "protection"),
)
SHARED = ("title", "as_at", "nation", "switches", "award", "posts", "rotas")


def openings_along(context: LeverContext, lever: Lever, open_to: Mapping[str, Sequence[str]]) -> Openings:
    """The offer as a post put to a workforce, as it stands and with each value of the lever. Raises `Faults`."""
    share = float(as_array(context.post.job.whole_time_equivalent))
    policies = [PolicyFile(**policy) for policy in _for_people(context, policies_along(context, lever, share))]
    terms, offer = context.what_ifs.terms, context.what_ifs.terms.offers[context.offer]
    stated = {key: getattr(offer, key) for key in offer.__struct_fields__ if key not in NOT_OF_AN_OPENING}
    opening = Opening(
        **{**stated, **_pattern_for_people(context)}, open_to={name: list(values) for name, values in open_to.items()}
    )
    file = PostsFile(**{key: getattr(terms, key) for key in SHARED}, offers=[opening])
    document = Document(context.document.file, {"nation": terms.nation})
    return checked_openings(Openings(document, document, context.folder, file, policies))


def posts_and_policies(
    context: LeverContext, policies: Sequence[Mapping[str, Any]], open_to: Mapping[str, Sequence[str]]
) -> tuple[Change, list[Change]]:
    """The offer as a file of posts, and policies of the scenario as a file of policies, for the people of a workforce.

    What a policy changes of the person or of the post held is left out: people in post have their own.
    """
    scenario = context.document.data
    offer = {key: value for key, value in scenario["offers"][context.offer].items() if key not in NOT_OF_AN_OPENING}
    offer |= _pattern_for_people(context)
    if open_to:
        offer["open_to"] = {name: list(values) for name, values in open_to.items()}
    posts = {**{key: scenario[key] for key in SHARED if key in scenario}, "offers": [offer]}
    return posts, _for_people(context, policies)


def _pattern_for_people(context: LeverContext) -> dict[str, str]:
    """The pattern of the offer: where the person works no unsocial hours none is said, but others do."""
    if context.pattern is not None:
        return {"pattern": context.pattern}
    return {"pattern": "different"} if context.case.rule_book.promotion_method == "maintain" else {}


def _for_people(context: LeverContext, policies: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Policies of the scenario for people in post, the offer being the only one."""
    for_people = []
    for policy in policies:
        kept = {path: value for path, value in policy["change"].items() if path.split(".")[0] not in HELD}
        kept = {
            _as_only_offer(path, context.offer): value for path, value in kept.items() if _is_about(path, context.offer)
        }
        for_people.append({**policy, "change": kept})
    return for_people


def _is_about(path: str, offer: int) -> bool:
    """Whether a path concerns the offer, or what all offers share."""
    first, _, rest = path.partition(".")
    return first != "offers" or rest.partition(".")[0] in ("all", str(offer))


def _as_only_offer(path: str, offer: int) -> str:
    """A path of an offer as that of the only one."""
    start = f"offers.{offer}."
    return f"offers.0.{path.removeprefix(start)}" if path.startswith(start) else path
