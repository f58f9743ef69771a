"""Posts that a workforce is offered, and the policies they are offered under: `POSTS.yaml` and `POLICIES.yaml`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta

from paymodel.errors import Fault, Faults, nearest
from paymodel.files.person_types import NationName
from paymodel.files.scales import shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import Name
from paymodel.files.yaml_documents import Document, read_document
from paymodel.moves.comparison import PolicyTerms
from paymodel.pay.job import NO_BAND
from paymodel.pay.rule_book import RuleBook
from paymodel.scenarios.load import rota_faults
from paymodel.scenarios.our_workbook import our_workbook
from paymodel.scenarios.schema import DEFAULT_POLICY, OfferFile, PolicyFile, Terms
from paymodel.scenarios.shared_reads import SharedReads
from paymodel.scenarios.uncertain_inputs import plausible_faults
from paymodel.scenarios.what_ifs import (
    Changed,
    WhatIfs,
    fault_of_policy,
    faults_of_repeated_names,
    offered_under,
)

HELD = ("nation", "current", "person", "career")
"""What a policy cannot change here: it is of people in post, and posts are read without a person."""


class Opening(OfferFile, frozen=True, kw_only=True):
    """A post offered to a workforce: the keys of an offer, who it is open to, and how many hold it."""

    open_to: dict[Name, list[Name]] = msgspec.field(default_factory=dict)
    holders: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    vacancies: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None


class PostsFile(Terms, frozen=True, kw_only=True):
    """`POSTS.yaml`: terms, and who each post is open to."""

    note: Annotated[str, Meta(max_length=2000)] = ""
    nation: NationName = NationName("england")
    offers: Annotated[Sequence[Opening], Meta(min_length=1, max_length=1000)]
    if_hours_differ: Literal["refuse", "scale", "overtime", "lieu"] = "refuse"

    def terms(self) -> Terms:
        """What the posts offer, whoever they are open to."""
        offers = [
            OfferFile(**{key: getattr(offer, key) for key in OfferFile.__struct_fields__}) for offer in self.offers
        ]
        return Terms(**{key: getattr(self, key) for key in Terms.__struct_fields__ if key != "offers"}, offers=offers)


class PoliciesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`POLICIES.yaml`: sets of changes to posts, switches or the figures in force; the first is what is in force."""

    policies: Annotated[list[PolicyFile], Meta(min_length=1, max_length=1000)]


@dataclass(eq=False)
class Openings:
    """Posts and policies, read and checked; rule books and posts of a nation are worked out when they are needed.

    `moves` are the offers with each pattern to show: the offer's place and its pattern.
    """

    document: Document
    policies_document: Document
    folder: Path
    file: PostsFile
    policies: Sequence[PolicyFile]
    names: Sequence[str] = ()
    moves: Sequence[tuple[int, str | None]] = ()
    shared: SharedReads = field(default_factory=SharedReads)
    cases: dict[tuple[str, str], list[PolicyTerms]] = field(default_factory=dict)

    @property
    def nation(self) -> str:
        """The nation of rows of a staff list that do not say theirs."""
        return self.file.nation

    def cases_of(self, nation: str, tax_residence: str) -> list[PolicyTerms]:
        """What each policy offers: its rule book and the posts as they stand under it.

        Raises `Faults`, naming the file that holds each.
        """
        if (nation, tax_residence) not in self.cases:
            cases: list[PolicyTerms] = []
            faults: list[Fault] = []
            for index, changed in enumerate(self.changed):
                try:
                    case = offered_under(self.what_ifs, changed, nation, tax_residence)
                    if lacking := [*_without_pattern(self.document, case), *_not_counted(self.document, case)]:
                        raise Faults(lacking)
                    cases.append(case)
                except Faults as error:
                    self._add_faults(faults, changed.policy, index, error)
            if faults:
                raise Faults(faults)
            self.cases[nation, tax_residence] = cases
        return self.cases[nation, tax_residence]

    @cached_property
    def what_ifs(self) -> WhatIfs[Terms]:
        """The posts, to be asked under changes."""
        return WhatIfs(self.document, self.file.terms(), self.folder, None, self.shared)

    @cached_property
    def changed(self) -> list[Changed[Terms]]:
        """The posts as each policy changes them, whatever the nation. Raises `Faults`."""
        posts: list[Changed[Terms]] = []
        faults: list[Fault] = []
        for index, policy in enumerate(self.policies):
            try:
                posts.append(self.what_ifs.changed(policy, index))
            except Faults as error:
                self._add_faults(faults, policy, index, error)
        if faults:
            raise Faults(faults)
        return posts

    def _add_faults(self, faults: list[Fault], policy: PolicyFile, index: int, error: Faults) -> None:
        """Add the faults that are not among some yet; those that a policy brought in are said of the policy."""
        of_policy = [
            fault_of_policy(self.document, self.policies_document, policy, index, fault) for fault in error.faults
        ]
        faults += [fault for fault in of_policy if fault not in faults]

    def rules(self, number: int, nation: str, tax_residence: str) -> RuleBook:
        """The rule book of a policy."""
        return self.cases_of(nation, tax_residence)[number].rule_book

    def kinds_by_move(self) -> list[list[tuple[int, tuple[tuple[str, tuple[str, ...]], ...]]]]:
        """For each policy and move: the band of the post, and what else a person must be to be offered it."""
        cases = self.cases_of(self.nation, self.nation)
        filters = [
            tuple(sorted((name, tuple(values)) for name, values in offer.open_to.items())) for offer in self.file.offers
        ]
        return [
            [(int(np.asarray(case.offers[index].job.band)), filters[index]) for index, _ in self.moves]
            for case in cases
        ]


