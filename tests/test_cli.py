"""The command line: its contracts, its exit status, and what it leaves behind."""

import argparse
import csv
import io
import json
import pkgutil
import re
import subprocess
import sys
import zoneinfo
from pathlib import Path

import pandas as pd
import pytest

from paymodel import commands
from paymodel.cli import VERBS, build_parser, main
from paymodel.files.formulas import harmless
from paymodel.pay.lines import LINES

Run = pytest.CaptureFixture[str]
HEADLINE = "paramedic-to-operations-manager"
PREMIUM = "offers.0.long_term_premium"
NOT_PAYROLL = "Estimates, not payroll, not advice"


def ran(capsys: Run, *arguments: str) -> str:
    assert main(list(arguments)) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def faults(capsys: Run, *arguments: str) -> list[str]:
    try:
        status = main(list(arguments))
    except SystemExit as stop:  # argparse
        status = int(str(stop.code))
    printed = capsys.readouterr()
    assert status == 2
    assert printed.out == ""
    assert printed.err.endswith("\n")
    assert "Traceback" not in printed.err
    return printed.err.splitlines()


def test_the_package_is_the_command() -> None:
    def said(*program: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", *program, "--version"], capture_output=True, text=True, check=True
        ).stdout

    assert said("paymodel") == said("paymodel.cli")


NOBODYS = "n" * 5_000
"""A name that no file can have."""


@pytest.mark.parametrize(
    "arguments",
    [
        *([verb, NOBODYS] for verb in ("compare", "explain", "career", "history", "remedies", "verify", "check")),
        *([verb, NOBODYS, "-o", "out"] for verb in ("report", "batch", "workforce")),
        ["workforce", "ambulance", "--posts", NOBODYS, "-o", "out"],
        ["workforce", "ambulance", "--posts", "ambulance", "--policies", NOBODYS, "-o", "out"],
        ["published", f"{NOBODYS}.csv"],
        ["compare", f"{NOBODYS}.xlsx"],
    ],
    ids=lambda arguments: " ".join(word[:12] for word in arguments),
)
def test_a_name_that_no_file_can_have_is_said_as_such(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    (line,) = [line for line in faults(capsys, *arguments) if not line.startswith(("usage:", "      "))]
    assert "nnn" in line or "--posts" in line
    assert "cannot write the answer" not in line
    assert list(tmp_path.iterdir()) == []


def test_json_of_compare_keeps_its_contract(capsys: Run) -> None:
    whole = json.loads(ran(capsys, "compare", HEADLINE, "--format", "json"))
    assert whole["run"]["as_at"] == "2026-11-22"
    assert whole["run"]["statuses"]["pay-points (england, band 6, step 3)"] == "confirmed"
    assert "unverified" in whole["run"]["statuses"].values()
    held, offered = whole["results"]
    assert "change" not in held
    assert list(held["payslip"]) == list(LINES)
    assert held["payslip"]["gross_pay"] == 60146.25  # 48,117 and 25% of it
    assert offered["payslip"]["basic_pay"] == 57528
    assert offered["gross_change"] == -2618.25  # 57,528 - 60,146.25
    # 10.7% of 60,146.25 and of 57,528; tax 7,540 + 40% above 50,270; National Insurance 3,016 + 2% above 50,270
    assert held["payslip"]["take_home_pay"] == round(60146.25 - 6435.65 - 8916.24 - 3213.53, 2)
    assert offered["payslip"]["take_home_pay"] == round(57528 - 6155.50 - 7981.00 - 3161.16, 2)
    assert offered["take_home_change"] == -1350.49
    assert offered["share_of_rise_kept"] is None
    assert offered["verdict"] == "loses"
    assert (offered["first_year_ahead"], offered["catch_up_year"], offered["catch_up_margin"]) == (3, 6, 92.62)
    assert offered["break_even"]["long_term_premium"] == {"pounds": 2619.0, "percent": 4.56}
    assert offered["break_even"]["saturday_night_hours_a_week"] == 5.7


def test_csv_of_compare_has_a_row_for_each_line(capsys: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(ran(capsys, "compare", HEADLINE, "--format", "csv"))))
    assert len(rows) == 2 * len(LINES)
    assert list(rows[0]) == ["post", "policy", "line", "pounds", "change"]
    assert rows[0]["change"] == ""
    assert rows[len(LINES)] == {
        "post": "Operations manager",
        "policy": "In force",
        "line": "basic_pay",
        "pounds": "57528.00",
        "change": "9411.00",
    }


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_every_reading_shows_statuses_and_says_that_it_is_not_payroll(capsys: Run, form: str) -> None:
    printed = ran(capsys, "compare", HEADLINE, "--format", form)
    assert NOT_PAYROLL in printed
    assert "unverified" in printed
    assert "Take-home pay falls by £113 a month" in printed


