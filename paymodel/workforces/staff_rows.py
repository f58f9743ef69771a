"""From the rows of a staff list to people in post: what each row says, and why some rows cannot be used."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.counting import counted
from paymodel.errors import Faults, NotInForce, Refused, shortened, without_hints
from paymodel.files import parsers
from paymodel.files.cell_values import ERRORS, no_value
from paymodel.files.coded_columns import Codes, recoded
from paymodel.files.mappings import NUMBERS
from paymodel.files.merged_cells import MERGED_WITH
from paymodel.files.person_values import (
    HOURS_IN_A_YEAR,
    NO_TABLE_OF_ANNEX_5,
    NOT_IN_SCOTLAND,
    ONLY_ENGLAND,
    plain_step,
    read_word,
    too_many_hours,
)
from paymodel.files.rotas import RotaFile, find_rota, load_rota, rota_from
from paymodel.files.staff_lists import problems_of
from paymodel.files.staff_parts import Part, Problem
from paymodel.files.yaml_documents import Document
from paymodel.pay.fields import Door, Kind
from paymodel.pay.job import BAND_CODE, BANDS, NO_BAND, WEEKS_IN_A_YEAR, Job, fields_at
from paymodel.pay.rota import RotaHours, rota_hours
from paymodel.pay.rule_book import PayPoints, RuleBook
from paymodel.pay.rules import annex_5
from paymodel.pay.rules.pay_steps import step_in_other_points
from paymodel.rounding import Array
from paymodel.workforces.alike import Alike, rows_by
from paymodel.workforces.people import Group, Rules, Staff
from paymodel.workforces.threads import in_background, in_order
from paymodel.workforces.unstated import OPTION, fill_unstated, read_unstated

UNSOCIAL = ("annex_5_percent", "unsocial_hours_percent", "unsocial_hours_payment")
LONGEST_NAME = 200
SECTION_2_BESIDE = "stands beside section_2; give unsocial_hours_percent, or annex_5 as the kind of pay"
NOT_HERE = "the posts do not hold for"
"""How it is said that rows cannot be used because no post can be worked out where they are."""
MOST_HINTS = 1_000
"""Wrong rotas or words of a column for which what would be right is looked for: a hundred thousand take minutes."""
STATED_HOURS = ("saturday_night", "sunday_holiday", "overtime")
OtherPoints = Mapping[tuple[str, str], tuple[PayPoints, PayPoints]]
"""By nation and tax residence, the points that steps are stated in and those that people move to."""
WHOLE_TIME = ("saturday_night", "sunday_holiday", "annex_5", "extra", "overtime")


@dataclass(frozen=True, eq=False)
class People:
    """The usable rows of a part: what does not depend on a rule book. Arrays have one entry a row.

    `place` holds nation and tax residence, `loans` plans joined with `+`; `by_words` holds what jobs state
    in words: yes or no, and premiums.
    """

    part: Part
    place: Codes[tuple[str, str]]
    area: Codes[str]
    loans: Codes[str]
    band: NDArray[np.intp]
    annex_5_percent: Array
    unsocial_hours_percent: Array
    on_annex_5: NDArray[np.bool_]
    by_words: Mapping[str, NDArray[Any]]

    @property
    def size(self) -> int:
        """How many people."""
        return self.part.size


class Reader:
    """Reads parts of a staff list for one question: the rules in force and where rotas are found.

    `own_rotas` are those that the file of posts holds itself, by name: they go before those that ship. `unstated` is
    what is said of rows that say nothing of unsocial hours.
    """

    def __init__(
        self,
        nation: str,
        folder: Path,
        if_hours_differ: str,
        own_rotas: Mapping[str, RotaFile] | None = None,
        unstated: str | None = None,
    ) -> None:
        self.nation, self.folder, self.if_hours_differ = nation, folder, if_hours_differ
        self.own_rotas = own_rotas or {}
        self.unstated = read_unstated(unstated, folder, self.own_rotas)
        self.rotas: dict[tuple[Any, ...], RotaHours | str] = {}
        self.paths: set[Path] = set()
        self.wrong = 0

    def people(self, part: Part, rules_of: Callable[[str, str], RuleBook]) -> tuple[People, Part]:
        """The people of the usable rows, and the part with everything that is wrong with the others."""
        part.texts["step"] = recoded(part.text("step"), [plain_step(text) for text in part.text("step").values])
        if self.unstated:
            fill_unstated(part, self.unstated)
        row = _Row(part)
        row.note_no_values()
        place = _nation_and_residence(
            row.read_each("nation", self.nation),
            row.read_each("tax_residence", ""),
        )
        there = np.flatnonzero(np.bincount(place.codes)).tolist()
        books = dict(zip(there, in_background(rules_of, [place.values[code] for code in there]), strict=True))
        in_england, in_scotland = (
            Codes(tuple(nation == wanted for nation, _ in place.values), place.codes).array(bool)
            for wanted in ("england", "scotland")
        )
        area = row.read_each("high_cost_area", "")
        row.note_problem(~area.are("") & ~in_england, "high_cost_area", ONLY_ENGLAND)
        loans = row.read_each("student_loan", "", "+".join)
        band = row.read_each("band", NO_BAND).array(np.intp)
        row.note_problem(row.empty("band"), "band", "missing")
        band = self._without_band_1(part, row, band)
        if part.ids is not None:
            row.note_problem(part.ids.empty(), "id", "missing")
        annex, percent = (row.read_each(name, np.nan).array(np.float64) for name in UNSOCIAL[:2])
        by_words: dict[str, NDArray[Any]] = {}
        for kind in [each.name for each in fields_at(Door.STAFF_LISTS, Kind.PREMIUM) if each.name in part.texts]:
            premium = row.read_each(kind, parsers.Premium())
            by_words[kind] = Codes(tuple(value.pounds for value in premium.values), premium.codes).array(np.float64)
            by_words[f"{kind}_share"] = Codes(tuple(value.share for value in premium.values), premium.codes).array(
                np.float64
            )
        regime = row.read_each("unsocial_hours", "")
        for each in fields_at(Door.STAFF_LISTS, Kind.YES_NO):
            by_words[each.name] = row.read_each(each.name, each.default).array(bool)
        payment = part.figures.get("unsocial_hours_payment", np.full(part.size, np.nan))
        hours = sum((part.figures.get(f"{kind}_hours_a_year", np.zeros(1)) for kind in WHOLE_TIME[:2]), np.zeros(1))
        stated = {
            "rota": ~row.empty("rota"),
            "annex_5_percent": ~row.empty("annex_5_percent"),
            "unsocial_hours_percent": ~row.empty("unsocial_hours_percent"),
            "unsocial_hours_payment": ~np.isnan(payment),
            "saturday_night_hours_a_year": np.broadcast_to(hours > 0, part.size),
        }
        count = np.sum(list(stated.values()), axis=0)
        known = np.zeros(part.size, dtype=bool)
        for problem in part.problems:
            if problem.column in stated:
                known[problem.rows] = True  # a faulty cell is not an empty one
        nothing = (
            "no rota and no unsocial payment: give a rota, unsocial_hours_payment (0 if none) or a percentage; or say"
            f" {OPTION} none, 20% or a rota"
        )
        row.note_problem((count == 0) & ~known, "rota", nothing)
        row.note_problem(
            count > 1, "rota", "more than one of a rota, hours, a percentage and a payment: give one of them"
        )
        on_annex_5 = regime.are("annex_5") | stated["annex_5_percent"]
        row.note_problem(regime.are("section_2") & stated["annex_5_percent"], "annex_5_percent", SECTION_2_BESIDE)
        no_average = regime.are("annex_5") & ~stated["annex_5_percent"] & ~stated["rota"] & (count == 1)
        row.note_problem(no_average, "unsocial_hours", "annex_5 needs a rota or annex_5_percent")
        row.note_problem(on_annex_5 & in_scotland, "unsocial_hours", NOT_IN_SCOTLAND)
        stated_hours = (part.figures.get(f"{kind}_hours_a_year", np.zeros(1)) for kind in STATED_HOURS)
        total = np.broadcast_to(sum(stated_hours, np.zeros(1)), part.size)
        faulty = [problem.rows for problem in part.problems if problem.column.endswith("_hours_a_year")]
        for place_of_row in np.setdiff1d(np.flatnonzero(total > HOURS_IN_A_YEAR), np.concatenate([[], *faulty])):
            words = too_many_hours(float(total[place_of_row]))
            row.note_problem_at(np.array([place_of_row]), "saturday_night_hours_a_year", words)
        no_basic = np.isnan(part.figures.get("basic_pay", np.full(part.size, np.nan)))
        row.note_problem(
            row.empty("step") & no_basic, "step", "missing: give entry, intermediate, top or a number from 1"
        )
        part_time = part.figures.get("whole_time_equivalent", np.full(part.size, np.nan))
        row.note_problem(np.isnan(part_time) & ~row.at_fault, "whole_time_equivalent", "missing")
        people = People(part, place, area, loans, band, annex, percent, on_annex_5, by_words)
        for (code,), rows in rows_by((place.codes,), ~row.at_fault).items():
            try:
                rule_book = books[code].result()
            except (Faults, NotInForce, Refused) as error:  # the posts are sound where they are: it is these rows
                nation, tax_residence = place.values[code]
                row.note_problem_at(rows, *self._why_nowhere(nation, tax_residence, error))
                continue
            self._check_with_rules(people, row, rows, rule_book)
        keep = ~row.at_fault
        return keep_only(people, keep), part

    def _without_band_1(self, part: Part, row: "_Row", band: NDArray[np.intp]) -> NDArray[np.intp]:
        """Bands with 1 paid as 2: it has no pay points of its own. Its rates for unsocial hours are other ones."""
        first = band == BAND_CODE["1"]
        if not first.any():
            return band
        by_rates = ~row.empty("rota")
        for kind in WHOLE_TIME[:2]:
            by_rates = by_rates | (part.figures.get(f"{kind}_hours_a_year", np.zeros(part.size)) > 0)
        row.note_problem(first & by_rates, "band", parsers.BAND_1_BY_RATES)
        part.notes.append(f"{counted(int(first.sum()), 'row')} of band 1: paid as band 2, as NHS Employers say.")
        return np.where(first, BAND_CODE["2"], band)

    def _why_nowhere(self, nation: str, tax_residence: str, error: Faults | NotInForce | Refused) -> tuple[str, str]:
        """The column, and why rows cannot be used whose nation or tax residence no post can be worked out for."""
        reason = f"{error.faults[0].place}: {error.faults[0].message}" if isinstance(error, Faults) else str(error)
        away = nation != self.nation or tax_residence == nation
        column, where = ("nation", nation) if away else ("tax_residence", f"taxpayers of {tax_residence}")
        return column, f"{NOT_HERE} {where}: {reason}"

    def _check_with_rules(self, people: People, row: "_Row", rows: NDArray[np.intp], rule_book: RuleBook) -> None:
        """What can be refused only with the rules: the step, and the hours of a rota."""
        part = people.part
        where = f"{rule_book.nation} on {rule_book.as_at}"
        steps = part.text("step")
        bands = people.band[rows]
        alike = Alike((bands, steps.codes[rows]))
        for place, (band, code) in enumerate(alike.combinations):
            try:
                parsers.step_number(steps.values[code] or "entry", band, rule_book.pay_points, where)
            except ValueError as error:
                row.note_problem_at(rows[alike.rows[place]], "step" if steps.values[code] else "band", str(error))
        rotas = part.text("rota")
        alike = Alike((rotas.codes[rows], bands, people.on_annex_5[rows]))
        for place, (code, band, annex) in enumerate(alike.combinations):
            text = rotas.values[code]
            if not text:
                continue
            hours_of_rota = self.hours(text, rule_book, band)
            if isinstance(hours_of_rota, str):
                row.note_problem_at(rows[alike.rows[place]], "rota", hours_of_rota)
                continue
            lower = rule_book.working_time.section_2.lower[band]
            if not annex and hours_of_rota.enhanced > 0 and np.isnan(lower):
                words = f"no unsocial hours rates are established for band {BANDS[band]} in {rule_book.nation}"
                row.note_problem_at(rows[alike.rows[place]], "band", words)
            if annex and np.isnan(people.annex_5_percent[rows[alike.rows[place]]]).any():
                words = self._no_annex_5(hours_of_rota, rule_book, band)
                if words:
                    row.note_problem_at(rows[alike.rows[place]], "unsocial_hours", words)
        stated = [hours for kind in WHOLE_TIME[:2] if (hours := part.figures.get(f"{kind}_hours_a_year")) is not None]
        if stated:
            no_rate = np.isnan(rule_book.working_time.section_2.lower[np.maximum(bands, 0)])
            words = f"no unsocial hours rates are established for bands 1 to 3 in {rule_book.nation}"
            row.note_problem_at(rows[no_rate & (np.sum([hours[rows] for hours in stated], axis=0) > 0)], "band", words)

    def _no_annex_5(self, hours: RotaHours, rule_book: RuleBook, band: int) -> str:
        if band >= BAND_CODE["8a"]:
            return NO_TABLE_OF_ANNEX_5
        rules = rule_book.working_time.annex_5
        if rules is None:  # pragma: no cover
            return NOT_IN_SCOTLAND
        share = annex_5.share_of_basic_pay(rules, annex_5.average_hours(hours.annex_5, 1.0))
        return str(annex_5.LOCAL) if np.isnan(share) else ""

    def hours(self, rota: str, rule_book: RuleBook, band: int) -> RotaHours | str:
        """The hours of a rota for a whole-time post, or what is wrong with it; each worked out once."""
        rules = rule_book.working_time
        key = (rota, band >= BAND_CODE["8a"], *rules.hours_rest_on)
        if key not in self.rotas:
            if self.wrong > MOST_HINTS:
                return f"{shortened(rota)} is not looked for, after {MOST_HINTS:,} others that cannot be used"
            self.rotas[key] = self._hours(rota, rule_book, band)
            self.wrong += isinstance(self.rotas[key], str)
        return self.rotas[key]

    def _hours(self, rota: str, rule_book: RuleBook, band: int) -> RotaHours | str:
        if len(rota) > LONGEST_NAME or not rota.isprintable():
            return f"{shortened(rota)} is not the name of a rota"
        try:
            if rota in self.own_rotas:
                laid_out = rota_from(self.own_rotas[rota], Document("rotas", None))
            else:
                path = find_rota(rota, self.folder)
                self.paths.add(path)
                laid_out = load_rota(path)
            return rota_hours(laid_out, rule_book.working_time, band=band, if_hours_differ=self.if_hours_differ)
        except Faults as error:
            return str(error.faults[0])
        except (ValueError, Refused, NotInForce) as error:
            return error.message if isinstance(error, Refused) else str(error)

    def _hours_worked(self, rota: str, rule_book: RuleBook, band: int) -> RotaHours | None:
        """The hours of a rota that can be used; None where none is named."""
        hours = self.hours(rota, rule_book, band) if rota else None
        if isinstance(hours, str):  # pragma: no cover
            raise Refused("rota", f"{rota}: {hours}")
        return hours

    def staff(self, people: People, rules: Rules, other_points: OtherPoints | None = None) -> Staff:
        """The people as jobs under rule books, in groups; `other_points` where their steps are of another scale."""

        def group_of(alike: tuple[tuple[int, ...], NDArray[np.intp]]) -> Group:
            (where, area_code, loans_code), rows = alike
            nation, residence = people.place.values[where]
            area, loans = people.area.values[area_code], people.loans.values[loans_code]
            points = (other_points or {}).get((nation, residence))
            job = self._job(people, rows, rules[nation, residence], points).with_(
                high_cost_area=area or None, student_loan=tuple(loans.split("+")) if loans else ()
            )
            return Group(nation, residence, job, rows)

        alike = rows_by((people.place.codes, people.area.codes, people.loans.codes))
        return Staff(tuple(in_order(group_of, alike.items())), people.size)

    def _job(
        self,
        people: People,
        rows: NDArray[np.intp],
        rule_book: RuleBook,
        other_points: tuple[PayPoints, PayPoints] | None,
    ) -> Job:
        part = people.part
        values: dict[str, Any] = {
            name: part.figures[name][rows] if name in part.figures else empty for name, empty in NUMBERS.items()
        }
        part_time = values["whole_time_equivalent"]
        band = people.band[rows]
        steps = part.text("step")
        where = f"{rule_book.nation} on {rule_book.as_at}"
        stated_in = rule_book.pay_points if other_points is None else other_points[0]
        alike = Alike((band, steps.codes[rows]))
        held = alike.combinations
        numbers = [
            float(parsers.step_number(steps.values[code] or "entry", one, stated_in, where)) for one, code in held
        ]
        step = np.broadcast_to(alike.array(numbers), band.shape)
        if other_points is not None:
            top = rule_book.switches.top_step_stays_top
            step = step_in_other_points(*other_points, np.maximum(band, 0), step, top_stays_top=top)
        rotas = part.text("rota")
        alike = Alike((rotas.codes[rows], band >= BAND_CODE["8a"]))
        worked = [
            self._hours_worked(rotas.values[code], rule_book, BAND_CODE["8a" if is_senior else "6"])
            for code, is_senior in alike.combinations
        ]
        hours = {name: alike.array([getattr(each, name, 0.0) for each in worked]) for name in WHOLE_TIME}
        annex = people.on_annex_5[rows]
        percent = people.annex_5_percent[rows]
        for name in (*WHOLE_TIME[:2], "extra", "overtime"):
            if np.any(hours[name]):
                line = f"{name}_hours_a_year"
                values[line] = values.get(line, 0.0) + hours[name] * part_time * WEEKS_IN_A_YEAR
        by_rota = annex & np.isnan(percent)
        average = np.where(by_rota, hours["annex_5"] * part_time, np.nan) if by_rota.any() else np.nan
        stated = people.unsocial_hours_percent[rows]
        if not np.isnan(stated).all():
            points = rule_book.pay_points.pounds[np.maximum(band, 0), np.maximum(step.astype(int) - 1, 0)]
            basic = np.where(np.isnan(values["basic_pay"]), points, values["basic_pay"])
            payment = np.round(stated * basic * part_time, 2)
            values["unsocial_hours_payment"] = np.where(np.isnan(stated), values["unsocial_hours_payment"], payment)
        return Job(
            band=band,
            step=step,
            annex_5_percent=percent,
            annex_5_hours_a_week=average,
            **(values | {name: stated[rows] for name, stated in people.by_words.items()}),
        )


def keep_only(people: People, keep: NDArray[np.bool_]) -> People:
    """Some of the people."""
    if keep.all():
        return people
    arrays: dict[str, Any] = {
        name: getattr(people, name)[keep] for name in People.__dataclass_fields__ if name not in ("part", "by_words")
    }
    by_words = {name: stated[keep] for name, stated in people.by_words.items()}
    return People(part=people.part.only(keep), by_words=by_words, **arrays)


def _nation_and_residence(nation: Codes[str], residence: Codes[str]) -> Codes[tuple[str, str]]:
    """Nation and tax residence, which is the nation unless stated."""
    raw = nation.codes * len(residence.values) + residence.codes
    pairs = [(name, stated or name) for name in nation.values for stated in residence.values]
    return Codes(tuple(pairs), raw)


class _Row:
    """The rows of a part while they are checked."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.at_fault = np.zeros(part.size, dtype=bool)
        for problem in part.problems:
            self.at_fault[problem.rows] = True

    def empty(self, column: str) -> NDArray[np.bool_]:
        """Where a column of text is empty."""
        coded = self.part.text(column)
        return coded.are("") if "" in coded.values else np.zeros(self.part.size, dtype=bool)

    def note_problem(self, rows: NDArray[np.bool_], column: str, message: str) -> None:
        """Note what is wrong with some rows."""
        self.note_problem_at(np.flatnonzero(rows), column, message)

    def note_problem_at(self, rows: NDArray[np.intp], column: str, message: str) -> None:
        """Note what is wrong with the rows at some places."""
        if len(rows):
            self.at_fault[rows] = True
            self.part.problems.append(Problem(rows, column, message))

    def read_each(self, column: str, empty: Any, value_of: Callable[[Any], Any] | None = None) -> Codes[Any]:
        """Read each distinct text of a column once; `value_of` takes what is wanted from what it says."""
        coded = self.part.text(column)
        results: list[Any] = []
        wrong: dict[int, str] = {}
        read = read_word
        for code, text in enumerate(coded.values):
            try:
                words = _EMPTY if no_value(text) else read(column, text, _EMPTY)
                results.append(empty if words is _EMPTY else words if value_of is None else value_of(words))
            except ValueError as error:
                results.append(empty)
                wrong[code] = str(error)
                if len(wrong) == MOST_HINTS:
                    read = _without_hint
        self.note_all(problems_of(coded.codes, wrong, column))
        return Codes(tuple(results), coded.codes)

    def note_no_values(self) -> None:
        """Note formulas and errors of a spreadsheet in any column of text. An id may begin with an equals sign."""
        for column, coded in self.part.texts.items():
            wrong = {code: words for code, text in enumerate(coded.values) if (words := no_value(text))}
            self.note_all(problems_of(coded.codes, wrong, column))
        if self.part.ids is not None:
            for row in np.flatnonzero(self.part.ids.are_among(ERRORS) | self.part.ids.begin_with(MERGED_WITH)):
                (text,) = self.part.ids.texts_of(np.array([row]))
                self.note_problem_at(np.array([row]), "id", no_value(text))

    def note_all(self, problems: Sequence[Problem]) -> None:
        """Note problems."""
        for problem in problems:
            self.at_fault[problem.rows] = True
        self.part.problems += problems


_EMPTY = object()
"""What stands for a cell that says nothing, or that there is none."""


def _without_hint(column: str, text: str, empty: Any = "") -> Any:
    """What a text says, or a fault without a hint of what would be right: looking for one takes long."""
    with without_hints():
        return read_word(column, text, empty)
