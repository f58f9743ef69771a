"""Write docs/verification.md: each rule, its source, its hand-worked cases, and what others found, beside ours.

Nothing on the page is typed there. Rules come from `paymodel.pay.lines`, figures and documents from the scale
files, hand-worked cases from the tests that bear the marker `rule`, results of others from `tests.independent_results`.
"""

import importlib
import inspect
import math
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from paymodel import rounding
from paymodel.about import NATIONS, NOT_PAYROLL
from paymodel.answers.phrasing import LINE_LABELS, NATION_LABELS, sentence
from paymodel.counting import counted
from paymodel.files.scale_histories import Block
from paymodel.files.scales import load_paye, shipped_scales
from paymodel.files.value_types import Status
from paymodel.files.yaml_documents import parse
from paymodel.moves import comparison
from paymodel.moves.provenance import figures_of_line, where_worked_out
from paymodel.pay import award, rota
from paymodel.pay.lines import LINE, LINES, Line
from paymodel.pay.rules import annex_5, basic_pay, final_salary, pay_steps, paye, promotion, unsocial_hours
from paymodel.scenarios.load import scenario_of
from tests.independent_results import COMPARISONS, DAY, Held

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "verification.md"


def _behind(words: str, rules: tuple[Callable[..., object], ...], rests_on: str) -> Line:
    """A rule that is no line of a payslip by itself, told as the lines are."""
    return Line("", "", words, rests_on, rules)


BEHIND: Mapping[str, Line] = {
    "hourly_rate": _behind(
        "Annual pay over 365/7 weeks over the hours of the standard week; not rounded.",
        (basic_pay.hourly_rate,),
        "NHSBSA KA-02658",
    ),
    "pay_steps": _behind(
        "The step reached after so many years in a band.",
        (pay_steps.step_after,),
        "pay circular of the nation and year",
    ),
    "hours_by_rate": _behind(
        "The paid hours of a shift: plain, Saturday and night, Sunday and public holiday. Where more than half of a "
        "shift lies at night, all of its weekday part earns the lower rate.",
        (unsocial_hours.hours_by_rate,),
        "handbook 2.8 to 2.13",
    ),
    "annex_5_hours": _behind(
        "The hours of a shift outside the day, breaks included.", (annex_5.qualifying_hours,), "old Annex E"
    ),
    "rota_hours": _behind(
        "The average hours of a rota over the days and public holidays of a pay year, and what becomes of an excess.",
        (rota.rota_hours,),
        "the rota, the calendar and the contract",
    ),
    "first_higher_point": _behind(
        "Outside England a promotion starts on the first point at which basic pay and any premium rise.",
        (promotion.first_higher_step,),
        "old handbook 6.35",
    ),
    "paye": _behind(
        "Tax deducted from a month's pay under a tax code, cumulative or of that month alone.",
        (paye.income_tax,),
        "HMRC, specification for PAYE tax table routines",
    ),
    "final_salary": _behind(
        "What a move does to the pension of service before 2022: 1/80 of the change of pensionable pay for each year "
        "of the 1995 Section and three times that as a lump sum, 1/60 for each year of the 2008 Section.",
        (final_salary.pension_change,),
        "NHSBSA KA-04622; SI 1995/300, regulations E1 and E6",
    ),
    "pay_award": _behind(
        "A percentage, pounds or both on every pay point, to the whole pound; what it changes is assumed.",
        (award.under_award,),
        "the question asked",
    ),
    "rounding": _behind(
        "Lines half up to the penny, loans and the child benefit charge down to the pound.",
        (rounding.to_penny,),
        "each rule's own text",
    ),
}
"""Rules that are no line of a payslip by themselves."""
EVERY_RULE: Mapping[str, Line] = {**LINE, **BEHIND}
FIGURES_BEHIND = {
    "hourly_rate": ("weekly-hours",),
    "pay_steps": ("pay-points",),
    "hours_by_rate": ("section-2-windows", "public-holidays"),
    "annex_5_hours": ("annex-5-windows",),
    "rota_hours": ("public-holidays", "weekly-hours"),
    "final_salary": ("final-salary",),
    "paye": tuple(load_paye("england", DAY).citations),
}


# --- The figures of a rule ---------------------------------------------------------------------------------

