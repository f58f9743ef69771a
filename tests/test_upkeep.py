"""Upkeep: readers are warned 60 days before a figure ends, and a new pay year's gaps are named."""

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from paymodel.cli import main
from paymodel.files.cover import OPTIONAL
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scales import Scales, shipped_scales
from paymodel.files.upkeep import NEW_EVERY_YEAR, endings, lacking

ROOT = Path(__file__).parent.parent
SOURCE = """- id: made-up
  title: "A document that is made up"
  publisher: Nobody
  url: https://example.org/made-up
  date: null
"""
POINTS = """parameter: pay-points
kind: pay-scale
unit: GBP a year, whole time
description: Made up.
history:
"""
BLOCK = """  - effective: {first}
    until: {last}
    until_because: {because}
    status: assumed
    source: made-up
    where: nowhere
    values:
      "5": [{{years: 0, pounds: 30000}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder of scales that holds England's pay points alone, in blocks given by first and last day."""

    def make(*blocks: tuple[str, str]) -> Path:
        scales = tmp_path / "made"
        (scales / "england").mkdir(parents=True)
        (scales / "sources.yaml").write_text(SOURCE, encoding="utf-8")
        text = POINTS + "".join(
            BLOCK.format(first=first, last=last, because="It stands." if last == "null" else '""')
            for first, last in blocks
        )
        (scales / "england" / "pay-points.yaml").write_text(text, encoding="utf-8")
        return scales

    return make


@pytest.mark.parametrize(
    ("as_at", "status", "said", "complained"),
    [
        ("2026-11-22", 0, "No figure ends within 60 days of 2026-11-22; the first to end does so on 2027-03-31.\n", ""),
        ("2027-01-29", 0, "No figure ends within 60 days of 2027-01-29; the first to end does so on 2027-03-31.\n", ""),
        ("2027-01-30", 0, "england/pay-points: ends on 2027-03-31, in 60 days, and nothing follows\n", ""),
        ("2027-03-31", 0, "england/pay-points: ends on 2027-03-31, in 0 days, and nothing follows\n", ""),
        (
            "2027-04-01",
            2,
            "",
            "made/england/pay-points.yaml: history: ended on 2027-03-31 and nothing follows: add the new figures, or"
            " get a newer version of paymodel\n",
        ),
    ],
)
def test_check_warns_from_60_days_before_a_figure_ends(
    as_at: str,
    status: int,
    said: str,
    complained: str,
    folder: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder(("2026-04-01", "2027-03-31")).parent)
    assert main(["check", "made", "--as-at", as_at]) == status
    shown = capsys.readouterr()
    assert shown.out == f"made: 1 scale file, no fault found\n{said}"
    assert shown.err == complained


def test_a_block_that_follows_ends_the_warning(folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    made = folder(("2026-04-01", "2027-03-31"), ("2027-04-01", "2028-03-31"))
    assert main(["check", str(made), "--as-at", "2027-03-30"]) == 0
    assert "the first to end does so on 2028-03-31" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("blocks", "lacks"),
    [
        ([("2026-04-01", "2027-03-31")], "the last block is of 2026-04-01 to 2027-03-31"),
        ([("2026-04-01", "2027-09-30")], "the last block is of 2026-04-01 to 2027-09-30"),
        ([("2026-04-01", "null")], "the last block is of 2026-04-01 to further notice"),
        ([("2027-08-01", "2028-03-31")], "the last block is of 2027-08-01 to 2028-03-31"),
        ([("2026-04-01", "2027-03-31"), ("2027-04-01", "2028-03-31")], ""),
        ([("2026-04-01", "2027-03-31"), ("2027-04-01", "null")], ""),
        ([("2026-04-01", "2028-03-31")], ""),
    ],
)
def test_a_pay_year_needs_a_block_of_its_own_or_one_with_an_end_beyond_it(
    blocks: list[tuple[str, str]], lacks: str, folder: Callable[..., Path]
) -> None:
    found = lacking(Scales(folder(*blocks), "made"), datetime.date(2027, 4, 1))
    here = [fault.message for fault in found if fault.file == "made/england/pay-points.yaml"]
    assert here == ([f"lacks 2027-28: {lacks}"] if lacks else [])
    assert {fault.message for fault in found} - set(here) == {"lacks 2027-28: there is no such file"}


def test_the_files_of_a_new_year_are_those_of_the_recipe() -> None:
    text = (ROOT / "docs" / "how-to" / "pay-round.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (1 April, pay|1 April, pension|6 April) \| (.*) \|$", text, flags=re.MULTILINE))
    pay = {f"{nation}/pay-points" for nation in ("england", "wales", "scotland", "northern_ireland")}
    pension = rows["1 April, pension"].split(" in ")
    schemes = ("england_and_wales", "scotland", "northern_ireland")
    names = re.findall(r"`([a-z-]+)`", pension[0])
    told = pay | {f"{scheme}/{name}" for scheme in schemes for name in names}
    told |= set(re.findall(r"`([a-z_]+/[a-z-]+)`", " ".join(rows.values()))) - {"scotland/weekly-hours"}
    assert told == set(NEW_EVERY_YEAR)
    assert rows["1 April, pay"].startswith("`pay-points` of each nation")
    assert "`scotland/weekly-hours` if it changes" in rows["1 April, pay"]


