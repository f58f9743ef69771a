"""One reader of people: the same words, bounds and contradictions in every door.

The doors are tables of jobs (`payslips`), tables of jobs with tax codes (`payroll`), staff lists (`workforce`) and
scenarios (the person, and the post held). A value is taken in all of them as the same value, or refused in all of them
in the same words.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec import inspect

from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files import payroll_tables, people_tables, table_rows
from paymodel.files.choices import same_word
from paymodel.files.mappings import COLUMNS, load_mapping
from paymodel.files.scales import load_policy
from paymodel.files.staff_lists import pieces, read_part
from paymodel.files.uploads import Upload
from paymodel.files.yaml_documents import parse
from paymodel.scenarios.json_schemas import MODELS
from paymodel.scenarios.load import scenario_of
from paymodel.scenarios.schema import PersonFile
from paymodel.workforces.staff_rows import Reader
from paymodel.workforces.surveys import list_problems
from tests.table_files import text as csv_of

Row = dict[str, str]
DAY = "2026-11-22"
UNSOCIAL = ("saturday_night", "sunday_holiday", "annex_5", "unsocial", "rota")


def of_a_table(layout: table_rows.Layout, work: table_rows.Work, row: Row) -> Any:
    """What a table of jobs makes of a row. Raises `Faults`."""
    row = {"id": "A1", "as_at": DAY, "band": "6", "step": "2"} | row
    written: list[Mapping[str, Any]] = []
    done = table_rows.each_block(Upload("t.csv", csv_of([list(row), list(row.values())])), written.append, layout, work)
    assert done.rows == 1
    return [{name: np.asarray(values).tolist() for name, values in block.items()} for block in written]


def of_payslips(row: Row) -> Any:
    """A row of `paymodel payslips`."""
    return of_a_table(people_tables.JOBS, people_tables._payslips, row)


def of_payroll(row: Row) -> Any:
    """A row of `paymodel payroll`."""
    return of_a_table(payroll_tables.JOBS, payroll_tables._payroll_of_rows(False), row)


def of_a_staff_list(row: Row) -> Any:
    """A row of `paymodel workforce`: the job of the person in post. Raises `Faults`."""
    if not any(column.startswith(UNSOCIAL) for column in row):
        row = row | {"unsocial_hours_payment": "0"}
    row = {"id": "A1", "band": "6", "step": "2", "whole_time_equivalent": "1"} | row
    row.pop("as_at", None)
    (piece,) = pieces(Upload("staff.csv", csv_of([list(row), list(row.values())])))
    reader = Reader("england", Path(), "refuse")
    policies: dict[tuple[str, str], Any] = {}

    def rules_of(nation: str, residence: str) -> Any:
        return policies.setdefault((nation, residence), load_policy(nation, DAY, tax_residence=residence))

    people, part = reader.people(read_part(piece, load_mapping("template"), ()), rules_of)
    if problems := list_problems(part):
        raise Faults([_fault(column, words) for _, _, column, words in problems])
    (group,) = reader.staff(people, policies).groups
    return {name: str(np.asarray(value).tolist()) for name, value in vars(group.job).items()} | {"of": group.nation}


def of_a_scenario(row: Row) -> Any:
    """The person and the post held of a scenario. Raises `Faults`."""
    whose: dict[str, Row] = {"person": {}, "current": {"band": "6", "step": "2"}}
    day, nation = row.pop("as_at", DAY), row.pop("nation", "england")
    for key, value in row.items():
        whose["person" if key in PersonFile.__struct_fields__ else "current"][key] = value
    lines = [f"title: A move\nas_at: {quoted(day)}\nnation: {quoted(nation)}"]
    for name, keys in whose.items():
        lines.append(f"{name}: {{{', '.join(f'{key}: {quoted(value)}' for key, value in keys.items() if value)}}}")
    lines.append("offers: [{name: Manager, basic_pay: 200000, pattern: different}]")
    scenario = scenario_of(parse("\n".join(lines), "s.yaml"), Path(), "s")
    held = scenario.cases[0].current.job
    return {name: str(np.asarray(value).tolist()) for name, value in vars(held).items()} | {
        "as_at": scenario.as_at,
        "of": scenario.nation,
        "taxed": scenario.cases[0].rule_book.tax_residence,
    }


def quoted(text: str) -> str:
    """A text of YAML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _fault(column: str, words: str) -> Any:
    from paymodel.errors import Fault

    return Fault("staff.csv", column, words)


