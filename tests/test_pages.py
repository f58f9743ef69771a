"""The tables of the documents that are made from the program are those of this program."""

from pathlib import Path

import pytest

from tests.pages import DOCS, PAGES, TABLES, files, written_anew


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_what_is_made_from_the_program_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == files()[path], "run: make docs"


def test_every_table_is_in_one_page() -> None:
    text = "".join((DOCS / name).read_text(encoding="utf-8") for name in PAGES)
    assert [text.count(f"<!-- table: {name} -->\n") for name in TABLES] == [1] * len(TABLES)
    assert text.count("<!-- end of table -->") == len(TABLES)


def test_a_table_that_is_stale_is_written_anew_and_what_is_around_it_is_kept() -> None:
    page = "Before.\n\n<!-- table: lines of a payslip -->\n\nOld.\n\n<!-- end of table -->\n\nAfter.\n"
    new = written_anew(page)
    assert new.startswith("Before.\n\n<!-- table: lines of a payslip -->\n\nThe output holds `id`")
    assert new.endswith("`employer_cost`.\n\n<!-- end of table -->\n\nAfter.\n")
    assert written_anew(new) == new
