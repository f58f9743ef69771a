"""Scales: the dated, sourced files, and the rule book made from what is in force on a day."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np

from paymodel.about import NATIONS
from paymodel.errors import Fault, Faults, NotInForce, Refused, nearest, together
from paymodel.files.assumptions import read_assumptions
from paymodel.files.changed_figures import STATUS_BY_ROW, ChangedFigure, changed_figure
from paymodel.files.cover import (
    OF_THE_TAX_RESIDENCE,
    day_of,
    nearest_to,
    needed_by_a_rule_book,
    refuse_lacking,
    why_not_found,
)
from paymodel.files.public_holidays import USUAL_PUBLIC_HOLIDAYS, days_of, first_year_as_usual, is_counted
from paymodel.files.scale_files import (
    PARAMETERS,
    EmployeeInsuranceValues,
    EmployerInsuranceValues,
    OvertimeValues,
    Point,
    Tier,
    Window,
)
from paymodel.files.scale_histories import Parameter, Source, check_parameter, read_sources, values_of
from paymodel.files.yaml_documents import Document, read_document
from paymodel.pay.job import BAND_CODE, BANDS, HIGH_COST_AREAS, STUDENT_LOANS
from paymodel.pay.rule_book import (
    Annex5,
    Annex5Window,
    Assumption,
    ChildBenefit,
    Citation,
    FinalSalary,
    MarriageAllowance,
    NationalInsurance,
    Overtime,
    Paye,
    PayPoints,
    PersonalAllowance,
    RuleBook,
    Section2,
    StudentLoan,
    Switches,
    WorkingTime,
)
from paymodel.pay.schedules import Clamp, Marginal, Slab

FOLDERS = {
    "england": ("england", "england_and_wales", "uk"),
    "wales": ("wales", "england_and_wales", "uk"),
    "scotland": ("scotland", "uk"),
    "northern_ireland": ("northern_ireland", "uk"),
}
"""Where a nation's figure is looked for, nearest first."""


@dataclass(frozen=True)
class InForce:
    """A figure in force on a day: its values, checked, and its citation."""

    values: Any
    citation: Citation