DOORS: Mapping[str, tuple[Callable[[Row], Any], frozenset[str]]] = {
    "payslips": (of_payslips, frozenset(people_tables.COLUMNS)),
    "payroll": (of_payroll, frozenset(payroll_tables.JOBS.columns)),
    "workforce": (of_a_staff_list, frozenset(COLUMNS)),
    "scenario": (
        of_a_scenario,
        frozenset({*people_tables.COLUMNS, "as_at", "nation", "unsocial_hours"} - {"id", "tax_code", "basis"}),
    ),
}


def refusal(door: Callable[[Row], Any], row: Row) -> str:
    """The first words with which a door refuses a row; nothing where it takes it."""
    try:
        door(dict(row))
    except Faults as error:
        return error.faults[0].message
    return ""


SAME: Mapping[str, Mapping[str, str]] = {
    "band": {
        "6": "6|Band 6|band-6|BAND 6|AfC 6|AfC Band 6|Agenda for Change Band 6|A4C 6|NHS Band 6|B6|Bd 6|06|6.0|XR06|"
        "Review Body Band 6|Non-Review Body Band 6|XR06 | Review Body Band 6|Band six|Band\u00a06|Band 6 (AfC)|Band_6"
        "|Grade 6|Gr. 6|Band VI|XR6",
        "7": "Band 7|AfC Band 7|XN07|AfC: 7|Pay Band 7",
        "8a": "8a|8A|Band 8a|Band 8A|8(a)|8 a|Band 8 - Range A|Band 8\u2013A|AfC 8a|band eight a|XR08",
        "9": "Band 9|XR12|nine",
    },
    "step": {
        "1": "1|entry|Entry|Entry step point|min|Minimum|Year 1|Step 1|1st|<2 years|bottom of band|1.0",
        "2": "2|intermediate|Intermediate|Mid point|Step 2|Step-2|AfC Step 2|02|Point 2|2-5 years|2\u20135 years"
        "|Incremental point 2|2 of 3|2/3|Pt 2|PS2|P2|second|Second step|Step two|Step #2|Intermediate (2)",
        "3": "3|top|Top|TOP|max|Top of band|Top step point|5+ years|Step 3 of 3|Step 3/3",
    },
    "nation": {
        "england": "england|England|ENGLAND|NHS England|Eng|GB-ENG|English",
        "wales": "wales|Cymru|NHS Wales|Wales (Cymru)|GB-WLS",
        "scotland": "scotland|NHS Scotland|Scot",
        "northern_ireland": "northern_ireland|Northern Ireland|N. Ireland|NI|northern-ireland",
    },
    "tax_residence": {"wales": "Wales|Cymru", "scotland": "Scotland|SCOTLAND"},
    "as_at": {DAY: "2026-11-22|22/11/2026|22 November 2026|22 Nov 26|Nov 22, 2026|20261122|2026-11-22 00:00:00"},
    "whole_time_equivalent": {
        "0.8": "0.8|80%|80 %|0.80|.8|80 per cent|0.8 WTE|FTE 0.8|0.8 fte|30/37.5|30 of 37.5 hours|4/5|80% FTE|80%WTE"
        "|P/T 0.8|0.8 PT|Part-time (0.8)|30hrs/37.5hrs",
        "1": "1|1.0|100%|FT|F/T|Full time|full-time|Whole Time|37.5/37.5|Full Time 1.0|FT (100%)",
        "0.5": "\u00bd|0.5|50%",
        "0.75": "\u00be|75% of full time",
    },
    "basic_pay": {"45000": "45000|45,000|£45,000|£45,000.00|45000 p.a.|£45k|45 000|GBP 45000|45,000 a year"},
    "other_pay": {
        "2000": "2000|2,000|£2,000 p/a|£2,000.00|£2k|2000 per annum|£2,000/year|+2000|2\u202f000|2e3",
        "0": "0|nil|none|-|\u2013|£ -|0.00",
    },
    "salary_sacrifice": {"1200": "£1,200 p.a.|1,200|1200.00"},
    "pension_contribution": {"4000": "£4,000|4,000.00"},
    "on_call_payment": {"3000": "£3,000|3,000 pa"},
    "other_pensionable_pay": {"500": "£500|500 a year"},
    "unsocial_hours_payment": {"9000": "£9,000|9,000|£9k"},
    "saturday_night_hours_a_year": {"312.5": "312.5|312.5 hours|312:30|312.5 hrs a year"},
    "sunday_holiday_hours_a_year": {"1040": "1,040|1040 hrs|1040h"},
    "overtime_hours_a_year": {"52": "52 hours|52.0|52 hrs p.a."},
    "public_holiday_overtime_hours_a_year": {"8": "8 hours"},
    "annex_5_hours_a_week": {"14": "14 hours|14.0|14:00|14 hours a week"},
    "annex_5_percent": {"25%": "25%|25|25 %|25.0%|25 per cent|25percent|25% of basic pay|25% of basic|25pc|25\uff05"},
    "long_term_premium": {"5%": "5%|5 %|5 per cent|5.0%", "1200": "1200|£1,200|1,200|£1,200 p.a.|£1.2k"},
    "short_term_premium": {"10%": "10%|10 per cent", "800": "£800|800.00"},
    "children": {"2": "2|2.0|2 children", "0": "0|none|nil"},
    "sickness_absence": {"0.05": "0.05|5%|5 %|5 per cent|.05"},
    "years_of_1995_section": {"12.5": "12.5|12.5 years|12.5 yrs"},
    "years_of_2008_section": {"3": "3|3 years"},
    "in_pension_scheme": {
        "yes": "yes|Y|TRUE|1|Member|Opted in|Active|1.0|2015 scheme|NHSPS|Yes (2015)|NHS 1995",
        "no": "no|N|false|0|Opted Out|opted-out|Not a member|Out",
    },
    "marriage_allowance": {"yes": "yes|Y|true|1", "no": "no|N|0|None|n/a"},
    "student_loan": {
        "plan_1+plan_2": "plan_1+plan_2|Plan 1 & 2|Plans 1 and 2|Plan 1, Plan 2",
        "plan_2": "plan_2|Plan 2|PLAN-2|Plan type 2|SL2|UG Plan 2|Plan II|SLP2",
        "plan_2+postgraduate": "Plan 2 + PGL|plan_2+postgraduate|Plan 2 and Postgraduate Loan|Plan 2 / PGL|PGL, Plan 2",
        "": "none|No loan|n/a",
    },
    "high_cost_area": {
        "inner": "inner|Inner London|INNER|HCAS Inner|London - Inner|Inner (20%)|20% Inner",
        "fringe": "London Fringe|fringe|Fringe 5%",
        "": "none|n/a",
    },
}
"""For each column our word, and texts that say the same, apart by bars."""