def test_explain_gives_each_line_its_rule_source_and_status(capsys: Run) -> None:
    printed = " ".join(ran(capsys, "explain", HEADLINE).split())
    assert "10.7% (the tier above £52,778 to £67,668) of £60,146.25" in printed
    assert "Cost of being in the Scheme, NHS Business Services Authority" in printed
    assert "20% of £37,700.00 + 40% of £3,440.60" in printed
    assert "above 21 hours: 25%) [unverified]" in printed
    assert NOT_PAYROLL in printed


def test_json_of_rota_keeps_its_contract(capsys: Run) -> None:
    arguments = ("rota", "ambulance-ten-week", "--nation", "england", "--as-at", "2026-11-22", "--format", "json")
    whole = json.loads(ran(capsys, *arguments))
    assert set(whole["hours_a_week"]) == {"plain", "saturday_night", "sunday_holiday"}
    assert whole["annex_5_percent"] == 25
    assert whole["section_2_percent"] == pytest.approx(25.31, abs=0.006)
    assert whole["attendances_a_week"] == pytest.approx(3.12, abs=0.005)
    assert whole["weeks_in_cycle"] == 10


def test_a_rota_in_scotland_has_no_annex_5(capsys: Run) -> None:
    arguments = ("rota", "scotland-ambulance-ten-week-36h", "--nation", "scotland", "--as-at", "2026-11-22")
    whole = json.loads(ran(capsys, *arguments, "--format", "json"))
    assert whole["annex_5_hours_a_week"] is None
    assert whole["annex_5_percent"] is None


def test_payslips_keep_rows_in_order_and_pence(capsys: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "jobs.csv", tmp_path / "out.csv"
    source.write_text(
        "id,nation,as_at,band,step,annex_5_percent\n"
        "b,england,2026-11-22,6,top,25%\n"
        "a,scotland,2026-11-22,8a,entry,\n"
        "c,,2026-11-22,8a,,\n",
        encoding="utf-8",
    )
    assert NOT_PAYROLL in ran(capsys, "payslips", str(source), "-o", str(target))
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert list(rows[0]) == ["id", *LINES]
    assert [row["id"] for row in rows] == ["b", "a", "c"]
    assert [row["basic_pay"] for row in rows] == ["48117.00", "65125.00", "57528.00"]
    assert [rows[0]["take_home_pay"], rows[2]["take_home_pay"]] == ["41580.83", "40230.34"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jobs.csv", "out.csv"]


def test_payslips_of_parquet_equal_those_of_csv(capsys: Run, tmp_path: Path) -> None:
    jobs = pd.DataFrame({"id": [1, 2], "as_at": "2026-11-22", "band": ["7", "8b"], "children": [2, 0]})
    jobs.to_parquet(tmp_path / "jobs.parquet")
    jobs.to_csv(tmp_path / "jobs.csv", index=False)
    ran(capsys, "payslips", str(tmp_path / "jobs.parquet"), "-o", str(tmp_path / "a.parquet"))
    ran(capsys, "payslips", str(tmp_path / "jobs.csv"), "-o", str(tmp_path / "b.csv"))
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "a.parquet"), pd.read_csv(tmp_path / "b.csv"))


