"""The Python door: its names, what its functions take, and that they answer as the commands do."""

import ast
import contextlib
import inspect
import io
import json
import pickle
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import paymodel
from paymodel.cli import main
from paymodel.files.scales import shipped_folder
from paymodel.pay.lines import LINES

HEADLINE = "paramedic-to-operations-manager"
SEVERAL_POLICIES = "award-flat-or-percentage"
DAY = "2026-11-22"
NAMES = [
    "Faults",
    "Job",
    "NotInForce",
    "PaymodelError",
    "Refused",
    "__version__",
    "career",
    "careers",
    "compare",
    "explain",
    "history",
    "load_policy",
    "load_rota",
    "load_scenario",
    "load_working_time",
    "payroll",
    "payslip",
    "payslips",
    "published",
    "remedies",
    "report",
    "rota",
    "rota_hours",
    "sensitivity",
    "sweep",
    "workforce",
]
OF_A_SCENARIO: dict[str, Callable[[Any], Any]] = {
    "compare": paymodel.compare,
    "career": paymodel.career,
    "remedies": paymodel.remedies,
    "sensitivity": paymodel.sensitivity,
    "payroll": paymodel.payroll,
    "history": paymodel.history,
}
"""Functions that answer a scenario, by the command of the same name that prints JSON."""
Run = pytest.CaptureFixture[str]


