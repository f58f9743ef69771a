"""What-ifs: terms under the changes of a policy, or at a point of a sweep. Each makes only what its changes touch.

Sweeps, levers, sensitivity, policies and the posts of a workforce all ask here. A change gives terms whose other parts
are the same objects; a rule book, the hours of a rota and a post are each made once for all that they are made from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from paymodel.errors import Fault, Faults, NotInForce, Refused, shortened
from paymodel.files.changed_figures import changes_points
from paymodel.files.scales import Scales, load_policy
from paymodel.files.typed_paths import EVERY, LeadsNowhere, with_values
from paymodel.files.value_types import YesNo
from paymodel.files.yaml_documents import Document
from paymodel.moves.career_path import NO_PLAN
from paymodel.moves.comparison import Case, PolicyTerms
from paymodel.moves.kinds import DOWN, SIDEWAYS
from paymodel.moves.posts import Post
from paymodel.pay.award import Award, job_under_award, under_award
from paymodel.pay.rule_book import RuleBook, Switches
from paymodel.scenarios.move_builder import Moves
from paymodel.scenarios.post_builder import Builder
from paymodel.scenarios.schema import PersonFile, PolicyFile, ScenarioFile, SwitchesFile, Terms
from paymodel.scenarios.shared_reads import SharedReads
from paymodel.scenarios.stated_keys import award_of

AnyTerms = TypeVar("AnyTerms", bound=Terms)
SCALES = "scales."
"""What the path of a figure of the scales begins with."""


@dataclass(frozen=True, eq=False)
class WhatIfs(Generic[AnyTerms]):
    """Terms, and where they come from: the document that names places, the folder of its paths, what was read before.

    Relative paths start from `folder`, if given, and stay in it. `shared` holds afterwards which files were read.
    """

    document: Document
    terms: AnyTerms
    folder: Path | None
    scales: Scales | None = None
    shared: SharedReads = field(default_factory=SharedReads)

    def changed(self, policy: PolicyFile, index: int) -> "Changed[AnyTerms]":
        """The terms under one policy (the one at `index`). Raises `Faults`."""
        of_scales = {path: value for path, value in policy.change.items() if path.startswith(SCALES)}
        of_terms = {path: value for path, value in policy.change.items() if path not in of_scales}
        nowhere = {path: words for path in of_terms if (words := _fixed(path))}
        unsound: tuple[Fault, ...] = ()
        terms: AnyTerms = self.terms
        try:
            open_changes = {path: value for path, value in of_terms.items() if path not in nowhere}
            terms = with_values(self.document, self.terms, open_changes)
        except LeadsNowhere as error:
            nowhere |= error.why
        except Faults as error:
            unsound = error.faults
        if nowhere:
            at = ("policies", index, "change")
            raise Faults(self.document.fault((*at, path), nowhere[path]) for path in of_terms if path in nowhere)
        if unsound:
            raise Faults(unsound)
        scale_changes = {path.removeprefix(SCALES): value for path, value in of_scales.items()}
        return Changed(policy, terms, scale_changes)


def _fixed(path: str) -> str:
    """Why no policy can change what a path leads to: policies, or what is one part of a path. Empty where it can."""
    first, dot, _ = path.partition(".")
    if path == "award" or (dot and first != "policies"):
        return ""
    return (
        f"{shortened(path)} cannot be changed; give a path such as offers.0.long_term_premium,"
        " switches.annex_5_protected or scales.overtime.rate"
    )


@dataclass(frozen=True, eq=False)
class Changed(Generic[AnyTerms]):
    """Terms as a policy changes them, and what it changes in the scale files."""

    policy: PolicyFile
    terms: AnyTerms
    scales: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class _Rules:
    """The rule book of changed terms, the one before its award, and the award."""

    book: RuleBook
    before: RuleBook
    award: Award

    def post(self, post: Post) -> Post:
        """A post under the award: what it states of basic pay and unsocial hours rises too."""
        if not self.award:
            return post
        job, later = (job_under_award(job, self.award, self.before, self.book) for job in (post.job, post.later_job))
        return replace(post, job=job, later_job=later)


def _rules_of(
    what_ifs: WhatIfs[Any], changed: Changed[Any], nation: str, tax_residence: str | None, *, needs_points: bool
) -> _Rules:
    """The rule book of changed terms, in a nation. Raises `Faults`."""
    document, shared, terms = what_ifs.document, what_ifs.shared, changed.terms
    switches = switches_of(terms.switches)
    key = (nation, terms.as_at, tax_residence, switches, repr(changed.scales), needs_points)

    def load(changes: Mapping[str, Any]) -> RuleBook:
        return load_policy(
            nation,
            terms.as_at,
            tax_residence=tax_residence,
            switches=switches,
            changes=changes,
            scales=what_ifs.scales,
            needs_pay_points=needs_points,
        )

    try:
        if key not in shared.rule_books:
            before = shared.rule_books[key] = load(changed.scales)
            kept = {path: value for path, value in changed.scales.items() if not changes_points(path, value)}
            if len(kept) < len(changed.scales):
                shared.points_before[id(before)] = load(kept).pay_points
        before = shared.rule_books[key]
    except NotInForce as error:
        raise Faults([document.fault(("as_at",), str(error))]) from None
    except Refused as error:
        raise Faults(document.fault(tuple(each.place.split(".")), each.message) for each in error.each) from None
    award = award_of(terms.award)
    if not award:
        return _Rules(before, before, award)
    if (key, award) not in shared.awarded:
        shared.awarded[key, award] = under_award(before, award)
    book = shared.awarded[key, award]
    shared.before_award[id(book)] = before
    return _Rules(book, before, award)


def offered_under(what_ifs: WhatIfs[Terms], changed: Changed[Terms], nation: str, tax_residence: str) -> PolicyTerms:
    """What changed terms offer in a nation, whoever is offered it. Raises `Faults`."""
    terms, policy = changed.terms, changed.policy
    if needing := list(_needing_a_post_held(what_ifs.document, terms)):
        raise Faults(needing)
    needs_points = any(offer.basic_pay is None for offer in terms.offers)
    rules = _rules_of(what_ifs, changed, nation, tax_residence, needs_points=needs_points)
    builder = Builder(what_ifs.document, terms, PersonFile(), rules.book, what_ifs.folder, what_ifs.shared)
    offers = builder.offers()
    builder.raise_faults()
    _refuse_repeated_names(what_ifs.document, offers)
    return PolicyTerms(
        policy_name=policy.name,
        because=policy.because,
        rule_book=rules.book,
        offers=tuple(rules.post(offer) for offer in offers),
        changes=_in_words(policy),
        award=rules.award,
    )


def _needing_a_post_held(document: Document, terms: Terms) -> Iterator[Fault]:
    """What offers say that has a meaning beside one post held alone."""
    for number, offer in enumerate(terms.offers):
        if offer.same_post:
            words = "there is no one post held here; state what the post is"
            yield document.fault(("offers", number, "same_post"), words)
        if offer.move in (SIDEWAYS, DOWN):
            words = f"a move {offer.move} is between two posts, and a workforce holds many; leave this out"
            yield document.fault(("offers", number, "move"), words)


def case_of(what_ifs: WhatIfs[ScenarioFile], policy: PolicyFile, index: int, *, with_career: bool = True) -> Case:
    """The case of one policy (the one at `index`) of a scenario: its rule book, and the posts as they stand under it.

    Raises `Faults`.
    """
    return case_under(what_ifs, what_ifs.changed(policy, index), with_career=with_career)


def case_under(what_ifs: WhatIfs[ScenarioFile], changed: Changed[ScenarioFile], *, with_career: bool = True) -> Case:
    """The case of a scenario that a policy has changed. Raises `Faults`."""
    file, policy = changed.terms, changed.policy
    needs_points = any(post.basic_pay is None for post in (file.current, *file.offers))
    rules = _rules_of(what_ifs, changed, file.nation, file.person.tax_residence, needs_points=needs_points)
    builder = Builder(what_ifs.document, file, file.person, rules.book, what_ifs.folder, what_ifs.shared)
    current = builder.current(file.current)
    offers = builder.offers()
    builder.raise_faults()
    moves = Moves(builder, current)
    offers = moves.offers(offers)
    builder.raise_faults()
    _refuse_repeated_names(what_ifs.document, offers)
    current, *offers = (rules.post(post) for post in (current, *offers))
    plan = NO_PLAN
    if with_career:
        plan = moves.plan(offers, file.career, what_ifs.terms.horizon_years)
        builder.raise_faults()
    return Case(
        policy_name=policy.name,
        because=policy.because,
        rule_book=rules.book,
        current=current,
        offers=tuple(offers),
        changes=_in_words(policy),
        award=rules.award,
        plan=plan,
        before_award=rules.before if rules.award.since else None,
    )


def _refuse_repeated_names(document: Document, offers: Sequence[Post]) -> None:
    """Refuse offers of one name."""
    if same := faults_of_repeated_names(document, "offers", [offer.name for offer in offers]):
        raise Faults(same)


def _in_words(policy: PolicyFile) -> tuple[tuple[str, str], ...]:
    return tuple((path, _written(value)) for path, value in policy.change.items())


def _written(value: Any) -> str:
    """What a policy sets, as it is written on a line.

    >>> _written(["57528", {"years": "2", "pounds": "60417"}])
    '57528, years 2 pounds 60417'
    """
    if isinstance(value, list | tuple):
        return ", ".join(map(_written, value))
    if isinstance(value, Mapping):
        return " ".join(f"{key} {_written(each)}" for key, each in value.items())
    return str(value)


def cases_at(what_ifs: WhatIfs[ScenarioFile], points: Sequence[Mapping[str, Any]]) -> list[Case]:
    """The cases of a scenario at each point (dotted path to value), policy by policy within a point.

    A policy's own change goes before a value of the point. Raises `Faults`, each naming the path and the value that
    brought it in.
    """
    cases: list[Case] = []
    for point in points:
        for index, policy in enumerate(what_ifs.terms.policies):
            varied = msgspec.structs.replace(policy, change={**point, **policy.change})
            try:
                cases.append(case_of(what_ifs, varied, index, with_career=False))
            except Faults as error:
                raise Faults(fault_of_point(point, fault) for fault in error.faults) from None
    return cases


def fault_of_point(point: Mapping[str, Any], fault: Fault) -> Fault:
    """A fault of a grid's point, with the values that brought it in; that of a point without any as it is."""
    if not point:
        return fault
    values = ", ".join(f"{path}={shortened(value)[1:-1]}" for path, value in point.items())
    return Fault(fault.file, f"--vary {values}", f"{fault.place}: {fault.message}", fault.at)


