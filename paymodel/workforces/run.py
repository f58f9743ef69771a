"""The workforce question from files to figures: read, survey, measure part by part, and add up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import product
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, nearest
from paymodel.files.digests import digest_of_file
from paymodel.files.grouping import FIXED, GROUPED_BY, PART_TIME, Grouping, stated_values
from paymodel.files.mappings import (
    COLUMNS,
    GROUPS,
    NUMBERS,
    ColumnMapping,
    against_posts,
    filled_in,
    find_mapping,
    load_mapping,
    passed_over,
    path_of_mapping,
    placed,
)
from paymodel.files.our_workbooks import our_sheets
from paymodel.files.scales import shipped_folder
from paymodel.files.staff_lists import Piece, headings_of, read_part
from paymodel.files.staff_parts import Part
from paymodel.files.staff_words import not_used
from paymodel.files.unchanged import Digests, digests_of_list, refuse_changed
from paymodel.files.uploads import Source
from paymodel.files.vocabulary import use_words
from paymodel.moves.provenance import figures_of_jobs
from paymodel.pay.award import job_under_award
from paymodel.pay.job import BANDS
from paymodel.pay.rule_book import Citation, RuleBook
from paymodel.progress import progress
from paymodel.scenarios.offered_posts import Openings, load_openings
from paymodel.scenarios.our_workbook import as_text
from paymodel.scenarios.policy_grid import policies_of_grid
from paymodel.scenarios.schema import PolicyFile
from paymodel.workforces.assignments import take_together
from paymodel.workforces.impact import measure
from paymodel.workforces.measured import Measured
from paymodel.workforces.options import NEXT_BAND, Options
from paymodel.workforces.owing import without_owing
from paymodel.workforces.paybill import Paybill, paybill_of
from paymodel.workforces.people import Rules, Staff
from paymodel.workforces.questions import Question
from paymodel.workforces.staff_rows import People, Reader, keep_only
from paymodel.workforces.surveys import (
    ListedProblem,
    Scope,
    Settled,
    Survey,
    list_problems,
    repeated_rows,
    scope_of,
)
from paymodel.workforces.synthetic import LABEL

NOT_STATED = "(not stated)"
HELD = "band"
"""The column of the band held: an answer begins with the band below each post."""
ROWS_IN_A_TASK = 250_000
"""Rows that a task of a cluster takes: enough for seconds of work, few enough for every worker to have its share."""


@dataclass(eq=False)
class PartResult:
    """What a part (or several, added up) gives: what was counted, what could not be used, what was settled before."""

    measured: Measured
    read: int
    used: int
    problems: list["ListedProblem"]
    figures: dict[Citation, None] = field(default_factory=dict)
    settled: Settled = field(default_factory=Settled)
    paybill: Paybill | None = None

    def add(self, other: "PartResult") -> "PartResult":
        """Add another part to this one, and give it."""
        self.measured.add(other.measured)
        if self.paybill is not None and other.paybill is not None:
            self.paybill = self.paybill.plus(other.paybill)
        self.read += other.read
        self.used += other.used
        self.problems += other.problems
        self.figures.update(other.figures)
        return self


def notes_of(mapping: ColumnMapping, headings: Sequence[str], openings: Openings | None) -> list[str]:
    """What is to be said of a list by its headings: columns that are not used and could be, or say who is in post."""
    columns = placed(mapping, headings)
    used = {heading for column, heading in columns.items() if column in COLUMNS}
    names = openings.names if openings else ["every post"]
    open_to = (
        [[columns.get(name, name) for name in offer.open_to] for offer in openings.file.offers] if openings else [[]]
    )
    unused = [heading for heading in headings if heading not in used]
    return [*filled_in(mapping), *passed_over(mapping, headings), *not_used(unused, open_to, names)]


class Run:
    """One run of the workforce question. Every process that takes part makes its own from the same options.

    What is in memory already (the staff list, its column mapping, posts and policies) takes the place of the files that
    the options name; `more` are policies beside theirs; `list_was` are the digests of the list, where they are known.
    `instead` is what columns hold for everybody, whatever the list says. `at_once` people are measured at a time, all
    of a piece where None: the figures are the same.
    """

    def __init__(
        self,
        options: Options,
        *,
        staff: Source | None = None,
        mapping: ColumnMapping | None = None,
        openings: Openings | None = None,
        more: Sequence[PolicyFile] = (),
        list_was: Digests | None = None,
        instead: Mapping[str, str] | None = None,
        at_once: int | None = None,
    ) -> None:
        self.options = options
        self.source = staff = staff or Path(options.staff)
        self.openings = openings or load_openings(
            Path(options.posts),
            Path(options.policies) if options.policies else None,
            [*more, *policies_of_grid(options.vary)],
        )
        self.list_was = digests_of_list(staff) if list_was is None else list_was
        use_words(options.words)
        given = mapping or (load_mapping(options.mapping) if options.mapping else None)
        headings = headings_of(staff, options.choice, given)
        self.mapping_name = options.mapping or ("" if mapping else find_mapping(headings, staff))
        self.mapping = given or load_mapping(self.mapping_name)
        names = {} if openings else {"posts": Path(options.posts), "policies": Path(options.policies or "")}
        names |= {} if mapping else {"mapping": path_of_mapping(self.mapping_name)}
        self.given = {kind: path for kind, path in names.items() if path.is_file()}
        """The files of posts, policies and mapping."""
        documents = {"posts": self.openings.document, "policies": self.openings.policies_document}
        self.of_a_workbook = {
            kind: as_text(documents[kind])
            for kind, path in self.given.items()
            if kind in documents and our_sheets(path)
        }
        """What a workbook that holds people says of posts and policies, as the files that would say the same."""
        words = [Path(options.words)] if options.words else []
        self.files_were = {path: digest_of_file(path) for path in (*self.given.values(), *words)}
        folder = shipped_folder("scenarios") / "rotas"  # a list in memory names shipped rotas alone
        if isinstance(staff, Path):
            folder = staff if staff.is_dir() else staff.parent
        differ, unstated = self.openings.file.if_hours_differ, options.unsocial_hours_unstated
        self.reader = Reader(self.openings.nation, folder, differ, self.openings.file.rotas, unstated)
        self.kinds_by_move = self.openings.kinds_by_move()
        self.openings_order = list(dict.fromkeys(kind for kinds in self.kinds_by_move for kind in kinds))
        self.filters = sorted({name for _, filters in self.openings_order for name, _ in filters})
        ours = [*self.mapping.columns, *self.mapping.constants]
        known = [*GROUPED_BY, *ours, *headings]
        self.grouping = Grouping(options.staff, options.by, self.mapping, headings)
        asked = self.grouping.columns_asked()
        faults = [
            Fault(
                options.staff, "--by", f"no column '{name}'; {nearest(name, list(dict.fromkeys([*known, PART_TIME])))}"
            )
            for name in asked
            if name not in (*known, PART_TIME)
        ]
        if options.person is not None and options.person not in known:
            faults.append(
                Fault(options.staff, "--person", f"no column '{options.person}'; {nearest(options.person, headings)}")
            )
        stated = self.openings.document.data.get("nation")
        faults += against_posts(self.mapping, self.mapping_name or options.staff, stated, options.posts)
        faults += [
            Fault(options.posts, "open_to", f"the staff list has no column '{name}'; {nearest(name, headings)}")
            for name in self.filters
            if name not in known
        ]
        faults += self.grouping.faults()
        faults += [
            Fault(file, place, f"'{name}' holds numbers; name a column of words, such as {GROUPS[0]} or {GROUPS[3]}")
            for file, place, names in (
                (options.staff, "--by", asked),
                (options.posts, "open_to", self.filters),
            )
            for name in names
            if name in NUMBERS
        ]
        if faults:
            raise Faults(faults)
        self.notes = notes_of(self.mapping, headings, self.openings)
        self.more = [
            *dict.fromkeys(
                [
                    *(GROUPS if options.by is None else asked),
                    *self.filters,
                    *([options.person] if options.person else []),
                ]
            )
        ]
        self.instead, self.at_once = instead or {}, at_once
        self.held: dict[Piece, tuple[People, Part]] = {}

    def rules_of(self, nation: str, tax_residence: str) -> RuleBook:
        """The rule book of the first policy."""
        return self.openings.rules(0, nation, tax_residence)

    def read_piece(self, piece: Piece) -> tuple[People, Part]:
        """The people of a piece, and the part they come from with its problems."""
        if piece in self.held:
            return self.held[piece]
        use_words(self.options.words)
        part = read_part(piece, self.mapping, self.more, self.options.choice, self.instead, self.filters)
        people, part = self.reader.people(part, self.rules_of)
        people = take_together(people, part, self.options.person, self.reader, self.rules_of)
        self.held = {piece: without_owing(people, part, lambda some: self.questions(some)[0])}
        return self.held[piece]

    def survey(self, piece: Piece, *, alone: bool = False) -> Survey:
        """A first look at a piece: its ids (as numbers that stand for them) and how many people of each kind.

        The numbers are good beside those of other pieces, unless it is `alone`, which is quicker.
        """
        people, part = self.read_piece(piece)
        stated = np.zeros(part.size, dtype=bool) if part.ids is None else ~part.ids.empty()
        hashes = np.zeros(part.size, dtype=np.uint64) if part.ids is None else part.ids.hashes(alone=alone)
        labels, codes = self.kind_of(people)
        held = np.bincount(codes * len(BANDS) + people.band, minlength=len(labels) * len(BANDS))
        kinds = Counter(dict(zip(product(labels, range(len(BANDS))), held.tolist(), strict=True)))
        values = {}
        for name in self.filters:
            coded = people.part.text(name)
            values[name] = {coded.values[code].lower() for code in np.unique(coded.codes).tolist()}
        nations = frozenset(people.place.values[code][0] for code in np.unique(people.place.codes).tolist())
        wrong = frozenset(key[0] for key, hours in self.reader.rotas.items() if isinstance(hours, str))
        groups = {
            name: Counter[str]() if name in FIXED else stated_values(*self._values(people, name))
            for name in dict.fromkeys([*self._grouped_by(people), *self.grouping.columns_asked()])
        }
        rotas, numbers = self.rotas_read(), part.numbers[stated]
        invented = part.ids is not None and part.ids.all_begin_with(LABEL)
        return Survey(numbers, +kinds, hashes[stated], values, rotas, wrong, nations, (*part.notes,), groups, invented)

    def rotas_read(self) -> tuple[tuple[str, str], ...]:
        """The rotas and post libraries behind the figures, each with what tells one text of it from another."""
        paths = {*self.openings.shared.files(), *self.reader.paths}
        return tuple(sorted((str(path), digest_of_file(path)) for path in paths))

    def refuse_changed(self, rotas: Mapping[Path, str]) -> None:
        """Refuse files, `rotas` among them, that are others than they were when they were read. Raises `Faults`."""
        refuse_changed(self.source, self.list_was, {**self.files_were, **rotas})

    @contextmanager
    def unchanged(self, known: Mapping[Path, str] | None = None) -> Iterator[dict[Path, str]]:
        """Refuse files that change while what is within is done. `Faults` say so, not what came of it.

        Gives a dictionary of the rotas that are watched too: those `known`, and those that are put into it.
        """
        rotas = dict(known or {})
        try:
            yield rotas
        except Faults:
            self.refuse_changed(rotas)
            raise
        self.refuse_changed(rotas)

    def settle(self, surveys: Sequence[Survey]) -> Settled:
        """What the surveys of all parts settle together: whom to count, which rows repeat others, what is to be said.

        Raises `Faults` where a column to group by names people, or nearly.
        """
        grouped, notes = self.grouping.fit([survey.groups for survey in surveys])
        several = len(frozenset[str]().union(*(survey.nations for survey in surveys))) > 1
        grouped = [*grouped, *(["nation"] if self.options.by is None and several else [])]
        held = {name: set().union(*(survey.values[name] for survey in surveys)) for name in self.filters}
        unheld = [
            (offer.name or self.openings.names[index], name, value)
            for index, offer in enumerate(self.openings.file.offers)
            for name, values in offer.open_to.items()
            for value in values
            if value.lower() not in held[name]
        ]
        next_band = self.options.population == NEXT_BAND
        return Settled(
            scope=scope_of(surveys, grouped, self.options.control.most_redacted + 1, next_band=next_band),
            twice=tuple(repeated_rows(surveys)),
            notes=(*notes, *dict.fromkeys(words for survey in surveys for words in survey.notes)),
            rotas={Path(path): digest for survey in surveys for path, digest in survey.rotas},
            unheld=tuple(unheld),
            invented=bool(surveys) and all(survey.invented for survey in surveys),
        )

    def kind_of(self, people: People, scope: Scope | None = None) -> tuple[list[str], NDArray[np.intp]]:
        """For everybody, which openings are open to them: rows of 0 and 1 by opening, and each person's as a number."""
        labels, codes = [""], np.zeros(people.size, dtype=np.intp)
        for mask in self._masks(people, scope).values():
            codes = codes * 2 + mask
            labels = [f"{label}{digit}" for label in labels for digit in "01"]
            used = np.bincount(codes, minlength=len(labels)) > 0
            labels = [label for label, is_used in zip(labels, used, strict=True) if is_used]
            codes = (np.cumsum(used) - 1)[codes]
        return labels, codes

    def _masks(self, people: People, scope: Scope | None) -> dict[tuple[int, Any], NDArray[np.bool_]]:
        """To whom each opening is open: everybody, or those of the band just below it where a scope says so."""
        masks = {kind: self._open_to(people, kind) for kind in self.openings_order}
        if scope is None or scope.next_bands is None:
            return masks
        return {
            kind: mask & (people.band == band)
            for (kind, mask), band in zip(masks.items(), scope.next_bands, strict=True)
        }

    def _open_to(self, people: People, kind: tuple[int, Any]) -> NDArray[np.bool_]:
        band, filters = kind
        mask = people.band < band
        if any(name == "band" for name, _ in filters):  # who says which bands may mean this one, or a higher
            mask = np.ones(people.size, dtype=bool)
        for name, values in filters:
            wanted = {value.lower() for value in values}
            if name == "band":  # however the list writes it
                mask = mask & np.isin(people.band, [code for code, band in enumerate(BANDS) if band in wanted])
                continue
            coded = people.part.text(name)
            mask = mask & np.array([text.lower() in wanted for text in coded.values], dtype=bool)[coded.codes]
        return np.asarray(mask)

    def measure(
        self,
        piece: Piece,
        twice: Mapping[int, str],
        scope: Scope,
    ) -> PartResult:
        """Measure those of a piece whom the scope holds. `twice` are rows (as numbered) that repeat another."""
        people, part = self.read_piece(piece)
        problems = list_problems(part, twice)
        if twice:
            people = keep_only(people, ~np.isin(people.part.numbers, list(twice)))
        used, everybody = people.size, people
        if scope.next_bands is not None:
            labels, codes = self.kind_of(people, scope)
            has_one = np.array(["1" in label for label in labels], dtype=bool)
            people = keep_only(people, has_one[codes])  # who has no opening is counted nowhere
        shares = self._shares(people)
        whole = self._measured(next(shares), scope)
        for share in shares:
            whole.add(self._measured(share, scope))
        whole.read, whole.used, whole.problems = part.lines, used, sorted(problems)
        if self.options.paybill:  # of everybody, whoever is counted for a post
            bills = [paybill_of(self.questions(share)[0]) for share in self._shares(everybody)]
            whole.paybill = reduce(Paybill.plus, bills)
        return whole

    def _shares(self, people: People) -> Iterator[People]:
        """The people, so many at once."""
        most = self.at_once or max(people.size, 1)
        yield keep_only(people, np.arange(people.size) < most)
        for start in range(most, people.size, most):
            progress(f"{start:,} of {counted(people.size, 'person', 'people')}", start / people.size)
            yield keep_only(people, np.arange(people.size) // most == start // most)

    def _measured(self, people: People, scope: Scope) -> PartResult:
        """Measure some people; rows are counted elsewhere."""
        questions, figures = self.questions(people, scope)
        columns = self.columns(people, scope)
        control = self.options.control
        measured = measure(
            questions,
            columns,
            step=control.unit,
            premium_step=control.premium_step,
            only_counts=self.options.only_counts,
        )
        return PartResult(measured, 0, 0, [], figures)

    def questions(self, people: People, scope: Scope | None = None) -> tuple[list[Question], dict[Citation, None]]:
        """Every policy put to the people; without a scope to everybody in a lower band."""
        used = np.bincount(people.place.codes, minlength=len(people.place.values)) > 0
        where = dict.fromkeys(place for place, is_used in zip(people.place.values, used, strict=True) if is_used)
        where = where or {(self.openings.nation, self.openings.nation): None}
        masks = self._masks(people, scope)
        questions: list[Question] = []
        figures: dict[Citation, None] = {}
        staff_under: dict[tuple[int, ...], Any] = {}
        for number, policy in enumerate(self.openings.policies):
            rules = {key: self.openings.rules(number, *key) for key in where}
            same = tuple(id(rule) for rule in rules.values())
            if same not in staff_under:
                staff_under[same] = self._staff(number, people, rules)
                for group in staff_under[same].groups:
                    rule_book = rules[group.nation, group.tax_residence]
                    figures.update(dict.fromkeys(figures_of_jobs(group.job, rule_book)))
            questions.append(
                Question(
                    policy_name=policy.name,
                    because=policy.because,
                    staff=staff_under[same],
                    rules=rules,
                    offers={nation: self.openings.cases_of(nation, nation)[number].offers for nation, _ in where},
                    moves=self.openings.moves,
                    open_to=[masks[kind] for kind in self.kinds_by_move[number]],
                )
            )
        return questions, figures

    def _staff(self, number: int, people: People, rules: Rules) -> Staff:
        """The people as jobs under a policy's rule books; under an award, payments stated in pounds rise with pay.

        Where a policy gives a band other points, they move from their step to one of these.
        """
        shared = self.openings.shared
        books = {key: shared.before_award.get(id(book), book) for key, book in rules.items()}
        other_points = {
            key: (shared.points_before[id(book)], book.pay_points)
            for key, book in books.items()
            if id(book) in shared.points_before
        }
        staff = self.reader.staff(people, books, other_points)
        groups = []
        for group in staff.groups:
            key = (group.nation, group.tax_residence)
            award, after = self.openings.cases_of(*key)[number].award, rules[key]
            if award:
                before = self.openings.shared.before_award[id(after)]
                group = replace(group, job=job_under_award(group.job, award, before, after))
            groups.append(group)
        return Staff(tuple(groups), staff.size)

    def columns(self, people: People, scope: Scope) -> dict[str, tuple[Sequence[str], NDArray[np.intp]]]:
        """The columns that people are counted by: those to group by, and the band that they hold."""
        columns: dict[str, tuple[Sequence[str], NDArray[np.intp]]] = {}
        for name in dict.fromkeys([*scope.grouped, HELD]):
            values, codes = self._values(people, name)
            used = np.zeros(len(values), dtype=bool)
            used[codes] = True
            number = np.cumsum(used) - 1
            columns[name] = (
                [value or NOT_STATED for value, is_used in zip(values, used, strict=True) if is_used],
                number[codes],
            )
        return columns

    def _grouped_by(self, people: People) -> tuple[str, ...]:
        """The columns that were asked for; else the usual ones that the list has, without the nation."""
        usual = tuple(name for name in GROUPED_BY if name in people.part.texts and name != "nation")
        return usual if self.options.by is None else self.options.by

    def in_order(self, whole: PartResult, settled: Settled) -> PartResult:
        """What was found and settled, in an order that does not depend on how the list was cut nor which came first."""
        measured = whole.measured
        order = sorted(range(len(measured.rows)), key=measured.rows.__getitem__)
        measured.rows = [measured.rows[place] for place in order]
        measured.counts = {name: values[:, :, order] for name, values in measured.counts.items()}
        whole.problems.sort()
        whole.figures = dict.fromkeys(sorted(whole.figures, key=attrgetter("parameter", "scope", "row", "changed")))
        whole.settled = settled
        return whole

    def _values(self, people: People, name: str) -> tuple[Sequence[str], NDArray[np.intp]]:
        part, crossed = people.part, self.grouping.columns_of(name)
        if len(crossed) > 1:
            (first, codes), (second, others) = (self._values(people, each) for each in crossed)
            used, number = np.unique(codes * np.intp(len(second)) + others, return_inverse=True)
            pairs = [divmod(both, len(second)) for both in used.tolist()]
            return [f"{first[a] or NOT_STATED}, {second[b] or NOT_STATED}" for a, b in pairs], number
        if name == "nation":
            nations = [nation for nation, _ in people.place.values]
            distinct = list(dict.fromkeys(nations))
            return distinct, np.array([distinct.index(nation) for nation in nations])[people.place.codes]
        if name == "step" and "step" in part.texts:
            step = part.text("step")
            values = [f"{band}, step {text}" for band in BANDS for text in step.values]
            return values, people.band * len(step.values) + step.codes
        if name == "band":
            return BANDS, people.band
        if name == PART_TIME and name not in part.texts:
            return ("part time", "whole time"), (part.figures["whole_time_equivalent"] >= 1).astype(np.intp)
        coded = part.text(name)
        return coded.values, coded.codes
