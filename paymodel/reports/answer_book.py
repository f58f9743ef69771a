"""An answer as one workbook: what a report holds beside its charts, or what may be published of a workforce."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Paragraph
from paymodel.answers.tables import csv_file
from paymodel.answers.workforce import QUALITY_FILE, Published, publish
from paymodel.answers.workforce_tables import quality_table
from paymodel.errors import Fault, Faults
from paymodel.files.file_kinds import ANSWER_BOOKS
from paymodel.files.tabular_io import appearing_whole, refuse_same
from paymodel.files.uploads import source_named
from paymodel.files.workspace import PRIVATE
from paymodel.files.yaml_documents import write_atomically
from paymodel.reports.ods import as_ods
from paymodel.reports.parts import Worked, about_words, review_words
from paymodel.reports.tables import sheets_of
from paymodel.reports.xlsx import as_xlsx
from paymodel.workforces.ask import ask
from paymodel.workforces.disclosure import MARK
from paymodel.workforces.options import Options, with_shipped

WRITERS: Mapping[str, Callable[..., bytes]] = dict(zip(ANSWER_BOOKS, (as_xlsx, as_ods), strict=True))
"""What writes a workbook, by the ending of its name."""


def check_ending(target: Path) -> None:
    """Refuse a file that does not end as a workbook does. Raises `Faults`."""
    if target.suffix.lower() not in WRITERS:
        raise Faults([Fault(str(target), "", f"give a name that ends in {' or '.join(WRITERS)}")])


def comparison_book(worked: Worked, ending: str = ".xlsx") -> bytes:
    """The workbook of a comparison: a cover, notes, and every table of its report."""
    scenario = worked.scenario
    cover = [
        ("About", about_words(worked)),
        ("Question", scenario.question or scenario.title),
        ("Review", review_words(worked)),
    ]
    notes = ["Pounds a year unless a heading says otherwise.", NOT_PAYROLL]
    return WRITERS[ending](scenario.title, cover, notes, sheets_of(worked), scenario.as_at)


def workforce_book(published: Published, ending: str = ".xlsx") -> bytes:
    """The workbook of a workforce: the answer, what is to be known of it, and its tables, small numbers redacted."""
    cover = [("The answer", published.headline), ("Marks", published.marks.text), ("About", NOT_PAYROLL)]
    notes = [words for block in (*published.opening, *published.assumed) for words in _sentences(block)]
    return WRITERS[ending](published.title, cover, notes, published.tables, published.as_at)


def _sentences(block: Block) -> Sequence[str]:
    """What a paragraph or bullets say."""
    if isinstance(block, Paragraph):
        return [block.text]
    return block.items if isinstance(block, Bullets) else ()


def write_workforce_book(options: Options, target: Path) -> Sequence[Block]:
    """Put posts to a staff list and write what may be published as a workbook; the answer in words.

    Rows that could not be used are listed beside it, in a file that says that it is not for publication; so does the
    name of a workbook of exact figures. Raises `Faults`.
    """
    started = datetime.datetime.now(datetime.UTC)
    options = with_shipped(options)
    if options.internal and MARK not in target.name:
        target = target.with_name(f"{target.stem}-{MARK}{target.suffix}")
    source = source_named(options.staff)
    refuse_same(source, target)
    run, tally = ask(options, staff=source)
    listed = target.with_name(f"{target.stem}-{QUALITY_FILE}")
    answer = publish(run, tally, started, quality_file=listed.name)
    write_atomically(target, workforce_book(answer, target.suffix.lower()))
    if options.internal:
        target.chmod(PRIVATE)
    if tally.problems:
        with appearing_whole(listed, private=True) as path:
            path.write_text(csv_file(quality_table(tally.problems)), encoding="utf-8", newline="\n")
    return answer.on_screen