REFUSED: Mapping[str, Mapping[str, str]] = {
    "band": {
        "8": "is not a band",
        "5/6": "holds two bands, 5 and 6; give the one that is paid",
        "B5-6": "holds two bands, 5 and 6; give the one that is paid",
        "Band 5 or 6": "holds two bands",
        "10": "is not a band",
        "8e": "is not a band",
        "VSM": "is not a band",
        "XR06 | Review Body Band 7": "holds two bands",
        "Annex 21 Band 6": "holds",
        "#REF!": "is an error of the spreadsheet",
    },
    "step": {
        "4": "has no step 4",
        "Top (2)": "says two steps",
        "2 of 4": "has 3 steps",
        "16.1": "looks like a point of the pay spine",
        "Year 3": "may be the step of that number",
        "Step 3 of 4": "has 3 steps",
        "senior": "is not a step",
        "#N/A": "is an error of the spreadsheet",
    },
    "nation": {"Ireland": "is not a nation", "UK": "is not a nation"},
    "tax_residence": {"France": "is not a nation"},
    "as_at": {"2026-02-30": "is not a date", "11/22/2026": "is not a date", "soon": "is not a date"},
    "whole_time_equivalent": {
        "0": "is out of range: 0.0001 to 1",
        "1.2": "is out of range: 0.0001 to 1 (a part of full time, not hours)",
        "30": "is out of range",
        "-0.5": "is out of range",
        "0,8": "write a point, not a comma",
        "PT": "say which part of full time",
        "120%": "is out of range",
    },
    "basic_pay": {
        "999": "is out of range: 1,000 to 1,000,000",
        "1000001": "is out of range",
        "45.000,50": "leave out the points",
        "£20 an hour": "is not a number",
    },
    "other_pay": {
        "-1": "is out of range: 0 to 1,000,000",
        "1000001": "is out of range",
        "0.25": "would be £0.25 a year",
    },
    "salary_sacrifice": {"0.05": "would be £0.05 a year", "£200 a month": "is not a number"},
    "pension_contribution": {"0.1": "would be £0.1 a year", "-5": "is out of range"},
    "on_call_payment": {"0.04": "would be £0.04 a year", "25%": "but a percentage"},
    "other_pensionable_pay": {"-1": "is out of range", "0.5": "would be £0.5 a year"},
    "unsocial_hours_payment": {"0.25": "would be £0.25 a year", "30%": "but a percentage", "-1": "is out of range"},
    "saturday_night_hours_a_year": {"8785": "is out of range: 0 to 8,784", "-1": "is out of range"},
    "sunday_holiday_hours_a_year": {"8785": "is out of range", "6 hours a week": "is not a number"},
    "overtime_hours_a_year": {"8785": "is out of range"},
    "public_holiday_overtime_hours_a_year": {"8785": "is out of range"},
    "extra_hours_a_year": {"8785": "is out of range"},
    "annex_5_hours_a_week": {"169": "is out of range: 0 to 168"},
    "annex_5_percent": {
        "0.25": "a percentage kept by a spreadsheet as a part of 1? Write 25%",
        "101": "is not a percentage between 0 and 100",
        "12,5%": "write a point, not a comma",
    },
    "long_term_premium": {
        "0.05": "a percentage kept by a spreadsheet as a part of 1? Write 5%",
        "101%": "at most 100% of basic pay",
        "1000001": "at most £1,000,000 a year",
        "-5%": "is not a premium",
    },
    "short_term_premium": {"0.1": "Write 10%", "soon": "is not a premium"},
    "children": {"2.5": "is not a whole number", "21": "is out of range: 0 to 20", "-1": "is out of range"},
    "sickness_absence": {"5": "is out of range: 0 to 1", "-0.1": "is out of range", "101%": "is out of range"},
    "years_of_1995_section": {"46": "is out of range: 0 to 45"},
    "years_of_2008_section": {"-1": "is out of range"},
    "in_pension_scheme": {"perhaps": "is neither true nor false", "2": "is neither true nor false"},
    "marriage_allowance": {"maybe": "is neither true nor false"},
    "student_loan": {"plan_3": "is not a student loan", "plan_1+plan_1": "stands twice"},
    "high_cost_area": {"central": "is not a high cost area"},
}
"""For each column texts that are refused, and with which words."""
TOGETHER: Mapping[str, tuple[Row, str]] = {
    "more hours than a year has": (
        {"saturday_night_hours_a_year": "8000", "overtime_hours_a_year": "8000"},
        "the hours stated come to 16,000; a year has 8,784",
    ),
    "a supplement outside England": (
        {"nation": "wales", "high_cost_area": "inner"},
        "only England has a high cost area supplement",
    ),
    "Annex 5 in Scotland": ({"nation": "scotland", "annex_5_percent": "25%"}, "Annex 5 is not used in Scotland"),
    "Section 2 hours of band 1": (
        {"band": "1", "step": "top", "sunday_holiday_hours_a_year": "100"},
        "band 1 is paid as band 2, but at its own rates for unsocial hours",
    ),
    "a step that the band does not have": ({"band": "2", "step": "3"}, "band 2 has no step 3"),
    "an intermediate step where there is none": ({"band": "3", "step": "intermediate"}, "has no intermediate step"),
}
APART: Mapping[str, tuple[Row, str]] = {
    "a payment beside hours": (
        {"unsocial_hours_payment": "9000", "sunday_holiday_hours_a_year": "100"},
        "give one of them",
    ),
    "a percentage beside hours": (
        {"annex_5_percent": "25%", "saturday_night_hours_a_year": "100"},
        "give one of them",
    ),
    "a payment beside a percentage": ({"unsocial_hours_payment": "9000", "annex_5_percent": "25%"}, "give one of them"),
    "a step without a band": ({"band": "", "basic_pay": "30000", "step": "2"}, ""),
}
"""Contradictions that a staff list refuses in words of its own."""