def test_nothing_is_written_where_a_row_is_at_fault(capsys: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "jobs.csv", tmp_path / "out.csv"
    source.write_text("id,as_at,band\n1,2026-11-22,6\n2,2026-11-22,10\n3,soon,7\n", encoding="utf-8")
    target.write_text("kept", encoding="utf-8")
    assert [line.split(": ", 1)[1] for line in faults(capsys, "payslips", str(source), "-o", str(target))] == [
        "row 3, band: '10' is not a band; one of: 1, 2, 3, 4, 5, 6, 7, 8a, 8b, 8c, 8d, 9",
        "row 4, as_at: 'soon' is not a date; write it as 2026-04-01",
    ]
    assert target.read_text(encoding="utf-8") == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jobs.csv", "out.csv"]


def test_hours_of_actual_duties(capsys: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "duties.csv", tmp_path / "hours.csv"
    source.write_text(
        "id,start,end,unpaid_break_minutes\n"
        "spring,2026-03-28T19:00,2026-03-29T07:00,0\n"  # clocks go forward: 11 hours; Saturday 5, Sunday 6
        "autumn,2026-10-24T19:00,2026-10-25T07:00,0\n",  # clocks go back: 13 hours; Saturday 5, Sunday 8
        encoding="utf-8",
    )
    ran(capsys, "hours", str(source), "--nation", "england", "-o", str(target))
    assert target.read_text(encoding="utf-8").splitlines() == [
        "id,plain_hours,saturday_night_hours,sunday_holiday_hours",
        "spring,0.0000,5.0000,6.0000",
        "autumn,0.0000,5.0000,8.0000",
    ]


def test_scales_lists_what_is_in_force_with_its_status(capsys: Run) -> None:
    printed = ran(capsys, "scales", "--nation", "northern_ireland", "--as-at", "2026-11-22")
    assert "member-pension-contribution      unverified  2026-04-01" in printed
    line = next(line for line in printed.splitlines() if line.startswith("weekly-hours"))
    assert "until replaced" in line
    assert "  - weekly-hours: " in printed  # why it stands until replaced


def test_scales_of_a_day_without_figures_names_the_nearest(capsys: Run) -> None:
    assert main(["scales", "--nation", "northern_ireland", "--as-at", "2018-06-01"]) == 2
    printed = capsys.readouterr()
    words = "pay-points: nothing is in force for northern_ireland on 2018-06-01; the nearest block is 2019-04-01"
    assert words in printed.err


def test_scales_shows_the_values_of_one_figure(capsys: Run) -> None:
    printed = ran(capsys, "scales", "--nation", "england", "--as-at", "2026-11-22", "--parameter", "pay-points")
    assert "8a: years 0, pounds 57,528; years 2, pounds 60,417" in printed


def test_new_writes_a_scenario_that_can_be_asked_and_never_overwrites(
    capsys: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran(capsys, "new", "mine.yaml")
    assert "Take-home pay falls by £113 a month" in ran(capsys, "compare", "mine.yaml")
    assert faults(capsys, "new", "mine.yaml") == ["mine.yaml: exists already; give another name"]


def test_compare_without_a_file_asks_for_the_pattern(capsys: Run) -> None:
    arguments = ["compare", "--from", "6 top", "--to", "8a", "--rota", "ward-three-week", "--as-at", "2026-11-22"]
    assert faults(capsys, *arguments) == [
        (
            "command line: offers.0.pattern: missing: say whether the unsocial hours pattern is substantially the same"
            " (handbook 1.19): same, different or unsure"
        )
    ]
    assert "Take-home pay" in ran(capsys, *arguments, "--pattern", "different")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["compar", "x"], "paymodel: argument COMMAND: 'compar' is not known; did you mean 'compare'?"),
        (
            ["rota", "ward-three-week", "--nation", "scotlnd"],
            "paymodel rota: argument --nation: 'scotlnd' is not known; did you mean 'scotland'?",
        ),
        (["compare"], 'paymodel compare: give a scenario file, or --from "6 top" and --to 8a'),
        (
            ["rota", "ward-three-weeks", "--nation", "england"],
            "paymodel rota: 'ward-three-weeks' is not a shipped rota; did you mean 'ward-three-week'?",
        ),
        (
            ["rota", "ward-three-week", "--nation", "england", "--as-at", "2026-13-01"],
            "paymodel rota: argument --as-at: '2026-13-01' is not a date; write it as 2026-04-01",
        ),
        (["check", "nowhere.yaml"], "nowhere.yaml: no such file"),
        (["payslips", "nowhere.csv", "-o", "out.csv"], "nowhere.csv: no such file"),
        (
            ["payslips", "nowhere.csv", "-o", "out.txt"],
            "out.txt: '.txt' is not a table; write to a .csv or .parquet file",
        ),
    ],
)
def test_a_slip_of_the_pen_is_one_line(
    capsys: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert faults(capsys, *arguments) == [line]
    assert list(tmp_path.iterdir()) == []


def test_options_beside_a_file_are_refused(capsys: Run) -> None:
    assert faults(capsys, "compare", HEADLINE, "--nation", "scotland") == [
        "paymodel compare: --nation: stands beside a scenario file; change the file instead"
    ]


def test_a_move_down_is_answered(capsys: Run) -> None:
    printed = " ".join(ran(capsys, "compare", "--from", "7 top", "--to", "6", "--as-at", "2026-11-22").split())
    assert "Take-home pay falls by £443 a month (£5,316 a year)" in printed  # worked in tests/test_moves.py
    assert "To a lower band the rule on promotion does not apply." in printed


@pytest.mark.parametrize("more", [["--nation", "scotland"], ["--whole-time-equivalent", "0.8"]])
def test_the_quick_question_can_be_asked_everywhere(capsys: Run, more: list[str]) -> None:
    printed = ran(capsys, "compare", "--from", "7 top", "--to", "8a", "--as-at", "2026-11-22", *more)
    assert "Take-home pay rises" in printed


def test_a_rota_anywhere_serves_the_quick_question(capsys: Run, tmp_path: Path) -> None:
    rota = tmp_path / "mine.yaml"
    text = Path("scenarios/rotas/ward-three-week.yaml").read_text(encoding="utf-8")
    rota.write_text(text, encoding="utf-8")
    question = ["compare", "--from", "6 top", "--to", "8a", "--as-at", "2026-11-22", "--pattern", "different"]
    assert "Ward, long days" in ran(capsys, *question, "--rota", str(rota))


SECONDMENT = """
title: A secondment
as_at: 2026-11-22
nation: england
current: {band: "6", step: top, unsocial_hours: annex_5, rota: ambulance-ten-week}
offers:
  - {band: 8a, rota: monday-to-friday, pattern: different, move: secondment, lasts_years: 2}
policies:
  - name: In force
  - {name: Entry raised, change: {scales.pay-points.8a.0.pounds: 60000}}
  - {name: Nothing, change: {scales.pay-points.9.0.pounds: 112783}}
"""


def test_a_secondment_ends_and_says_so(capsys: Run, tmp_path: Path) -> None:
    path = tmp_path / "secondment.yaml"
    path.write_text(SECONDMENT, encoding="utf-8")
    printed = " ".join(ran(capsys, "compare", str(path)).split())
    assert "secondment of 2 years" in printed
    assert "for good" not in printed
    assert "No year is ahead" in printed
    assert "3 3 returned 41,580.83 41,580.83 0.00" in printed


def test_a_policy_marks_only_the_figure_it_changes(capsys: Run, tmp_path: Path) -> None:
    path = tmp_path / "secondment.yaml"
    path.write_text(SECONDMENT, encoding="utf-8")
    statuses = json.loads(ran(capsys, "compare", str(path), "--format", "json"))["run"]["statuses"]
    assert statuses["pay-points (england, band 6, step 3)"] == "confirmed"
    assert statuses["pay-points (england, band 8a, step 1)"] == "confirmed"
    assert statuses["pay-points (england, band 8a, step 1), 8a.0.pounds from 57528 to 60000"] == "assumed"
    printed = " ".join(ran(capsys, "compare", str(path)).split())
    assert "The policy 'Entry raised' sets scales.pay-points.8a.0.pounds to 60000. [assumed]" in printed
    assert "the policy 'Nothing' changes nothing" in printed


def test_every_command_has_help(capsys: Run) -> None:
    for command in VERBS:
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0
        assert command in capsys.readouterr().out


@pytest.mark.parametrize("command", VERBS)
def test_every_argument_says_what_it_does_in_everyday_words(command: str) -> None:
    verbs = next(one for one in build_parser()._actions if one.dest == "command")
    assert isinstance(verbs.choices, dict)
    parser = verbs.choices[command]
    said = [words or "" for words in (parser.description, *(one.help for one in parser._actions))]
    assert all(said)
    retired = re.compile(
        r"hangs on|stands?\b|nought|but for|\banew|telephone|mend\b|made whole|making .* whole", re.IGNORECASE
    )
    assert [words for words in said if retired.search(words)] == []
    for one in parser._actions:  # what is taken where an option is left out
        if one.option_strings and one.default not in (None, False, [], argparse.SUPPRESS):
            assert re.search(r"\[.+\]$", one.help or ""), (command, one.option_strings)


def test_verbs_are_the_modules_of_the_room() -> None:
    shared = {"arguments", "check_files", "check_tables", "output", "question"}
    assert sorted({verb.replace("-", "_") for verb in VERBS} | shared) == sorted(
        one.name for one in pkgutil.iter_modules(commands.__path__)
    )


def imported(code: str) -> set[str]:
    listing = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", listing], check=True, capture_output=True, text=True, encoding="utf-8")
    return {name.partition(".")[0] for name in run.stderr.splitlines()}


@pytest.mark.parametrize(
    "code",
    [
        "import paymodel; paymodel.load_policy; paymodel.compare",
        f"from paymodel.cli import main; main(['compare', '{HEADLINE}'])",
    ],
)
def test_the_core_is_light(code: str) -> None:
    heavy = {"pandas", "pyarrow", "streamlit", "altair", "dask", "pydantic", "matplotlib"}
    assert not heavy & imported(code)


def test_a_parquet_list_is_read_without_pandas(tmp_path: Path) -> None:
    path = tmp_path / "staff.parquet"
    assert main(["synthetic", "acute", "--rows", "50", "-o", str(path)]) == 0
    code = "from pathlib import Path; from paymodel.files.mappings import load_mapping"
    code += "; from paymodel.files.staff_lists import pieces, read_part"
    code += f"; part = read_part(pieces(Path({str(path)!r}))[0], load_mapping('template'), ())"
    code += "; assert part.size == 50 and part.ids.hashes(alone=True).tolist() == list(range(50))"
    assert "pandas" not in imported(code)


def test_help_imports_next_to_nothing() -> None:
    code = "from paymodel.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert not {"numpy", "yaml", "msgspec"} & imported(code)


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "-", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_starts_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "a=b", "-5", "+5", "-0.25", "-.5", "+1e3", "'=1", "12"])
def test_plain_numbers_and_plain_text_stay(text: str) -> None:
    assert harmless(text) == text