def test_every_file_that_ends_each_year_is_in_the_recipe() -> None:
    ending = {one.file for one in endings(shipped_scales())}
    assert ending - set(NEW_EVERY_YEAR) == {
        f"{place}/public-holidays" for place in ("england_and_wales", "scotland", "northern_ireland")
    }
    assert {file.partition("/")[2] for file in NEW_EVERY_YEAR} <= set(PARAMETERS)
    assert set(OPTIONAL) <= set(PARAMETERS)


def test_the_shipped_scales_are_checked_where_no_file_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--as-at", "2026-11-22"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"scales: {len(shipped_scales().paths())} scale files, no fault found\n")
    assert said.endswith("No figure ends within 60 days of 2026-11-22; the first to end does so on 2027-03-31.\n")


def test_a_figure_that_few_answers_need_and_that_has_ended_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "scales"
    shutil.copytree(shipped_scales().folder, made)
    table_1 = made / "scotland" / "member-pension-contribution-previous-year-pay.yaml"
    text = table_1.read_text(encoding="utf-8")
    table_1.write_text(text[: text.index("  - effective: 2026-04-01")], encoding="utf-8")
    assert main(["check", str(made), "--as-at", "2026-11-22"]) == 0
    gone = "scotland/member-pension-contribution-previous-year-pay: ended on 2026-03-31 and nothing follows"
    assert f"{gone}; few answers need it\n" in capsys.readouterr().out


def test_every_fault_of_a_folder_of_scales_is_said(
    folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = folder(("2026-04-01", "2027-03-31"))
    monkeypatch.chdir(made.parent)
    path = made / "england" / "pay-points.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("30000", "minus"), encoding="utf-8")
    assert main(["check", "made", "--pay-year", "2027-28"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("made/england/pay-points.yaml: history.0.values.5.0.pounds, line 13: 'minus' is not")
    shutil.rmtree(made / "england")
    assert main(["check", "made"]) == 2
    assert capsys.readouterr().err == "made: holds no scale files, such as england/pay-points.yaml\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--pay-year", "2027-29"], "paymodel check: --pay-year: '2027-29' is not a pay year; write it as 2027-28"),
        (["--pay-year", "2027"], "paymodel check: --pay-year: '2027' is not a pay year; write it as 2027-28"),
        (
            ["x.yaml", "--pay-year", "2027-28"],
            "paymodel check: --pay-year: goes with a folder of scales, or with no file at all",
        ),
        (
            ["x.yaml", "--as-at", "2027-01-01"],
            "paymodel check: --as-at: goes with a folder of scales, or with no file at all",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *arguments]) == 2
    assert capsys.readouterr().err == f"{line}\n"


def test_answers_say_which_figures_end_within_60_days_of_the_day_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["compare", "--from", "7 top", "--to", "8a", "--rota", "monday-to-friday", "--as-at"]
    # The pay year's figures end on 31 March 2026, 59 days after 31 January; those of the tax year on 5 April, 64 days.
    assert main([*asked, "2026-01-31"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    found = re.search(r"The first to end does so on 31 March 2026. (\d+) end within 60 days of 31 January 2026", said)
    assert found
    assert int(found[1]) == 4  # pay points, and three of the pension: member, employer, paid centrally
    assert main([*asked, "2025-11-22"]) == 0
    assert "within 60 days" not in capsys.readouterr().out
    assert main(["scales", "--nation", "england", "--as-at", "2026-01-31"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "pay-points: ends on 2026-03-31, in 59 days." in said
    assert "income-tax: ends on" not in said


@pytest.mark.parametrize(
    ("first_year", "files"),
    [
        (2018, {"northern_ireland/pay-points"}),
        (2019, set()),
        (2020, {"scotland/pay-points"}),  # 1 December 2020 to 31 March 2021 was not found
        (2022, set()),
        (2023, {"scotland/member-pension-contribution"}),  # April to September 2023 was not found
    ],
)
def test_an_earlier_pay_year_lacks_what_was_not_found(first_year: int, files: set[str]) -> None:
    faults = lacking(shipped_scales(), datetime.date(first_year, 4, 1))
    found = {fault.file.removeprefix("scales/").removesuffix(".yaml") for fault in faults}
    few_need = {"scotland/member-pension-contribution-previous-year-pay"}  # first published in October 2024
    assert found - few_need == files