@pytest.mark.parametrize("column", SAME)
def test_what_says_the_same_is_the_same_in_every_door(column: str) -> None:
    for door, (read, columns) in DOORS.items():
        if column not in columns:
            continue
        for ours, texts in SAME[column].items():
            wanted = read({column: ours})
            others = re.split(r"(?<! )\|(?! )", texts)
            for text in others[:2] if door == "payroll" else others:  # it reads as payslips does, and takes longer
                try:
                    assert read({column: text}) == wanted, (door, text)
                except Faults as error:
                    pytest.fail(f"{door}: {column} {text!r}: {error}")


@pytest.mark.parametrize("column", REFUSED)
def test_what_is_refused_is_refused_in_every_door_in_the_same_words(column: str) -> None:
    for text, words in REFUSED[column].items():
        said = {door: refusal(read, {column: text}) for door, (read, columns) in DOORS.items() if column in columns}
        assert all(words in message for message in said.values()), (text, said)
        assert len(set(said.values())) == 1, (text, said)


@pytest.mark.parametrize("case", [*TOGETHER, *APART])
def test_what_does_not_go_together_is_refused_in_every_door(case: str) -> None:
    row, words = {**TOGETHER, **APART}[case]
    for door, (read, columns) in DOORS.items():
        if set(row) <= columns:
            message = refusal(read, row)
            assert message, door
            assert words in message, (door, message)


