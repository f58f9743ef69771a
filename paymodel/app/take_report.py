"""Take the answer away as papers: the whole report in one zip, a workbook, and a letter to the person concerned."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from paymodel.answers.workforce import Published
from paymodel.answers.workforce_record import files_of
from paymodel.app import render, state
from paymodel.app.questions import NAME, Question, name_of, to_yaml
from paymodel.files.scales import shipped_folder
from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import Move
from paymodel.reports.answer_book import comparison_book
from paymodel.reports.board import SignOff
from paymodel.reports.board_folder import board_files, read_answers
from paymodel.reports.folder import report_files
from paymodel.reports.letter import languages_of, letter
from paymodel.reports.parts import Worked
from paymodel.reports.record import inputs_of
from paymodel.reports.zips import zip_files

BUTTON = "Download report (zip)"
LETTERS = {"en": "A letter to the person (Word)", "cy": "The letter in Welsh (Word, not reviewed)"}


def report_zip(question: Question) -> bytes:
    """The folder of `paymodel report` for a question, as a zip that `paymodel verify` takes.

    It holds the report for Word and as a page with charts, workbooks (Excel, .ods), each chart, the scenario and the
    record. Raises `Faults`, and `Refused` where no rule answers.
    """
    text = to_yaml(question).encode()
    inputs = inputs_of(Document(NAME, question), shipped_folder("scenarios"), name_of(question), text)
    return zip_files(report_files(inputs))


def draw_report(question: Question, key: str) -> None:
    """The button that makes the whole report of a question; nothing where the question has no answer."""
    if state.answer(question).worked is not None:
        render.download(BUTTON, lambda: report_zip(question), f"{name_of(question)}.zip", key)


def board_zip(published: Published) -> bytes:
    """The board paper of an answer for a workforce, as `paymodel report` makes it, in a zip that `verify` takes.

    It is made from what may be published and from nothing else, which is in a temporary folder for a moment.
    """
    with tempfile.TemporaryDirectory(prefix="paymodel-") as scratch:
        for name, text in files_of(published).items():
            Path(scratch, name).write_text(text, encoding="utf-8", newline="\n")
        return zip_files(board_files(read_answers([scratch], []), SignOff()))


def draw_papers(question: Question, worked: Worked, move: Move, key: str) -> None:
    """The report, the workbook, and a letter about the move that is looked at, where a letter can be about it."""
    papers: list[tuple[str, Callable[[], bytes], str]] = [
        ("The answer as a workbook (Excel)", lambda: comparison_book(worked), "answer.xlsx")
    ]
    if move.over is None:
        papers += [
            (LETTERS[language], _letter(worked, move, language), f"letter-{language}.docx")
            for language in languages_of(worked.scenario.nation)
        ]
    with st.container(horizontal=True):
        draw_report(question, key)
        for label, make, name in papers:
            render.download(label, make, name, key)
    render.note("The report holds Word, a page with charts, workbooks, the scenario and the record. It takes a while.")


def _letter(worked: Worked, move: Move, language: str) -> Callable[[], bytes]:
    return lambda: letter(worked.comparison, move, language)