SHIPPED = {
    "staff": ("-trust.csv", "a shipped staff list"),
    "posts": ("-posts.yaml", "shipped posts"),
    "policies": ("-policies.yaml", "shipped policies"),
}
"""What files of a workforce that ship are called after their name, and in a fault."""


def path_of_shipped(reference: str, kind: str) -> str:
    """A file of a workforce as it is given, or the path of a shipped one by its bare name. Raises `Faults`.

    >>> Path(path_of_shipped("ambulance", "posts")).name
    'ambulance-posts.yaml'
    """
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", reference) or Path(reference).exists():
        return reference
    ending, what = SHIPPED[kind]
    folder = shipped_folder("scenarios") / "workforce"
    path = folder / f"{reference}{ending}"
    if not path.is_file():
        names = sorted(file.name.removesuffix(ending) for file in folder.glob(f"*{ending}"))
        raise Faults([Fault(reference, "", f"not a file or {what}; {nearest(reference, names)}")])
    return str(path)


def load_openings(posts: Path, policies: Path | None, more: Sequence[PolicyFile] = ()) -> Openings:
    """Read the posts offered and the policies; `more` stand after those. Raises `Faults` with every fault of both."""
    document = posts_document(posts)
    if policies is None:
        return openings_of(document, None, posts.parent, more=more)
    try:
        changes = policies_document(policies)
    except Faults as error:
        return openings_of(document, None, posts.parent, beside=error.faults)
    return openings_of(document, changes, posts.parent, more=more)


def posts_document(path: Path) -> Document:
    """The document of a file of posts, or that of the posts of a workbook of ours. Raises `Faults`."""
    book = our_workbook(path)
    return read_document(path, str(path)) if book is None else book.posts()


def policies_document(path: Path) -> Document | None:
    """The document of a file of policies, or that of a workbook of ours, which may hold none. Raises `Faults`."""
    book = our_workbook(path)
    return read_document(path, str(path)) if book is None else book.policies()


def openings_of(
    document: Document,
    policies: Document | None,
    folder: Path,
    *,
    more: Sequence[PolicyFile] = (),
    beside: Sequence[Fault] = (),
) -> Openings:
    """Check posts and policies, then `more`. Paths start from `folder`. Raises `Faults`: all, and those `beside`."""
    faults: list[Fault] = []
    try:
        file = validate(document, PostsFile)
        faults += rota_faults(document, file.rotas)
        faults += plausible_faults(document, file.plausible)
    except Faults as error:
        faults += error.faults
    policies_document, own = policies or Document(document.file, {}), [PolicyFile(name=DEFAULT_POLICY)]
    if policies is not None:
        try:
            own = policies_of(policies)
        except Faults as error:
            faults += error.faults
    faults += beside
    if faults:
        raise Faults(faults)
    return checked_openings(Openings(document, policies_document, folder, file, [*own, *more]))


def checked_openings(openings: Openings) -> Openings:
    """Openings whose posts can be under every policy, with the names and moves of these. Raises `Faults`."""
    cases = openings.cases_of(openings.nation, openings.nation)
    offers = cases[0].offers
    openings.names = [offer.name for offer in offers]
    openings.moves = [(index, pattern) for index, offer in enumerate(offers) for pattern in offer.patterns]
    if faults := _unfit_offers(openings.document, openings.policies_document, cases):
        raise Faults(faults)
    return openings


def _unfit_offers(document: Document, policies: Document, cases: Sequence[PolicyTerms]) -> list[Fault]:
    """What stands in the way of offering these posts to a workforce."""
    faults = []
    offers = cases[0].offers
    for index, offer in enumerate(offers):
        if int(np.asarray(offer.job.band)) == NO_BAND:
            faults.append(document.fault(("offers", index, "band"), "missing: who may be promoted depends on the band"))
    for number, case in enumerate(cases):
        if [offer.patterns for offer in case.offers] != [offer.patterns for offer in offers]:
            words = "a policy cannot change the pattern; offer the post twice, once with each pattern"
            faults.append(policies.fault(("policies", number, "change"), words))
    return faults


def _not_counted(document: Document, case: PolicyTerms) -> list[Fault]:
    """A fault for each condition of an offer that a workforce, counted by the year, does not count."""
    words = "is not counted for a staff list, which counts whole years in the post; leave it out, or ask a scenario"
    return [
        document.fault(("offers", index, name), words)
        for index, offer in enumerate(case.offers)
        for name in ("blocks", "one_off_payment", "protection")
        if getattr(offer, name)
    ]


def _without_pattern(document: Document, case: PolicyTerms) -> list[Fault]:
    """A fault for each offer that says no pattern, where pay on promotion depends on it."""
    words = "missing: say whether the unsocial hours pattern is substantially the same (handbook 1.19): same,"
    return [
        document.fault(("offers", index, "pattern"), f"{words} different or unsure")
        for index, offer in enumerate(case.offers)
        if offer.pattern is None and case.rule_book.promotion_method == "maintain"
    ]


def policies_of(document: Document) -> list[PolicyFile]:
    """The policies of a document, their shape checked: what they change is known only beside posts. Raises `Faults`."""
    policies = validate(document, PoliciesFile).policies
    faults = faults_of_repeated_names(document, "policies", [policy.name for policy in policies])
    words = "belongs to the people in post; a policy changes the posts offered, the switches or the award"
    faults += [
        document.fault(("policies", index, "change", path), f"'{path.split('.')[0]}' {words}")
        for index, policy in enumerate(policies)
        for path in policy.change
        if path.split(".")[0] in HELD
    ]
    if faults:
        raise Faults(faults)
    return policies
