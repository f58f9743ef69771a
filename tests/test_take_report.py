"""What the app hands out as papers: the whole report in one zip, the workbook of the answer, the letter."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

import paymodel
from paymodel.app.questions import Question, file_of, load_shipped, to_yaml
from paymodel.app.take_report import BUTTON, LETTERS, board_zip, report_zip
from paymodel.app.workforce_question import (
    Asked,
    answer_workforce,
    demonstration,
    shipped_policies,
    shipped_posts,
)
from paymodel.cli import main
from paymodel.files.mappings import load_mapping
from paymodel.reports.exports import FORMS
from tests.app_script import Script

ROOT = Path(__file__).parent.parent
WALES = "wales-paramedic-to-operations-manager"


@pytest.fixture
def _pictures_in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """One picture in place of every PNG: what each shows is tested elsewhere, and drawing takes time."""
    picture = (ROOT / "docs" / "pictures" / "bands.png").read_bytes()
    monkeypatch.setitem(FORMS, ".png", lambda _picture, _width: picture)


@pytest.mark.usefixtures("_pictures_in_no_time")
def test_the_zip_is_the_report_of_the_command_and_can_be_verified(tmp_path: Path) -> None:
    question = load_shipped("band-7-top-to-8a-no-unsocial-hours")
    papers = report_zip(question)
    (tmp_path / "report.zip").write_bytes(papers)
    with zipfile.ZipFile(io.BytesIO(papers)) as archive:
        names = archive.namelist()
        held = {name: archive.read(name) for name in names}
    asked = {"report.docx", "report.html", "workbook.xlsx", "workbook.ods", "run-record.json"}
    assert asked | {f"inputs/{file_of(question)}"} <= {*names}
    assert held[f"inputs/{file_of(question)}"] == to_yaml(question).encode()
    assert {name.rsplit(".", 1)[1] for name in names if name.startswith("charts/")} >= {"svg", "png", "csv", "txt"}
    assert main(["verify", str(tmp_path / "report.zip")]) == 0


def test_compare_hands_out_report_workbook_and_letters(tmp_path: Path) -> None:
    page = Script(load_shipped(WALES))
    page.show("Save and share")
    labels = [label for label, _, _ in page.files]
    assert {BUTTON, "The answer as a workbook (Excel)", *LETTERS.values()} <= {*labels}
    (move, *_) = paymodel.compare(WALES).moves
    change = f"{abs(move.take_home_change) / 12:,.0f}"
    for label, words in zip(LETTERS.values(), ("about £", "tua £"), strict=True):
        texts = [paragraph.text for paragraph in Document(str(page.take(label, tmp_path))).paragraphs]
        assert any(f"{words}{change} " in text for text in texts)


def test_no_letter_in_welsh_outside_wales_and_none_about_a_move_that_ends() -> None:
    page = Script(load_shipped("rotation-to-primary-care-for-12-weeks"))
    page.show("Save and share")
    labels = [label for label, _, _ in page.files]
    assert BUTTON in labels
    assert [label for label in labels if label in LETTERS.values()] == []


def test_bands_and_remedies_hand_out_the_report_of_what_they_show(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Question] = []

    def made(question: Question) -> bytes:
        asked.append(question)
        return b"PK"

    monkeypatch.setattr("paymodel.app.take_report.report_zip", made)
    page = Script(page="bands")
    assert page.file_of(BUTTON) == b"PK"
    page.go("remedies")
    assert page.file_of(BUTTON) == b"PK"
    first, second = asked
    assert first == page.question
    assert [policy["name"] for policy in second["policies"]][-1] == "With the lever"
    assert {**second, "policies": None} == {**page.question, "policies": None}


@pytest.mark.usefixtures("_pictures_in_no_time")
def test_workforce_hands_out_the_board_paper_of_what_may_be_published(tmp_path: Path) -> None:
    kind = "ambulance"
    asked = Asked(demonstration(kind), None, load_mapping("template"), shipped_posts(kind), shipped_policies())
    content = board_zip(answer_workforce(asked, 0, "template"))
    (tmp_path / "paper.zip").write_bytes(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    assert {"report.docx", "report.html", "workbook.xlsx", "workbook.ods", "inputs/answer/summary.csv"} <= {*names}
    assert not any("not-for-publication" in name for name in names)
    assert main(["verify", str(tmp_path / "paper.zip")]) == 0
