"""What the tests of documents write: the paramedic's answer, and texts that mean harm."""

import datetime
import subprocess
from pathlib import Path
from typing import Any

import paymodel
from paymodel.answers.blocks import Bullets, Heading, Paragraph
from paymodel.answers.comparison import answer
from paymodel.answers.tables import Column, Table, Unit, text_columns
from paymodel.charts.comparison_waterfall import waterfall
from paymodel.charts.picture import as_png, as_svg
from paymodel.charts.style import PHONE
from paymodel.reports.chart import Chart, Part
from paymodel.reports.html import as_html
from paymodel.reports.word import as_docx
from paymodel.reports.workbook import as_ods, as_xlsx
from tests.browser import installed

MADE = datetime.date(2026, 11, 22)
COVER = [("The answer", "Take-home pay falls."), ("What this is", "Estimates, not payroll.")]
LONG = "Operationsmanagement" * 20
HOSTILE = (
    *("<script>document.title='run'</script>", '"><img src=x onerror="document.title=\'run\'">', "{{ 7*7 }}{% x %}"),
    *("=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", '=HYPERLINK("https://example.org")', "https://example.org"),
    *("a\x00b\x1b[31mc\x85\u202ed\ufffe\ud800", "<r><t>raw</t></r>", "_x0041_", "]]></x>&amp;&lt;", LONG, "", "'"),
    *("</title></style></svg><script>document.title='run'</script>", "url(https://example.org)", "${7*7} {0} %s \\"),
)


def paramedic() -> tuple[str, list[Part], str]:
    """The title, the parts and the foot of the paramedic's answer, with its picture."""
    scenario = paymodel.load_scenario("paramedic-to-operations-manager")
    comparison = paymodel.compare(scenario)
    picture = waterfall(comparison, comparison.moves[0])
    figure = Chart("waterfall", picture.title, picture.alt, as_svg(picture), as_png(picture), as_svg(picture, PHONE))
    blocks = answer(comparison)
    return scenario.title, [*blocks[:4], figure, *blocks[4:]], picture.stamp


def careers() -> list[Table]:
    """Two sheets: the years of the paramedic, and what is assumed."""
    comparison = paymodel.compare(paymodel.load_scenario("paramedic-to-operations-manager"))
    career: Any = comparison.moves[0].career
    years = [
        (year + 1, int(career.move_steps[year]), float(career.difference[year]), float(career.cumulative[year]))
        for year in range(10)
    ]
    columns = [
        *(Column("year", unit=Unit.NUMBER), Column("step_offered", unit=Unit.NUMBER)),
        Column("difference", unit=Unit.POUNDS_A_YEAR),
        Column("cumulative_difference", unit=Unit.POUNDS),
    ]
    assumed = [(assumption.words, assumption.status) for assumption in comparison.assumptions]
    return [
        Table(columns, years, "Ten years in each post", "Year by year", "What the move adds up to."),
        Table(text_columns("Assumption", "Status"), assumed, "Assumptions", "Assumptions", "Each with its status."),
    ]


def hostile_parts(figure: Chart) -> list[Part]:
    """Harmful texts in every place that takes a text."""
    parts: list[Part] = []
    for text in HOSTILE:
        parts += [
            Heading(text, 2),
            Paragraph(text),
            Bullets([text, text]),
            Table([Column("", text), Column("1")], [[text, "2"]], text),
        ]
        parts.append(Chart(text, text, text, figure.svg, figure.png))
    return parts


def hostile_sheets() -> list[Table]:
    """Sheets whose every text is harmful."""
    rows = [(text, number / 4) for number, text in enumerate(HOSTILE)]
    return [Table([Column("", text), Column("", text, Unit.POUNDS)], rows, text, text, text) for text in HOSTILE]


def everything() -> dict[str, bytes]:
    """Every kind of document of the paramedic."""
    title, parts, foot = paramedic()
    return {
        "html": as_html(parts, title, foot).encode(),
        "docx": as_docx(parts, title, foot, MADE),
        "xlsx": as_xlsx(title, COVER, ["A note."], careers(), MADE),
        "ods": as_ods(title, COVER, ["A note."], careers(), MADE),
    }


def converted(documents: dict[str, bytes], to: str, folder: Path) -> Path:
    """The folder of what LibreOffice makes of some documents, given by the names of their files."""
    soffice = installed("soffice")
    for name, content in documents.items():
        (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", to, "--outdir", str(folder / "out")]
    subprocess.run([*command, *documents], cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / "out"
