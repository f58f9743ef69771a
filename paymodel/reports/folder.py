"""A report as a folder of files: HTML, Word, workbooks, charts, the scenario it was made from, and its record."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.contracts import to_json
from paymodel.charts.picture import Picture, as_svg
from paymodel.files.folders import writing_folder
from paymodel.reports.answer_book import WRITERS, comparison_book
from paymodel.reports.chart import Chart, Part, make_chart
from paymodel.reports.exports import export_all_forms
from paymodel.reports.html import as_html
from paymodel.reports.parts import Worked, parts_of, review_words
from paymodel.reports.record import INPUTS, RECORD, RESULTS, Inputs, read_inputs, record_of, results_of
from paymodel.reports.report_charts import describe_charts, draw_pictures
from paymodel.reports.word import as_docx

CHARTS = "charts"


def page_to_print(worked: Worked) -> str:
    """The report as one HTML file, charts and all, for whoever wants nothing else."""
    scenario = worked.scenario
    charts = [
        make_chart(picture, f"{number:02}-{picture.kind}", as_svg(picture), b"")
        for number, picture in enumerate(draw_pictures(worked), start=1)
    ]
    return as_html(parts_of(worked, charts, describe_charts(worked)), scenario.title, foot_of(worked))


def foot_of(worked: Worked) -> str:
    """What stands below every page of a report."""
    return f"{NOT_PAYROLL} paymodel {__version__}, scenario {worked.scenario.id}. {review_words(worked)}"


def write_report(
    scenario: str, target: Path, *, with_history: bool = False, with_career: bool = False, vary: str = ""
) -> None:
    """Write the report of a scenario (a file, or a shipped one by its name) as a folder that appears when it is whole.

    `with_history` shows each pay year too, `with_career` each career path; `vary` (`PATH=START:STOP:STEP`) varies a
    figure. Raises `Faults`, and `Refused` where no rule answers.
    """
    inputs = read_inputs(scenario, with_history=with_history, with_career=with_career, vary=vary)
    with writing_folder(target) as folder:
        for name, content in report_files(inputs).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def report_files(inputs: Inputs) -> dict[str, bytes]:
    """Every file of the report of a scenario, by its path in the folder. Raises `Refused` where no rule answers."""
    scenario = inputs.scenario
    worked = inputs.worked
    charts, files = draw_charts(draw_pictures(worked))
    parts = parts_of(worked, charts, describe_charts(worked))
    files |= written_documents(parts, scenario.title, foot_of(worked), scenario.as_at)
    files |= {f"workbook{ending}": comparison_book(worked, ending) for ending in WRITERS}
    files[RESULTS] = to_json(results_of(worked)).encode()
    files[f"{INPUTS}/{scenario.id}.yaml"] = inputs.text
    for path in inputs.beside:
        files[f"{INPUTS}/{path.resolve().relative_to(inputs.folder.resolve()).as_posix()}"] = path.read_bytes()
    files[RECORD] = record_of(inputs, worked.review_by, files).encode()
    return files


def draw_charts(pictures: Sequence[Picture]) -> tuple[list[Chart], dict[str, bytes]]:
    """Pictures as charts of a document, and every form of each as a file, by its path."""
    files: dict[str, bytes] = {}
    charts = []
    for number, picture in enumerate(pictures, start=1):
        name, forms = f"{number:02}-{picture.kind}", export_all_forms(picture)
        charts.append(make_chart(picture, name, forms[".svg"].decode(), forms[".png"]))
        files |= {f"{CHARTS}/{name}{ending}": content for ending, content in forms.items()}
    return charts, files


def written_documents(parts: Sequence[Part], title: str, foot: str, made: datetime.date) -> dict[str, bytes]:
    """A report as HTML and for Word; `made` is the day that its properties name."""
    return {
        "report.html": as_html(parts, title, foot).encode(),
        "report.docx": as_docx(parts, title, foot, made),
    }
