"""Every chart, as a picture at two sizes: nothing cut, nothing overlapping, nothing faint; and its data and words."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import paymodel
from paymodel.answers.comparison import offers_blocks
from paymodel.answers.phrasing import LINE_LABELS, MINUS, signed
from paymodel.answers.tables import Table
from paymodel.charts.comparison_waterfall import waterfall
from paymodel.charts.page import as_html
from paymodel.charts.picture import Picture, as_csv, as_svg, as_words, spec
from paymodel.charts.style import DARK_GREY
from paymodel.moves.comparison import Comparison
from paymodel.pay.lines import DEDUCTED
from paymodel.reports.parts import Worked
from paymodel.reports.pictures import OF_A_SCENARIO, TAKES
from paymodel.scenarios.load import open_scenario, scenario_of, shipped_scenarios
from tests.pictures import SIZES, against_schema, faults_of, faults_of_svg


@pytest.fixture(scope="module")
def paramedic() -> Comparison:
    return paymodel.compare(paymodel.load_scenario("paramedic-to-operations-manager"))


@pytest.mark.parametrize("width", SIZES)
def test_waterfall(paramedic: Comparison, width: int) -> None:
    picture: Picture = waterfall(paramedic, paramedic.moves[0])
    assert not faults_of(picture, width)


def test_a_waterfall_adds_up(paramedic: Comparison) -> None:
    picture = waterfall(paramedic, paramedic.moves[0])
    *lines, whole = [float(str(row[2])) for row in picture.table.rows]
    assert round(sum(lines), 2) == whole == paramedic.moves[0].take_home_change
    # basic pay 57,528 - 48,117 (the figures of the answer); 25% of 48,117 is lost
    assert picture.title == "Unsocial hours payment falls £12,029, basic pay rises £9,411: £1,350 less a year"
    *_, last, stamp = as_csv(picture).splitlines()
    assert last.startswith("Take-home pay,-1350.49")
    assert "Estimates, not payroll." in stamp
    assert "take-home pay changes by \u22121,350.49" in as_words(picture)


EVERY_LINE = """
title: Every line of the payslip moves
as_at: 2026-11-22
nation: england
person: {student_loan: [plan_2], children: 2, salary_sacrifice: 1200, high_cost_area: inner}
current:
  {name: Held, band: "7", step: top, saturday_night_hours_a_week: 10, overtime_hours_a_week: 2, other_pay: 300}
offers:
  - {name: Offered, band: 8a, pattern: different, on_call_payment: 900, long_term_premium: 500, other_pay: 100}