def printed(*arguments: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(list(arguments)) == 0
    return out.getvalue()


def test_public_names_are_these_and_dir_lists_them() -> None:
    assert sorted(paymodel.__all__) == NAMES
    assert dir(paymodel) == NAMES


def test_no_public_name_is_a_module_too() -> None:
    assert {one.name for one in pkgutil.iter_modules(paymodel.__path__)} & set(NAMES) == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__version__"])
def test_every_public_name_says_what_it_is_and_a_function_shows_an_example(name: str) -> None:
    value = getattr(paymodel, name)
    assert len(inspect.getdoc(value) or "") > 20
    if inspect.isfunction(value):
        words = inspect.getdoc(value) or ""
        assert re.search(r"^>>> import (.*, )?paymodel\b", words, re.MULTILINE)
        assert f"paymodel.{'career' if name == 'careers' else name}(" in words
        assert "Raises" in words


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'paymodel' has no attribute 'comparison'"):
        paymodel.comparison  # noqa: B018


@pytest.mark.parametrize("command", OF_A_SCENARIO)
@pytest.mark.parametrize("name", [HEADLINE, SEVERAL_POLICIES])
def test_a_function_answers_as_the_command_of_its_name_does(command: str, name: str) -> None:
    answer = OF_A_SCENARIO[command](name)
    assert str(answer) == printed(command, name)
    assert answer.to_json() == printed(command, name, "--format", "json")
    assert answer.to_dict() == json.loads(answer.to_json())
    assert answer.to_markdown() == printed(command, name, "--format", "markdown")


@pytest.mark.parametrize("command", [name for name in OF_A_SCENARIO if name != "remedies"])
def test_a_frame_holds_what_the_csv_holds(command: str) -> None:
    frame = OF_A_SCENARIO[command](HEADLINE).to_frame()
    table = pd.read_csv(io.StringIO(printed(command, HEADLINE, "--format", "csv")))
    assert list(frame.columns) == list(table.columns)
    assert len(frame) == len(table) > 0
    for column in table.columns:
        given, read = frame[column], table[column]
        if read.dtype.kind in "if":
            assert np.allclose(given.astype(float), read.astype(float), equal_nan=True), column
        else:
            texts = given.map(lambda cell: "" if pd.isna(cell) else str(cell))
            assert texts.tolist() == read.fillna("").astype(str).tolist(), column


def test_the_frame_of_remedies_has_a_row_for_each() -> None:
    answer = paymodel.remedies(HEADLINE)
    frame = answer.to_frame()
    (offer,) = answer.results
    assert frame["kind"].tolist() == [remedy.kind for remedy in offer.remedies]
    assert set(frame["post"]) == {offer.name} == {"Operations manager (pattern different)"}


@pytest.mark.parametrize("function", [*OF_A_SCENARIO.values(), paymodel.explain], ids=lambda one: one.__name__)
def test_a_scenario_is_named_given_by_path_or_loaded_alike(function: Callable[[Any], Any]) -> None:
    path = shipped_folder("scenarios") / f"{HEADLINE}.yaml"
    ways = (HEADLINE, str(path), path, paymodel.load_scenario(HEADLINE), paymodel.load_scenario(path))
    assert len({str(function(way)) for way in ways}) == 1


def test_a_comparison_is_explained_as_it_is() -> None:
    assert str(paymodel.explain(paymodel.compare(HEADLINE))) == printed("explain", HEADLINE)


@pytest.mark.parametrize("function", [*OF_A_SCENARIO.values(), paymodel.explain], ids=lambda one: one.__name__)
def test_an_answer_and_what_it_holds_are_short_where_python_shows_them(function: Callable[[Any], Any]) -> None:
    answer = function(SEVERAL_POLICIES)
    shown = [repr(answer), repr(paymodel.load_scenario(SEVERAL_POLICIES))]
    if function in (paymodel.compare, paymodel.career):
        shown += [repr(one) for one in answer.results]
    assert [words for words in shown if "\n" in words or len(words) > 240] == []
    assert all(words.startswith("<") and words.endswith(">") for words in shown)


def test_a_repr_is_one_line_whatever_a_file_calls_things(tmp_path: Path) -> None:
    text = (shipped_folder("scenarios") / f"{HEADLINE}.yaml").read_text(encoding="utf-8")
    name = "Operations manager"
    assert f"name: {name}" in text
    hostile = '"' + "a\\n<b>" * 30 + '"'
    path = tmp_path / "hostile.yaml"
    text = re.sub(r"rotas/([a-z-]+)\.yaml", r"\1", text)  # the shipped rotas by name
    path.write_text(text.replace(f"name: {name}", f"name: {hostile}"), encoding="utf-8")
    comparison = paymodel.compare(path)
    assert "\n" not in repr(comparison)
    assert len(repr(comparison)) < 240
    assert "<b>" not in comparison._repr_html_()
    assert "&lt;b&gt;" in comparison._repr_html_()


def test_a_notebook_shows_the_answer_of_the_command() -> None:
    page = paymodel.compare(HEADLINE)._repr_html_()
    assert page.startswith("<h1>Band 6 paramedic on a 24/7 rota to operations manager</h1>")
    assert "Take-home pay falls by £113 a month" in page
    assert "<table><" in page
    assert "not payroll, not advice" in page


def test_payslips_of_one_person_are_numbers() -> None:
    slip = paymodel.payslip(paymodel.Job(band="8a"), paymodel.load_policy("england", DAY))
    assert {type(pounds).__name__ for pounds in slip.values()} == {"float"}
    for result in paymodel.compare(SEVERAL_POLICIES).results:
        assert {type(pounds).__name__ for pounds in result.payslip.values()} == {"float"}
    for move in paymodel.compare(SEVERAL_POLICIES).moves:
        assert {type(pounds).__name__ for pounds in move.change.values()} == {"float"}


def test_bands_are_named_one_or_many() -> None:
    policy = paymodel.load_policy("england", DAY)
    many = paymodel.payslip(paymodel.Job(band=np.array(["6", "8a"]), step=np.array([3, 1])), policy)
    assert many["basic_pay"].tolist() == [48117, 57528]  # top of band 6, entry of 8a, England 2026/27
    with pytest.raises(ValueError, match="band"):
        paymodel.payslip(paymodel.Job(band="8e"), policy)


def test_a_frame_of_jobs_becomes_a_frame_of_the_payslips_that_the_command_writes(tmp_path: Path) -> None:
    jobs = pd.DataFrame(
        {
            "id": ["held", "offered", "part time"],
            "as_at": [DAY, DAY, DAY],
            "band": ["6", "8a", 5],
            "step": ["top", 1, "entry"],
            "whole_time_equivalent": [1, 1, 0.6],
            "annex_5_percent": ["25%", None, ""],
        },
        index=["a", "b", "c"],
    )
    before = jobs.copy()
    source, target = tmp_path / "jobs.csv", tmp_path / "out.csv"
    jobs.to_csv(source, index=False)
    printed("payslips", str(source), "-o", str(target))
    slips = paymodel.payslips(jobs)
    assert slips.index.tolist() == ["a", "b", "c"]
    pd.testing.assert_frame_equal(jobs, before)
    written = pd.read_csv(target)
    assert list(slips.columns) == list(written.columns)
    lines = [line for line in LINES if line in written]
    assert np.allclose(slips[lines].to_numpy(dtype=float), written[lines].to_numpy(dtype=float))
    assert slips.loc["a", "unsocial_hours_payment"] == 12029.25  # 25% of 48,117


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"band": ["6", "66"], "step": ["top", "top"]}, "frame: row second, band: '66' is not a band"),
        ({"bnad": ["6", "6"]}, "frame: row 1: unknown column 'bnad'; did you mean 'band'?"),
        ({"band": ["6", "6"], "step": ["top", None], "children": [1, 99]}, "frame: row second, children: '99'"),
    ],
)
def test_faults_of_a_frame_name_the_row_by_its_label(columns: dict[str, list[Any]], said: str) -> None:
    jobs = pd.DataFrame({"id": ["x", "y"], "as_at": [DAY, DAY], **columns}, index=["first", "second"])
    with pytest.raises(paymodel.Faults) as raised:
        paymodel.payslips(jobs)
    assert any(str(fault).startswith(said) for fault in raised.value.faults), [str(f) for f in raised.value.faults]