USES_EVERYTHING = """
title: Posts whose lines use every figure
as_at: {day}
nation: {nation}
person: {{student_loan: plan_2, children: 2{area}}}
current: {{band: "6", step: top, rota: ward-three-week, overtime_hours_a_week: 1{annex_5}, if_hours_differ: scale}}
offers:
  - {{band: "7", rota: ward-three-week, overtime_hours_a_week: 1, pattern: different, if_hours_differ: scale}}
"""


def figures_by_rule() -> dict[str, list[str]]:
    """The names of the figures that each rule uses in some nation."""
    found: dict[str, dict[str, None]] = {rule: dict.fromkeys(FIGURES_BEHIND.get(rule, ())) for rule in EVERY_RULE}
    for nation in NATIONS:
        area = ", high_cost_area: inner" if nation == "england" else ""
        on_annex_5 = "" if nation == "scotland" else ", unsocial_hours: annex_5"
        text = USES_EVERYTHING.format(day=DAY, nation=nation, area=area, annex_5=on_annex_5)
        for result in comparison.compare(scenario_of(parse(text, nation), None, nation)).results:
            for line in LINES:
                cited = figures_of_line(line, result.post, result.payslip, result.rule_book)
                found[line].update(dict.fromkeys(one.parameter for one in cited))
    return {rule: list(names) for rule, names in found.items()}


def statuses_of(block: Block) -> Iterator[str]:
    """The status of a block, and those of its rows."""
    yield block.status
    rows = list(block.values.values()) if isinstance(block.values, dict) else block.values
    rows = rows if isinstance(rows, list) else []
    for row in (one for some in rows for one in (some if isinstance(some, list) else [some])):
        status = row.get("status") if isinstance(row, dict) else None
        if status:
            yield str(status)


def figure_rows(name: str) -> list[list[str]]:
    """A row for each file of a figure: where it holds, from when until when, its statuses and its documents."""
    scales = shipped_scales()
    paths = {nation: scales.find(name, nation) for nation in NATIONS}
    found = []
    for path in dict.fromkeys(path for path in paths.values() if path is not None):
        blocks = scales.history(path).history
        nations = ", ".join(NATION_LABELS[nation] for nation in NATIONS if paths[nation] == path)
        ends = [block.until for block in blocks]
        statuses = sorted({status for block in blocks for status in statuses_of(block)}, key=get_args(Status).index)
        sources = [scales.sources()[one] for one in dict.fromkeys(block.source for block in blocks)]
        documents = "; ".join(f"[{one.title}]({one.url}), {one.publisher}" for one in sources)
        last = "further notice" if None in ends else max(filter(None, ends))
        dates = f"{min(block.effective for block in blocks)} to {last}"
        found.append([name, nations, dates, ", ".join(statuses), documents])
    return found


# --- The hand-worked cases of a rule -----------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A test that bears the marker: its name as a sentence, its file, and how many cases it is run for."""

    words: str
    file: str
    cases: int
    second: bool

    @property
    def said(self) -> str:
        """As the page says it."""
        many = "" if self.cases == 1 else f", {counted(self.cases, 'case')}"
        return f"{self.words} ([{self.file}](../tests/{self.file}){many})"


NAMES = ("england", "scotland", "wales", "london", "scottish", "january", "april", "october", "annex")
HYPHENS = ("part_time", "long_term", "short_term", "take_home")
PROPER = {
    **{name: name.capitalize() for name in (*NAMES, "friday", "saturday", "sunday")},
    **{words: words.replace("_", "-") for words in HYPHENS},
    "northern_ireland": "Northern Ireland",
    "uk": "UK",
    "hmrc": "HMRC",
    "paye": "PAYE",
    "section_2": "Section 2",
    "national_insurance": "National Insurance",
    "a_k_code": "a K code",
    "scotlands": "Scotland's",
}


def in_words(name: str, of: str = "") -> str:
    """The name of a test as a sentence, after that of its class.

    >>> in_words("test_scotland_has_none", "TestAnnex5"), in_words("test_paramedic_on_section_2")
    ('Annex 5: Scotland has none', 'Paramedic on Section 2')
    """
    apart = re.sub(r"(?<=.)([A-Z]|[0-9]+)", r"_\1", of.removeprefix("Test")).lower()
    words = f"_{apart}_:_" if of else "_"
    words += f"{name.removeprefix('test_')}_"
    words = re.sub(r"_(\d{1,3})_(\d{3})(?=_)", r"_\1,\2", re.sub(r"_(20\d\d)_(\d\d)(?=_)", r"_\1-\2", words))
    for plain, proper in PROPER.items():
        words = words.replace(f"_{plain}_", f"_{proper}_")
    return sentence(words.strip("_").replace("_:", ":").replace("_", " "))