"""


@pytest.mark.parametrize("name", ["paramedic-to-operations-manager", "student-loan-and-two-children", EVERY_LINE])
def test_a_bar_and_the_table_beside_it_have_the_same_sign(name: str, tmp_path: Path) -> None:
    if name == EVERY_LINE:
        (tmp_path / "a.yaml").write_text(EVERY_LINE, encoding="utf-8")
        name = str(tmp_path / "a.yaml")
    comparison = paymodel.compare(paymodel.load_scenario(name))
    held, offered = comparison.held("In force"), comparison.moves[0]
    picture = waterfall(comparison, offered)
    assert picture.table.names[1:3] == ("change_of_the_line", "effect_on_take_home_pay")
    bars = {str(row[0]): (float(str(row[1])), float(str(row[2]))) for row in picture.table.rows}
    (table,) = [
        block for block in offers_blocks(comparison) if isinstance(block, Table) and "Post held" in block.labels
    ]
    assert table.labels[-2:] == ["Change of the line", "Effect on take-home pay"]
    cells_of_lines = table.words()
    beside = {cells[0]: cells[-2:] for cells in cells_of_lines if cells[-1] not in ("n/a", "0.00")}
    assert beside == {line: [signed(change), signed(effect)] for line, (change, effect) in bars.items()}
    lines = [cells[0] for cells in cells_of_lines]
    paid = cells_of_lines[: lines.index("Gross pay")]
    for post, result in ((1, held), (2, offered)):  # the lines above gross pay add up to it
        total = sum(float(cells[post].replace(",", "")) for cells in paid)
        assert round(total, 2) == round(float(result.payslip["gross_pay"]), 2)
    *parts, whole = [effect for _, effect in bars.values()]
    assert round(sum(parts), 2) == whole == offered.take_home_change  # nothing is left out and nothing counted twice
    for line in DEDUCTED:  # less taken off is more taken home, and the bar's name says so
        change = float(offered.payslip[line]) - float(held.payslip[line])
        if round(change, 2):
            assert bars[LINE_LABELS[line]] == (round(change, 2), -round(change, 2))
            assert f"{'Lower' if change < 0 else 'Higher'} " in picture.alt
    assert "effect of each line of the payslip on take-home pay" in picture.subtitle


@pytest.mark.parametrize(
    ("fault", "texts"),
    [
        ("cut", '<text x="80" y="30" font-size="14" fill="#000">far too long to fit</text>'),
        (
            "overlap",
            '<text x="5" y="30" font-size="14" fill="#000">one</text><text x="9" y="32" font-size="14">two</text>',
        ),
        ("too small", '<text x="5" y="30" font-size="8" fill="#000">one</text>'),
        (
            "faint",
            '<rect width="100" height="60" fill="#12436D"/><text x="5" y="30" font-size="14" fill="#333">one</text>',
        ),
    ],
)
def test_what_is_wrong_with_a_picture_is_found(fault: str, texts: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60">{texts}</svg>'
    (found,) = faults_of_svg(svg)
    assert found.startswith(fault)


def test_what_is_no_vega_lite_is_found(paramedic: Comparison) -> None:
    whole = spec(waterfall(paramedic, paramedic.moves[0]))
    assert against_schema(whole) == []
    (view,) = whole["vconcat"]
    (fault,) = against_schema(whole | {"vconcat": [view | {"layer": [{**view["layer"][0], "mark": "barr"}]}]})
    assert fault.startswith("not Vega-Lite: ")


def test_a_page_of_a_chart_holds_the_licences_of_what_draws_it(paramedic: Comparison) -> None:
    """The texts are those of the packages, with two dashes parted, since they are a comment of HTML."""
    page = as_html(waterfall(paramedic, paramedic.moves[0]))
    for name in (
        "vega",
        "vega-lite",
        "vega-embed",
        "d3-scale",
        "topojson-client",
        "fast-json-patch",
        "lodash.debounce",
    ):
        assert re.search(rf"^(.*, )?{re.escape(name)}(,.*)? \((BSD-3-Clause|ISC|MIT)\)$", page, flags=re.MULTILINE), (
            name
        )
    assert page.count("Redistributions in binary form must reproduce") >= 3
    assert "University of Washington Interactive Data Lab" in page


DEAR = ("history", "sensitivity", "range", "remedies")
"""Charts that take long to work out: drawn of a few scenarios, the others of all."""
A_FEW = ("is-it-getting-worse", "low-typical-high-sickness-overtime-bank")


def pictures_of(name: str, kinds: Iterable[str]) -> Iterator[Picture]:
    """The pictures of a shipped scenario, of its first two moves where they are of a move."""
    document, folder = open_scenario(name)
    worked = Worked(scenario_of(document, folder, name), document, folder)
    for kind in kinds:
        of_a_move = kind not in TAKES and kind not in DEAR
        for move in worked.moves[: 2 if of_a_move else 1]:
            if kind != "rota" or worked.held(move).post.rota is not None:
                yield OF_A_SCENARIO[kind](worked, move)


def test_every_title_of_the_shipped_scenarios_has_fifteen_words_at_most() -> None:
    """As the Office for National Statistics asks of charts; what is left out of a title stands below it."""
    cheap = [kind for kind in OF_A_SCENARIO if kind not in DEAR]
    pictures = [picture for name in shipped_scenarios() for picture in pictures_of(name, cheap)]
    pictures += [picture for name in A_FEW for picture in pictures_of(name, DEAR)]
    assert {picture.kind for picture in pictures} >= {"waterfall", "careers", "cliffs", "history", "remedies", "range"}
    assert [picture.title for picture in pictures if len(picture.title.split()) > 15] == []
    assert [picture.title for picture in pictures if picture.title in picture.subtitle or "\n" in picture.title] == []


@pytest.mark.parametrize("each_deduction", [True, False])
def test_a_waterfall_goes_from_take_home_pay_now_to_take_home_pay_offered(
    paramedic: Comparison, each_deduction: bool
) -> None:
    """41,580.83 a year less 1,350.49 is 40,230.34: totals are grey, and no change is."""
    picture = waterfall(paramedic, paramedic.moves[0], each_deduction=each_deduction)
    drawn = re.sub(r"<desc>.*</desc>", "", as_svg(picture))
    for words in ("Take-home pay now", "£41,581", "Change of gross pay", f"{MINUS}£2,618", f"£40,230, {MINUS}£1,350"):
        assert words in drawn
    together = f"+£{280.15 + 935.24 + 52.37:,.0f}"  # less pension contribution, tax and National Insurance
    assert [words in drawn for words in ("Lower deductions", together)] == [not each_deduction] * 2
    assert ("Lower income tax" in drawn) == each_deduction
    assert "Lower income tax" in picture.alt  # in words and data each deduction stands all the same
    assert len(picture.table.rows) == 2 + 3 + 1
    assert drawn.count(f'fill="{DARK_GREY}"') == 2
    assert picture.table.rows[-1][-2:] == (41580.83, 40230.34)