def test_a_frame_without_rows_is_a_fault() -> None:
    with pytest.raises(paymodel.Faults, match="holds no rows"):
        paymodel.payslips(pd.DataFrame({"id": [], "as_at": [], "band": []}))


@pytest.mark.parametrize("values", ["0:4000:2000", "0,2000,4000", [0, 2000, 4000], range(0, 4001, 2000)])
def test_a_sweep_is_the_table_that_the_command_writes(values: Any, tmp_path: Path) -> None:
    path, target = "offers.0.long_term_premium", tmp_path / "out.csv"
    said = printed("sweep", HEADLINE, "--vary", f"{path}=0:4000:2000", "-o", str(target))
    found = paymodel.sweep(paymodel.load_scenario(HEADLINE), {path: values})
    assert said.splitlines()[1:] == list(found.findings)
    frame, table = found.to_frame(), pd.read_csv(target)
    assert list(frame.columns) == list(table.columns)
    for column in ("take_home_change", "take_home_pay", "step"):
        assert np.allclose(frame[column].astype(float), table[column].astype(float), equal_nan=True)
    assert len(frame) == len(table) == len(found.to_dict()["post"])
    assert "\n" not in repr(found)


def test_a_sweep_without_values_is_a_fault() -> None:
    with pytest.raises(paymodel.Faults, match="no value is given"):
        paymodel.sweep(HEADLINE, {"offers.0.long_term_premium": []})
    with pytest.raises(paymodel.Faults, match=r"^paymodel\.sweep: give vary, which maps paths to values, or ready$"):
        paymodel.sweep(HEADLINE)


def test_a_ready_made_sweep_needs_no_values() -> None:
    found = paymodel.sweep("paramedic-section-2-to-operations-manager", ready="unsocial")
    assert "current.unsocial_hours_payment" in found.to_frame()
    assert found.findings


@pytest.mark.parametrize("name", ["ambulance-ten-week", "monday-to-friday"])
def test_a_rota_answers_as_the_command_does(name: str) -> None:
    options = ["rota", name, "--nation", "england", "--as-at", DAY, "--band", "8a"]
    answer = paymodel.rota(name, nation="england", as_at=DAY, band="8a")
    assert str(answer) == printed(*options)
    assert answer.to_json() == printed(*options, "--format", "json")
    assert answer.rows() == paymodel.rota(paymodel.load_rota(name), as_at=DAY, band="8a").rows()
    assert "\n" not in repr(answer)


def test_switches_are_given_by_name_and_a_wrong_one_is_a_fault() -> None:
    half = paymodel.rota("ambulance-ten-week", as_at=DAY, switches={"exactly_half_counts": True})
    assert half.rule_book.switches.exactly_half_counts
    for switches in ({"exactly_half": True}, {"break_taken_from": "lunch"}):
        with pytest.raises(paymodel.Faults):
            paymodel.load_policy("england", DAY, switches=switches)