def test_every_column_of_a_person_is_tried() -> None:
    columns = {column for _, of_door in DOORS.values() for column in of_door}
    tried = SAME.keys() | REFUSED.keys()
    assert columns - tried == {"id", "rota", "unsocial_hours", "unsocial_hours_percent", "tax_code", "basis"}


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_band_1_is_paid_as_band_2_in_every_door(nation: str) -> None:
    """NHS Employers: band 1 is closed, and those in it are paid as band 2."""
    for read, _ in DOORS.values():
        rows = ({"nation": nation, "band": band, "step": "top"} for band in ("Band 1", "2"))
        first, second = (read(row) for row in rows)
        assert first == second


def test_what_one_says_for_none_goes_before_what_another_says() -> None:
    text = f"title: A move\nas_at: {DAY}\nnation: england\nperson: {{high_cost_area: inner}}\n"
    text += "current: {band: 6, high_cost_area: none}\noffers: [{band: 8a, pattern: different}]\n"
    case = scenario_of(parse(text, "s.yaml"), Path(), "s").cases[0]
    assert case.current.job.high_cost_area is None
    assert case.offers[0].job.high_cost_area == "inner"


CHOICES = ("scenario", "posts", "rota", "scale", "plausible", "column-mapping")


def choices_of(kind: inspect.Type, seen: set[type]) -> Iterator[tuple[str, ...]]:
    """The words of every choice that a type holds."""
    if isinstance(kind, inspect.LiteralType):
        yield tuple(map(str, kind.values))
    elif isinstance(kind, inspect.StructType) and kind.cls not in seen:
        seen.add(kind.cls)
        for field in kind.fields:
            yield from choices_of(field.type, seen)
    for inner in (*getattr(kind, "types", ()), getattr(kind, "item_type", None), getattr(kind, "value_type", None)):
        if inner is not None:
            yield from choices_of(inner, seen)