def marks_of(thing: object) -> list[Any]:
    """The marks of a test or of a class of tests."""
    return list(getattr(thing, "pytestmark", []))


def every_test(module: Any) -> Iterator[tuple[str, list[Any]]]:
    """The tests of a module in their order as sentences, each with its marks and those of its class."""
    for name, thing in vars(module).items():
        if name.startswith("Test") and inspect.isclass(thing):
            for method, function in vars(thing).items():
                if method.startswith("test_"):
                    yield in_words(method, name), [*marks_of(thing), *marks_of(function)]
        elif name.startswith("test_"):
            yield in_words(name), marks_of(thing)


def cases_by_rule() -> dict[str, list[Case]]:
    """Every test that bears the marker, under each rule that it names."""
    found: dict[str, dict[Case, None]] = {rule: {} for rule in EVERY_RULE}
    for path in sorted(TESTS.glob("test_*.py")):
        if "@pytest.mark.rule(" not in path.read_text(encoding="utf-8"):
            continue
        for words, marks in every_test(importlib.import_module(f"tests.{path.stem}")):
            cases = math.prod(len(mark.args[1]) for mark in marks if mark.name == "parametrize")
            for mark in (one for one in marks if one.name == "rule"):
                case = Case(words, path.name, cases, bool(mark.kwargs.get("second")))
                for rule in mark.args:
                    found.setdefault(rule, {})[case] = None
    return {rule: list(cases) for rule, cases in found.items()}


# --- The page ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Proof:
    """Everything that the page says."""

    held: Sequence[Held]
    cases: Mapping[str, Sequence[Case]]
    figures: Mapping[str, Sequence[str]]

    def against(self, rule: str) -> list[Held]:
        """What a rule was held against."""
        return [one for one in self.held if rule in one.rules]

    def faults(self) -> list[str]:
        """Whatever does not agree, and rules without a hand-worked case."""
        by_hand = {rule for rule, cases in self.cases.items() if not all(case.second for case in cases)}
        lacking = [f"{rule}: no test marked as a hand-worked case of it" for rule in EVERY_RULE if rule not in by_hand]
        named = [*((one.what, one.rules) for one in self.held), ("the marker of a test", self.cases)]
        unknown = [f"{what}: '{rule}' is no rule" for what, rules in named for rule in rules if rule not in EVERY_RULE]
        return [*(fault for one in self.held for fault in one.faults()), *lacking, *unknown]


def proof() -> Proof:
    """Work everything out."""
    return Proof([compare() for compare in COMPARISONS], cases_by_rule(), figures_by_rule())


def label(rule: str) -> str:
    """A rule's heading."""
    named = {**LINE_LABELS, "paye": "PAYE", "employer_pension_paid_centrally": "Employer pension paid centrally"}
    return named.get(rule) or sentence(rule.replace("_", " "))


def anchor(rule: str) -> str:
    """The address of a rule's heading on the page."""
    return "#" + re.sub(r"[^a-z0-9 -]", "", label(rule).lower()).replace(" ", "-")


def table(head: str, rows: Sequence[Sequence[object]]) -> list[str]:
    """A table; a heading that ends with a colon is of numbers, set to the right."""
    names = head.split(" | ")
    under = ["---:" if name.endswith(":") else "---" for name in names]
    shown = [[name.removesuffix(":") for name in names], under, *([str(cell) for cell in row] for row in rows)]
    return [*(f"| {' | '.join(cells)} |" for cells in shown), ""]


def counts(one: Held) -> tuple[int, int, int]:
    """How many values were compared, agree, and differ for the known reason."""
    return len(one.labels), int(one.agree().sum()), int(one.known().sum())