@pytest.mark.parametrize("call", ["compare", "career", "history", "remedies", "explain", "payroll", "sensitivity"])
def test_an_answer_needs_pandas_only_for_a_frame(call: str) -> None:
    code = f"import sys, paymodel; a = paymodel.{call}('{HEADLINE}'); str(a); repr(a); a._repr_html_()\n"
    code += "assert not {'pandas', 'pyarrow', 'jinja2', 'altair'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_scenario_that_no_file_was_read_for_is_refused_where_its_file_is_needed() -> None:
    inner = paymodel.compare(HEADLINE).scenario
    whole = {name: getattr(inner, name) for name in inner.__dataclass_fields__}
    bare = type(inner).__mro__[1](**{k: v for k, v in whole.items() if k not in ("source", "document", "folder")})
    assert paymodel.compare(bare).to_dict() == paymodel.compare(inner).to_dict()
    with pytest.raises(TypeError, match=r"paymodel\.load_scenario"):
        paymodel.sensitivity(bare)


PROMOTED: dict[str, Any] = {"promoted_on": "2026-09-14"}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: paymodel.workforce("ambulance", "ambulance", by=["professions"]), ": by: no column 'professions'; "),
        (lambda: paymodel.workforce("ambulance", "ambulance", by=["children"]), ": by: 'children' holds numbers; "),
        (lambda: paymodel.workforce("ambulance", "ambulance", sheet="One"), ": sheet: goes with a"),
        (
            lambda: paymodel.sweep(HEADLINE, ready="matrices"),
            "paymodel.sweep: ready: 'matrices' is not a grid; one of: ",
        ),
        (lambda: paymodel.sweep(HEADLINE, {"offers.9.step": [1, 2]}), ": vary offers.9.step=1: "),
        (lambda: paymodel.sweep(HEADLINE, {"offers.0.step": "4:1:1"}), ": vary offers.0.step=4:1:1: "),
        (lambda: paymodel.payroll(HEADLINE, policy="None"), "policy: 'None' is not in the scenario; "),
        (lambda: paymodel.payroll(HEADLINE, offer="None", **PROMOTED), "offer: 'None' is not in the scenario; "),
        (lambda: paymodel.payroll(HEADLINE, offer="Operations manager"), "offer: needs promoted_on, the day of "),
        (lambda: paymodel.payroll(HEADLINE, promoted_on="2020-01-01"), "promoted_on: '2020-01-01' lies outside "),
        (lambda: paymodel.payroll(HEADLINE, pattern="sam", **PROMOTED), "pattern: 'sam' is not a pattern; did you "),
        (lambda: paymodel.payroll(HEADLINE, pattern="same", **PROMOTED), "pattern: 'same' cannot be: "),
        (lambda: paymodel.payroll(HEADLINE, tax_code="12"), "tax_code: "),
    ],
)
def test_what_goes_wrong_names_the_argument_and_no_option(call: Callable[[], Any], says: str) -> None:
    with pytest.raises((paymodel.Faults, paymodel.Refused)) as raised:
        call()
    assert says in str(raised.value)
    assert "--" not in str(raised.value)


OF_COMMANDS_ALONE = {
    *("engine", "scheduler"),  # a cluster is asked by the command
    *("rows", "seed"),  # invented workforces
    *("parameter", "pay_year"),  # scale files
    "key",  # a folder that is verified
    "labels",  # a board paper
    *("break", "from", "to", "gaps_are_off", "month", "month_first"),  # a roster export
    *("code", "person", "public_holidays"),  # a grid of a rota
    *("weekend_public_holidays", "exactly_half_counts"),  # `switches` of a rota
}
"""Options that messages name, for which no function of the door has an argument."""


def test_every_option_that_a_message_names_is_an_argument_or_of_commands_alone() -> None:
    functions = [value for name in NAMES if inspect.isfunction(value := getattr(paymodel, name))]
    arguments = {name for function in functions for name in inspect.signature(function).parameters}
    rooms = ("pay", "moves", "files", "scenarios", "workforces", "answers", "reports")
    named: set[str] = set()
    for path in (path for room in rooms for path in (Path(paymodel.__path__[0]) / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
                named |= {
                    option.replace("-", "_") for option in re.findall(r"(?<![\w-])--([a-z]+(?:-[a-z]+)*)", node.value)
                }
    assert {"by", "vary", "scheduler"} <= named
    assert named - arguments <= OF_COMMANDS_ALONE


def test_a_public_function_is_found_again_by_another_process() -> None:
    for name in NAMES:
        value = getattr(paymodel, name)
        assert pickle.loads(pickle.dumps(value)) is value or name == "__version__"  # noqa: S301  our own bytes