@cache
def shipped_folder(name: str) -> Path:
    """A folder that ships with the package: inside it when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped" / name
    return inside if inside.is_dir() else package.parent / name


class Scales:
    """The scale files of a folder, read as they are asked for; faults call the folder by `name`.

    >>> Scales().in_force("weekly-hours", "scotland", datetime.date(2026, 11, 22)).values
    36.0
    """

    def __init__(self, folder: Path | None = None, name: str = "scales") -> None:
        self.folder, self.name = folder or shipped_folder("scales"), name
        self._parameters: dict[Path, tuple[Parameter, tuple[Any, ...], Document]] = {}
        self._sources: dict[str, Source] | None = None
        self._in_force: dict[tuple[Path, int], InForce] = {}
        self._found: dict[tuple[str, str], Path] = {}

    def sources(self) -> Mapping[str, Source]:
        """Every document that figures come from, by id."""
        if self._sources is None:
            self._sources = read_sources(self.folder / "sources.yaml", f"{self.name}/sources.yaml")
        return self._sources

    def paths(self) -> Sequence[Path]:
        """Every scale file, in order."""
        return sorted(path for path in self.folder.glob("*/*.yaml"))

    def find(self, parameter: str, nation: str) -> Path | None:
        """The file of a parameter for a nation, or None."""
        if (parameter, nation) not in self._found:
            paths = (self.folder / folder / f"{parameter}.yaml" for folder in FOLDERS[nation])
            path = next((path for path in paths if path.is_file()), None)
            if path is None:
                return None
            self._found[parameter, nation] = path
        return self._found[parameter, nation]

    def history(self, path: Path) -> Parameter:
        """A scale file's whole history, checked."""
        return self._read(path)[0]

    def _read(self, path: Path) -> tuple[Parameter, tuple[Any, ...], Document]:
        """The history of a scale file, the values of each of its blocks, and its text: read and checked once."""
        if path not in self._parameters:
            name = path.relative_to(self.folder).as_posix()
            document = read_document(path, f"{self.name}/{name}")
            self._parameters[path] = (*check_parameter(document, path.stem, self.sources()), document)
        return self._parameters[path]

    def histories(self, parameters: Sequence[str], nation: str, residence: str) -> Mapping[str, Parameter]:
        """The histories of the parameters that a nation has, those of income tax for the tax residence."""
        paths = {name: self.find(name, residence if name in OF_THE_TAX_RESIDENCE else nation) for name in parameters}
        return {name: self.history(path) for name, path in paths.items() if path is not None}

    def in_force(
        self, parameter: str, nation: str, as_at: datetime.date, changes: Mapping[str, Any] | None = None
    ) -> InForce:
        """The block of a parameter in force on a day, with `changes` (dotted paths into its values) made.

        Raises `NotInForce`, naming the nearest block, where none covers the day.
        """
        day = day_of(parameter, as_at)
        path = self.find(parameter, nation)
        if path is None:
            raise NotInForce(f"{parameter}: {nation} has none")
        history, checked, document = self._read(path)
        scope = path.parent.name
        index = next((i for i, block in enumerate(history.history) if block.covers(day)), None)
        if index is None:
            nearest_block = f"the nearest block is {nearest_to(history.history, day).span()}"
            why = why_not_found(history.not_found, day)
            raise NotInForce(f"{parameter}: nothing is in force for {nation} on {day}{why}; {nearest_block}")
        if not changes and (path, index) in self._in_force:
            return self._in_force[path, index]
        block = history.history[index]
        values, status, changed = checked[index], block.status, ""
        if changes:
            figure = changed_figure(block.values, changes, parameter)
            changed = figure.words
            status = status if parameter in STATUS_BY_ROW else "assumed"
            try:
                values = values_of(document, parameter, figure.values, index)
            except Faults as error:
                raise _refused_changes(parameter, figure, error.faults) from None
        source = self.sources()[block.source]
        citation = Citation(
            parameter=parameter,
            scope=scope,
            effective=block.effective,
            until=block.until,
            status=status,
            source=source.id,
            title=source.title,
            publisher=source.publisher,
            url=source.url,
            where=block.where,
            note=" ".join(note for note in (block.note, source.note) if note),
            until_because=block.until_because,
            changed=changed,
        )
        in_force = InForce(values, citation)
        if not changes:
            self._in_force[path, index] = in_force
        return in_force


def _refused_changes(parameter: str, figure: ChangedFigure, faults: Sequence[Fault]) -> Refused:
    """What is wrong with a changed figure, at the paths that brought it in."""
    words: dict[str, dict[str, None]] = {}
    for fault in faults:
        at = fault.at[len(("history", "index", "values")) :]
        words.setdefault(figure.path_of(at), {})[fault.message] = None  # once, of all that a range of bands sets
    return together(
        [Refused(f"scales.{parameter}.{path}".rstrip("."), "; ".join(messages)) for path, messages in words.items()]
    )


@cache
def shipped_scales() -> Scales:
    """The scales that ship with the package."""
    return Scales()


@cache
def shipped_assumptions() -> Mapping[str, Assumption]:
    """The assumptions that ship with the package, by id.

    >>> shipped_assumptions()["spread"].quality
    'fair'
    """
    return read_assumptions(shipped_folder("docs") / "assumptions.yaml", "docs/assumptions.yaml")


def _band_array(values: Mapping[str, float]) -> np.ndarray:
    return np.array([values.get(band, np.nan) for band in BANDS])