def test_no_csv_that_is_written_holds_a_formula(capsys: Run, tmp_path: Path) -> None:
    jobs = "".join(f'"{text}",2026-11-22,6\n' for text in [*FORMULAS, "-7"])
    (tmp_path / "jobs.csv").write_text(f"id,as_at,band\n{jobs}", encoding="utf-8")
    ran(capsys, "payslips", str(tmp_path / "jobs.csv"), "-o", str(tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    assert ids == [*(f"'{text}" for text in FORMULAS), "-7"]
    ran(capsys, "payslips", str(tmp_path / "jobs.csv"), "-o", str(tmp_path / "out.parquet"))
    assert pd.read_parquet(tmp_path / "out.parquet")["id"].tolist() == [*FORMULAS, "-7"]

    duties = '"=1+1",2026-11-23T07:00,2026-11-23T19:00,30\n'
    (tmp_path / "duties.csv").write_text(f"id,start,end,unpaid_break_minutes\n{duties}", encoding="utf-8")
    ran(capsys, "hours", str(tmp_path / "duties.csv"), "--nation", "england", "-o", str(tmp_path / "hours.csv"))
    assert (tmp_path / "hours.csv").read_text(encoding="utf-8").splitlines()[1].startswith("'=1+1,")

    scenario = """
title: A formula
as_at: 2026-11-22
nation: england
current: {name: "=A1", band: "7"}
offers: [{name: "@offer", band: 8a}]
policies: [{name: "-policy"}]
"""
    (tmp_path / "one.yaml").write_text(scenario, encoding="utf-8")
    out = ran(capsys, "compare", str(tmp_path / "one.yaml"), "--format", "csv")
    assert {row["post"] for row in csv.DictReader(io.StringIO(out))} == {"'=A1", "'@offer"}
    ran(capsys, "sweep", str(tmp_path / "one.yaml"), "--vary", f"{PREMIUM}=0,5", "-o", str(tmp_path / "sweep.csv"))
    with (tmp_path / "sweep.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["post"], row["policy"]) for row in rows} == {("'=A1", "'-policy"), ("'@offer", "'-policy")}


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".yaml"])
@pytest.mark.parametrize(
    "command",
    [
        *("payslips LOOP -o out.csv", "payroll LOOP -o out.csv", "paye LOOP -o out.csv", "check LOOP", "compare LOOP"),
        *(
            "hours LOOP --nation england -o out.csv",
            "rota LOOP --nation england",
            "remedies LOOP",
            "report LOOP -o out",
        ),
        *("workforce LOOP --posts ambulance -o out", "workforce ambulance --posts LOOP -o out", "verify LOOP"),
    ],
)
def test_a_loop_of_links_is_one_line(
    command: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, other in (("a", "b"), ("b", "a")):
        Path(f"{name}{ending}").symlink_to(f"{other}{ending}")
    assert main(command.replace("LOOP", f"a{ending}").split()) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(("a.", "a/", "paymodel payroll: -o: is for a table"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a{ending}", f"b{ending}"]


def test_hours_without_time_zone_data_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    duties = tmp_path / "duties.csv"
    duties.write_text("id,start,end,unpaid_break_minutes\n1,2026-11-02T07:00,2026-11-02T19:00,0\n", encoding="utf-8")
    asked = ["hours", str(duties), "--nation", "england", "-o", str(tmp_path / "out.csv")]
    assert main(asked) == 0
    monkeypatch.setitem(sys.modules, "tzdata", None)
    try:
        zoneinfo.reset_tzpath(to=[])
        zoneinfo.ZoneInfo.clear_cache()
        assert main(asked) == 2
    finally:
        zoneinfo.reset_tzpath()
    words = "this computer has no time zone data for Europe/London; install it with: pip install tzdata"
    assert capsys.readouterr().err == f"paymodel hours: {words}\n"


OWING = """title: More is deducted than paid
question: Is it refused?
as_at: 2026-11-22
nation: england
person: {pension_contribution: 47500}
current: {name: Paramedic, band: "6", step: top}
offers: [{name: Manager, band: 8a, pattern: different}]
"""
"""Band 6 top pays 48,117: 47,500 into the pension leave 617, and National Insurance takes 8% of 48,117 - 12,570."""


@pytest.mark.parametrize(
    "command",
    [
        *("compare", "explain", "career", "history", "remedies", "sensitivity", "payroll", "check", "report -o out"),
        "sweep --vary person.pension_contribution=47500,48000 -o out.csv",
        "chart waterfall -o out.svg",
    ],
)
def test_deductions_beyond_pay_are_refused_by_every_command(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("owing.yaml").write_text(OWING, encoding="utf-8")
    verb, *rest = command.split()
    asked = [verb, *(rest[:1] if verb == "chart" else []), "owing.yaml", *(rest[1:] if verb == "chart" else rest)]
    (line,) = faults(capsys, *asked)
    assert "deductions come to more than pay" in line
    assert [path.name for path in tmp_path.iterdir()] == ["owing.yaml"]


def test_rows_and_months_whose_deductions_are_beyond_pay_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Run
) -> None:
    """45,000 a year into the pension leave 259.75 of a month's 4,009.75: less than 8% of 2,961.75 and 20% of 259.75."""
    monkeypatch.chdir(tmp_path)
    Path("jobs.csv").write_text(
        "id,as_at,band,step,pension_contribution,tax_code\n"
        "fine,2026-11-22,6,top,,BR\nowing,2026-11-22,6,top,45000,BR\n",
        encoding="utf-8",
    )
    words = "deductions come to more than pay in month 1 of the tax year; check the salary sacrifice,"
    (line,) = faults(capsys, "payroll", "jobs.csv", "-o", "out.csv")
    assert line.startswith(f"jobs.csv: row 3, id: {words}")
    table = Path("jobs.csv").read_text(encoding="utf-8").replace(",tax_code", "").replace(",BR", "")
    Path("jobs.csv").write_text(table.replace("45000", "47500"), encoding="utf-8")
    (line,) = faults(capsys, "payslips", "jobs.csv", "-o", "out.csv")
    assert line.startswith("jobs.csv: row 3, id: deductions come to more than pay; check")
    assert [path.name for path in tmp_path.iterdir()] == ["jobs.csv"]
    married = table.replace("pension_contribution", "pension_contribution,marriage_allowance").replace(
        "45000", "47500,yes"
    )
    Path("jobs.csv").write_text(married.replace("top,\n", "top,,no\n"), encoding="utf-8")
    (line,) = faults(capsys, "payroll", "jobs.csv", "-o", "out.csv")
    assert line.startswith(f"jobs.csv: row 3, id: {words}")
    Path("owing.yaml").write_text(OWING.replace("47500", "45000"), encoding="utf-8")
    (line,) = faults(capsys, "payroll", "owing.yaml", "--tax-code", "BR")
    assert line.startswith(f"owing.yaml: person: {words}")


def test_people_of_a_staff_list_whose_deductions_are_beyond_pay_are_listed_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sacrifice of all basic pay that leaves pensionable pay whole: the contribution has nothing to come from."""
    monkeypatch.chdir(tmp_path)
    Path("staff.csv").write_text(
        "id,band,step,whole_time_equivalent,unsocial_hours_payment,salary_sacrifice\n"
        "1,6,top,1,0,48117\n2,6,top,1,0,0\n",
        encoding="utf-8",
    )
    Path("posts.yaml").write_text(
        "title: Posts\nas_at: 2026-11-22\nnation: england\nswitches: {salary_sacrifice_lowers_pensionable_pay: no}\n"
        "offers: [{name: Manager, band: 8a, pattern: different}]\n",
        encoding="utf-8",
    )
    assert main(["workforce", "staff.csv", "--posts", "posts.yaml", "-o", "out"]) == 0
    (line,) = Path("out", "data-quality-not-for-publication.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert line.startswith(
        '2,1,salary_sacrifice,"deductions come to more than pay in the post held or in one that is open;'
    )
