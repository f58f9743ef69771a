"""Quality documents: they say what the program says, and until when this version is fit to use."""

import re
from pathlib import Path

from paymodel import __version__
from paymodel.days import day_words
from paymodel.files.scales import shipped_scales
from paymodel.files.upkeep import endings
from paymodel.reports.method import LIMITS, NOT_MODELLED

DOCS = Path(__file__).parent.parent / "docs"


def words_of(page: str) -> str:
    return " ".join((DOCS / page).read_text(encoding="utf-8").split())


def test_the_limits_of_reports_are_those_of_the_page() -> None:
    page = words_of("limits.md")
    assert [limit for limit in (*LIMITS, *NOT_MODELLED) if f"- {limit}" not in page] == []


def test_this_version_says_until_when_it_answers() -> None:
    rows = dict(
        re.findall(
            r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \|", (DOCS / "versions.md").read_text(encoding="utf-8"), flags=re.MULTILINE
        )
    )
    first = min(one.until for one in endings(shipped_scales()) if one.needed)
    assert rows.get(__version__) == day_words(first), (
        f"docs/versions.md: {__version__} answers until {day_words(first)}"
    )


def test_every_test_and_page_that_the_documents_name_exists() -> None:
    for page in ("specification.md", "quality-log.md", "limits.md", "uncertainty.md", "versions.md"):
        for name in re.findall(r"`((?:tests|docs|scales)/[\w./-]+)`", (DOCS / page).read_text(encoding="utf-8")):
            assert (DOCS.parent / name).exists(), f"{page}: {name}"