def _bounds_and_rates(tiers: Sequence[Tier]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(t.up_to for t in tiers if t.up_to is not None), tuple(t.rate for t in tiers)


def _pay_points(values: Mapping[str, Sequence[Point]], status: str) -> PayPoints:
    width = max((len(points) for points in values.values()), default=1)
    pounds = np.full((len(BANDS), width), np.nan)
    years = np.full((len(BANDS), width), np.nan)
    statuses, notes = {}, {}
    for band, points in values.items():
        code = BAND_CODE[band]
        pounds[code, : len(points)] = [np.nan if point.pounds is None else point.pounds for point in points]
        years[code, : len(points)] = [point.years for point in points]
        statuses[code] = tuple(point.status or status for point in points)
        notes[code] = tuple(point.note for point in points)
    return PayPoints(pounds, years, statuses, notes)


def _overtime(values: OvertimeValues, switches: Switches) -> Overtime:
    """Overtime rates; bands that are only said to be paid it are counted where the switch says so."""
    unverified = values.unverified_bands if switches.scotland_overtime_bands_8_and_9 else []
    paid = frozenset(BAND_CODE[band] for band in (*values.bands, *unverified))
    return Overtime(paid, values.rate, values.public_holiday_rate)


def _window(values: Window) -> Annex5Window:
    return Annex5Window(**msgspec.structs.asdict(values))


class _Reader:
    """Reads figures for one nation and day, gathering their citations."""

    def __init__(self, scales: Scales, nation: str, as_at: datetime.date, changes: Mapping[str, Any]) -> None:
        self.scales, self.nation, self.as_at = scales, nation, as_at
        self.citations: dict[str, Citation] = {}
        self.changes: dict[str, dict[str, Any]] = {}
        self.refused: list[Refused] = []
        for dotted, value in changes.items():
            parameter, _, rest = dotted.partition(".")
            if parameter not in PARAMETERS:
                self.refused.append(Refused(f"scales.{dotted}", f"no such parameter; {nearest(parameter, PARAMETERS)}"))
            self.changes.setdefault(parameter, {})[rest] = value

    def __call__(self, parameter: str, nation: str | None = None, *, under: str | None = None) -> Any:
        nation = nation or self.nation
        changes = self.changes.get(under or parameter)
        try:
            in_force = self.scales.in_force(parameter, nation, self.as_at, changes)
        except Refused as error:
            self.refused += error.each
            in_force = self.scales.in_force(parameter, nation, self.as_at)
        self.citations[under or parameter] = in_force.citation
        return in_force.values

    def refuse_unsound(self) -> None:
        """Refuse changes that cannot be made, and those of figures that this nation has no use for."""
        for parameter, changes in self.changes.items():
            if parameter in PARAMETERS and parameter not in self.citations:
                path = f"scales.{parameter}.{next(iter(changes))}".rstrip(".")
                words = f"{parameter} is not used in {self.nation}; a change of it changes nothing"
                self.refused.append(Refused(path, words))
        if self.refused:
            raise together(self.refused)


def as_date(day: datetime.date | str) -> datetime.date:
    """A date, or one written as 2026-04-01."""
    if isinstance(day, datetime.date):
        return day
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            raise ValueError
        return datetime.date.fromisoformat(day)
    except ValueError:
        raise Refused("as_at", f"'{day}' is not a date; write it as 2026-04-01") from None


def known_nation(nation: str) -> str:
    """The nation, or an error that says which there are."""
    if nation not in NATIONS:
        raise Refused("nation", f"'{nation}' is not a nation; {nearest(nation, NATIONS)}")
    return nation


def load_working_time(
    nation: str, as_at: datetime.date | str, *, switches: Switches | None = None, scales: Scales | None = None
) -> WorkingTime:
    """What turns a rota into hours, for a nation on a day.

    >>> load_working_time("england", "2026-11-22").weekly_hours
    37.5
    """
    return _working_time(_Reader(scales or shipped_scales(), known_nation(nation), as_date(as_at), {}), switches)


def _working_time(read: _Reader, switches: Switches | None) -> WorkingTime:
    switches = switches or Switches()
    rates = read("section-2-rates")
    windows = read("section-2-windows")
    default = read.citations["section-2-rates"].status
    section_2 = Section2(
        lower=_band_array({band: row.lower for band, row in rates.items()}),
        higher=_band_array({band: row.higher for band, row in rates.items()}),
        statuses={BAND_CODE[band]: row.status or default for band, row in rates.items()},
        weekday_before=windows.weekday_before,
        weekday_from=windows.weekday_from,
    )
    annex_5 = None
    if read.nation != "scotland":
        windows_5 = read("annex-5-windows")
        brackets = read("annex-5-percentages")
        annex_5 = Annex5(
            bands_1_to_7=_window(windows_5.bands_1_to_7),
            bands_8_to_9=_window(windows_5.bands_8_to_9),
            above=tuple(row.above for row in brackets),
            shares=tuple(row.percent for row in brackets),
            statuses=tuple(row.status or read.citations["annex-5-percentages"].status for row in brackets),
        )
    rows = read("public-holidays")
    covered = read.citations["public-holidays"]
    holidays = days_of(rows, covered, read.scales.sources())
    counted = {day: holiday for day, holiday in holidays.items() if is_counted(holiday, read.nation, switches)}
    weekly_hours = read("weekly-hours")
    return WorkingTime(
        nation=read.nation,
        as_at=read.as_at,
        weekly_hours=weekly_hours,
        section_2=section_2,
        annex_5=annex_5,
        public_holidays=counted,
        left_out={day: holiday for day, holiday in holidays.items() if day not in counted},
        covered=(covered.effective, covered.until or datetime.date.max),
        usual_public_holidays=USUAL_PUBLIC_HOLIDAYS[read.nation],
        first_year_as_usual=first_year_as_usual(read.nation, switches),
        switches=switches,
        citations=read.citations,
    )


def _national_insurance(
    employee: EmployeeInsuranceValues, employer: EmployerInsuranceValues, period: Literal["year", "month"]
) -> NationalInsurance:
    """National Insurance on the thresholds printed for a period."""
    return NationalInsurance(
        primary_threshold=getattr(employee.primary_threshold, period),
        upper_earnings_limit=getattr(employee.upper_earnings_limit, period),
        main_rate=employee.main_rate,
        upper_rate=employee.upper_rate,
        secondary_threshold=getattr(employer.secondary_threshold, period),
        employer_rate=employer.rate,
    )


CODE_LETTERS = {"scotland": "S", "wales": "C"}
"""What stands before the tax codes of a nation; nothing before those of England and Northern Ireland."""
WELSH_RATES_SINCE = datetime.date(2019, 4, 6)
"""The first day of the Welsh rates of income tax, and so of codes that begin with C."""


def load_paye(nation: str = "england", as_at: datetime.date | str = "", *, scales: Scales | None = None) -> Paye:
    """What PAYE is worked out from under tax codes of a nation (of the person, not of the job) on a day.

    Raises `NotInForce` where a figure has no block for the day.

    >>> load_paye("scotland", "2026-11-22").standard_code
    'S1257L'
    """
    read = _Reader(scales or shipped_scales(), known_nation(nation), as_date(as_at), {})
    tax, codes = read("income-tax"), read("tax-codes")
    bands = Marginal(*_bounds_and_rates(tax))
    if codes.basic_rate not in bands.rates:
        raise Refused("scales.tax-codes.basic_rate", f"{codes.basic_rate:.0%} is not a rate of income tax in {nation}")
    before_welsh_rates = nation == "wales" and day_of("income-tax", read.as_at) < WELSH_RATES_SINCE
    letter = "" if before_welsh_rates else CODE_LETTERS.get(nation, "")
    return Paye(
        nation=nation,
        as_at=read.as_at,
        bands=bands,
        basic_band=bands.rates.index(codes.basic_rate),
        free_pay_of_500=codes.free_pay_of_500,
        most_deducted=codes.most_deducted,
        standard_code=letter + codes.standard_code,
        citations=read.citations,
    )


AMOUNTS = {
    each.name: parameter
    for each in fields(RuleBook)
    if (parameter := each.name.replace("_", "-")) in PARAMETERS and each.type is float
    if not isinstance(PARAMETERS[parameter].values, type(msgspec.Struct))
}
"""Fields of a rule book that are one number of a scale file, by the same name."""


def load_policy(
    nation: str = "england",
    as_at: datetime.date | str = "",
    *,
    tax_residence: str | None = None,
    switches: Switches | None = None,
    changes: Mapping[str, Any] | None = None,
    scales: Scales | None = None,
    needs_pay_points: bool = True,
) -> RuleBook:
    """The rule book in force for a nation on a day.

    `tax_residence` (default: the nation) decides income tax. `changes` maps `parameter.path` to a value, such as
    `{"pay-points.8a.0.pounds": "60000"}`; a changed figure has status `assumed`.

    `needs_pay_points=False` serves jobs that all state their basic pay: then pay points may be missing.

    Raises `NotInForce` where a figure has no block for the day, and `Refused` for an unknown nation or change.

    >>> rule_book = load_policy("england", "2026-11-22")
    >>> float(rule_book.pay_points.pounds[BAND_CODE["8a"], 0])
    57528.0
    """
    residence = known_nation(tax_residence or nation)
    read = _Reader(scales or shipped_scales(), known_nation(nation), as_date(as_at), changes or {})
    previous_year = read.nation == "scotland" and switches is not None and switches.scotland_pension_table == 1
    needed = needed_by_a_rule_book(read.nation, pay_points=needs_pay_points, previous_year_tiers=previous_year)
    refuse_lacking(read.nation, read.as_at, read.scales.histories(needed, read.nation, residence))
    working_time = _working_time(read, switches)
    switches = working_time.switches
    points: Mapping[str, Sequence[Point]] = {}
    try:
        points = read("pay-points")
    except NotInForce:
        if needs_pay_points:
            raise
    overtime = read("overtime")
    zones = read("high-cost-area-supplement") if nation == "england" else {}
    tiers_name = "member-pension-contribution"
    if nation == "scotland" and switches.scotland_pension_table == 1:
        tiers = read("member-pension-contribution-previous-year-pay", under=tiers_name)
    else:
        tiers = read(tiers_name)
    tier_basis = read("pension-tier-basis")
    allowance = read("personal-allowance")
    tax = read("income-tax", residence)
    marriage = read("marriage-allowance", residence)
    employee = read("national-insurance-employee")
    employer = read("national-insurance-employer")
    loans = read("student-loans")
    benefit = read("child-benefit")
    charge = read("child-benefit-charge")
    levy = read("apprenticeship-levy")
    past_service = read("final-salary")
    amounts = {name: read(parameter) for name, parameter in AMOUNTS.items()}
    read.refuse_unsound()
    return RuleBook(
        nation=nation,
        tax_residence=residence,
        as_at=read.as_at,
        working_time=working_time,
        pay_points=_pay_points(points, read.citations["pay-points"].status if points else ""),
        overtime=_overtime(overtime, switches),
        high_cost_area_supplement={
            zone: Clamp(zones[zone].percent, zones[zone].minimum, zones[zone].maximum)
            for zone in HIGH_COST_AREAS
            if zone in zones
        },
        member_pension_contribution=Slab(*_bounds_and_rates(tiers)),
        pension_tier_by_whole_time_pay=tier_basis == "whole_time",
        final_salary=FinalSalary(**msgspec.structs.asdict(past_service)),
        personal_allowance=PersonalAllowance(**msgspec.structs.asdict(allowance)),
        income_tax=Marginal(*_bounds_and_rates(tax)),
        national_insurance=_national_insurance(employee, employer, "year"),
        national_insurance_a_month=_national_insurance(employee, employer, "month"),
        student_loans={
            plan: StudentLoan(getattr(loans, plan).threshold, getattr(loans, plan).rate) for plan in STUDENT_LOANS
        },
        child_benefit=ChildBenefit(benefit.eldest, benefit.additional, charge.start, charge.step),
        apprenticeship_levy=levy.rate,
        marriage_allowance=MarriageAllowance(**msgspec.structs.asdict(marriage)),
        citations=read.citations,
        assumptions=shipped_assumptions(),
        changed=tuple(changes or ()),
        **amounts,
    )