@pytest.mark.parametrize("name", CHOICES)
def test_no_two_words_of_a_choice_are_the_same_in_another_dress(name: str) -> None:
    choices = list(choices_of(inspect.type_info(MODELS[name]), set()))
    assert choices
    for words in choices:
        for word in words:
            for dressed in (word.upper(), f" {word.title()} ", word.replace("_", " "), word.replace("_", "-")):
                assert same_word(dressed, words) == word


def test_choices_of_a_scenario_are_taken_in_any_dress() -> None:
    """Each as we write it and as people do: what comes of it is the same."""
    lines = """
title: A move
as_at: 2026-11-22
nation: england
current: {band: 6, step: 3, rota: ambulance-ten-week, if_hours_differ: Scale}
switches: {break_taken_from: Mid shift, annex_5_edge: Lower Bound In}
offers: [{name: A, band: 8a, pattern: DIFFERENT, move: Acting-up, lasts_weeks: 20}]
policies: [{name: In force}, {name: Same, change: {offers.0.pattern: Unsure, current.if_hours_differ: SCALE}}]
"""
    ours = lines
    for text, word in (
        *(("Scale", "scale"), ("Mid shift", "mid-shift"), ("Lower Bound In", "lower_bound_in")),
        *(("DIFFERENT", "different"), ("Acting-up", "acting_up"), ("Unsure", "unsure"), ("SCALE", "scale")),
    ):
        ours = ours.replace(f": {text}", f": {word}")
    dressed, plain = (scenario_of(parse(text, "s.yaml"), Path(), "s") for text in (lines, ours))
    assert ours != lines
    assert [case.offers[0].pattern for case in dressed.cases] == [case.offers[0].pattern for case in plain.cases]
    assert dressed.cases[0].offers[0].conditions == plain.cases[0].offers[0].conditions
    assert vars(dressed.cases[1].current.job) == vars(plain.cases[1].current.job)
    assert dressed.cases[0].rule_book.switches == plain.cases[0].rule_book.switches
    with pytest.raises(Faults, match=r"offers.0.move.*'Acting' is not known; one of: acting_up"):
        scenario_of(parse(lines.replace("Acting-up", "Acting"), "s.yaml"), Path(), "s")


def test_choices_of_options_are_taken_in_any_dress(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("compare", "--from", "6 top", "--to", "8a", "--rota", "ambulance-ten-week", "--as-at", DAY)
    said = []
    for words in (("scale", "different", "northern_ireland", "csv"), ("Scale", "Different", "Northern Ireland", "CSV")):
        named = zip(("--if-hours-differ", "--pattern", "--nation", "--format"), words, strict=True)
        assert main([*asked, *(text for pair in named for text in pair)]) == 0
        said.append(capsys.readouterr())
    assert said[0] == said[1]