def summary(found: Proof) -> list[str]:
    """The tables at the head of the page."""
    compared, agree, known = (sum(column) for column in zip(*map(counts, found.held), strict=True))
    results = []
    for one in found.held:
        values, alike, apart = (f"{number:,}" for number in counts(one))
        results.append([one.by.name, one.what, values, alike, one.closeness[1], apart])
    origins = dict.fromkeys(one.by for one in found.held)
    by_rule = []
    for rule in EVERY_RULE:
        against = found.against(rule)
        by_hand = sum(case.cases for case in found.cases[rule] if not case.second)
        total = [sum(column) for column in zip(*map(counts, against), strict=True)] or [0, 0, 0]
        number = [f"{one:,}" for one in total] if against else ["none found", "", ""]
        by_rule.append([f"[{label(rule)}]({anchor(rule)})", f"{by_hand:,}", *number])
    return [
        f"{compared:,} values that others worked out or published were compared with ours: {agree:,} agree, {known:,} "
        f"differ for a reason that is known, and {compared - agree - known:,} differ without one.",
        "",
        "## Held against others",
        "",
        *table("Independent result | What was compared | Values: | Agree: | How closely | Known differences:", results),
        "Where they come from:",
        "",
        *(f"- {one.name}: {one.what} (`{one.place}`)." for one in origins),
        "",
        "policyengine-uk was also run beside this package for up to a million people; that was done by hand and is not "
        "made again with this page: [performance-policyengine.md](performance-policyengine.md#agreement).",
        "",
        "## Known differences",
        "",
        *(
            f"- {one.what}, {one.by.name}: {counts(one)[2]:,} of {counts(one)[0]:,}. {one.reason}"
            for one in found.held
            if one.reason
        ),
        "",
        "## Rule by rule",
        "",
        "A value may be held against several rules: a rota's hours prove both its average and the rate of each hour.",
        "",
        *table("Rule | Hand-worked cases: | Independent values: | Agree: | Known differences:", by_rule),
    ]


def section(rule: str, found: Proof) -> list[str]:
    """The section of a rule."""
    said = EVERY_RULE[rule]
    names = where_worked_out(said)
    functions = ", ".join(f"`{name.removeprefix('paymodel.pay.').removeprefix('rules.')}`" for name in names)
    against, cases = found.against(rule), found.cases[rule]
    figures = [row for name in found.figures[rule] for row in figure_rows(name)]
    held = [
        f"- {one.what}, {one.by.name}: {counts(one)[1]:,} of {counts(one)[0]:,} agree, {one.closeness[1]}."
        + (f" The other {counts(one)[2]:,} by the known difference alone: {one.reason}" if one.reason else "")
        for one in against
    ]
    lines = [
        *(f"### {label(rule)}", ""),
        *(f"{said.words} Rests on: {said.rests_on}. Worked out by {functions}.", ""),
        *(table("Figure | Holds for | Dates | Status | Documents", figures) if figures else []),
        *(("Held against others:", "", *held, "") if held else ("No independent result was found.", "")),
    ]
    for title, second in (("Worked by hand", False), ("Written a second time", True)):
        chosen = [f"- {case.said}" for case in cases if case.second is second]
        lines += [f"{title}:", "", *chosen, ""] if chosen else []
    return lines


INTRODUCTION = f"""# What the figures were checked against

{NOT_PAYROLL}

This page is made by `make verification` (Windows: `py tasks.py verification`) from the rules, the scale files and the
tests; it is not edited by hand. The tests make it anew: where a figure breaks agreement, a difference has no known
reason, or a known difference is gone, the build fails.

- **Held against others**: values that somebody else worked out or published, each compared with ours as this page is
  made.
- **Worked by hand**: cases whose answer stands in a test as plain arithmetic or a published figure. Each is named by
  the sentence that is its test's name, and runs with every build.
- **Written a second time**: the figures typed again from the documents, apart from the scale files, or the rule written
  again in another way. That guards against slips; it is not independent of this project.

A figure is `confirmed`, `derived`, `unverified` or `assumed`; where its dates or rows differ in that, all are named.
"""


def page(found: Proof) -> str:
    """The page as Markdown."""
    lines = [INTRODUCTION, *summary(found), "## The lines of a payslip", ""]
    for rule in LINES:
        lines += section(rule, found)
    lines += ["## Rules behind the lines", ""]
    for rule in BEHIND:
        lines += section(rule, found)
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write the page; where something does not agree, say so instead and leave the page as it is."""
    found = proof()
    faults = found.faults()
    if faults:
        sys.exit("\n".join(faults))
    PAGE.write_text(page(found), encoding="utf-8")
    sys.stdout.write("Wrote docs/verification.md: nothing disagrees without a reason.\n")


if __name__ == "__main__":
    main()