def fault_of_policy(document: Document, policies: Document, policy: PolicyFile, index: int, fault: Fault) -> Fault:
    """A fault that a policy brought in, at the path of `policies` that it changes; any other as it is."""
    if fault.file != document.file:
        return fault
    place = ".".join(str(part) for part in fault.at)
    for path in policy.change:
        above = ("policies", index, "change", path)
        plain = path.replace(f".{EVERY}.", ".0.")
        touches = place == plain or place.startswith(f"{plain}.") or plain.startswith(f"{place}.")
        if fault.at == above or (place and touches):
            return policies.fault(above, fault.message)
    return fault


def faults_of_repeated_names(document: Document, key: str, names: Sequence[str]) -> list[Fault]:
    """A fault for each name that stands already, of the entries under a key."""
    return [
        document.fault((key, index, "name"), f"'{name}' stands twice; give each its own name")
        for index, name in enumerate(names)
        if name in names[:index]
    ]


@lru_cache(maxsize=256)
def switches_of(file: SwitchesFile) -> Switches:
    """The switches that a file sets, the others at their defaults."""
    values = {name: value for name, value in msgspec.structs.asdict(file).items() if value is not None}
    values = {name: bool(value) if isinstance(value, YesNo) else value for name, value in values.items()}
    if "scotland_pension_table" in values:
        values["scotland_pension_table"] = int(values["scotland_pension_table"])
    return Switches(**values)
