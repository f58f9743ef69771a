"""Every line, switch and key has its words: nothing is added in one place only."""

import ast
import dataclasses
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from paymodel.answers import workforce as answers
from paymodel.answers.explanation import _INPUTS, inputs
from paymodel.answers.figures import figures_of
from paymodel.answers.workforce_tables import HIDDEN, NOT_KNOWN
from paymodel.app import full_form, workforce_form
from paymodel.cli import build_parser
from paymodel.files import grouping, mappings, payroll_tables, people_tables
from paymodel.files.rotas import RotaFile, ShiftFile
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import compare
from paymodel.moves.payroll import CAUSES
from paymodel.moves.provenance import figures_of_jobs, figures_of_line, figures_used, where_worked_out
from paymodel.pay.lines import LINE, LINES
from paymodel.pay.months import TO_DATE
from paymodel.pay.payslips import payslip
from paymodel.pay.rule_book import Switches
from paymodel.python.workforce import workforce
from paymodel.scenarios import offered_posts, schema
from paymodel.scenarios.load import scenario_of, shipped_scenarios
from paymodel.scenarios.payroll import payroll
from paymodel.scenarios.uncertain_inputs import Plausible
from tests.shipped import compared

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def test_every_line_has_a_rule_words_a_label_and_a_place_in_the_documents() -> None:
    assert [line.name for line in LINE.values() if bool(line.worked) == (line.name in _INPUTS)] == []
    assert all(line.label and line.words.endswith(".") and line.rests_on for line in LINE.values())
    text = (DOCS / "tables.md").read_text(encoding="utf-8")
    assert [line for line in LINES if f"`{line}`" not in text] == []


def test_every_rule_is_named_where_it_is() -> None:
    import importlib

    for line in LINE.values():
        for named, function in zip(where_worked_out(line), line.rules or (payslip,), strict=True):
            module, _, name = named.rpartition(".")
            assert module == "paymodel.pay.payslips" or module.startswith("paymodel.pay.rules."), named
            assert getattr(importlib.import_module(module), name) is function


def test_every_column_stands_in_the_documents() -> None:
    text = (DOCS / "tables.md").read_text(encoding="utf-8")
    assert [column for column in people_tables.COLUMNS if f"`{column}`" not in text] == []


def test_every_key_stands_in_the_documents() -> None:
    text = (DOCS / "scenarios.md").read_text(encoding="utf-8")
    models = (schema.ScenarioFile, schema.PersonFile, schema.OfferFile, schema.LibraryPost)
    careers = (schema.AwardFile, schema.CareerFile, schema.PathFile, schema.MoveFile)
    others = (*careers, schema.PolicyFile, schema.SwitchesFile)
    keys = {key for model in (*models, *others) for key in model.__struct_fields__}
    keys |= set(RotaFile.__struct_fields__) | set(ShiftFile.__struct_fields__) | set(schema.OnCall.__struct_fields__)
    missing = [key for key in sorted(keys) if f"`{key}`" not in text and not key.endswith("_a_year")]
    assert missing == []


def test_every_key_of_plausible_values_stands_in_the_documents() -> None:
    text = (DOCS / "sensitivity.md").read_text(encoding="utf-8")
    assert [key for key in Plausible.__struct_fields__ if f"`{key}`" not in text] == []


def test_every_word_of_a_workforce_stands_in_the_documents() -> None:
    text = (DOCS / "workforce.md").read_text(encoding="utf-8")
    models = (offered_posts.PostsFile, offered_posts.PoliciesFile, schema.PolicyFile)
    mapping = (mappings.ColumnMapping, mappings.Pattern)
    keys = {key for model in (*models, *mapping) for key in model.__struct_fields__}
    keys |= set(offered_posts.Opening.__struct_fields__) - set(schema.OfferFile.__struct_fields__)
    headings = {name for table in workforce("ambulance", "ambulance", "leadership").values() for name in table.columns}
    headings -= {f"decile_{number}" for number in range(2, 9)}
    people = {"take_home_pay", "take_home_change", "problem", "row"}
    columns = {*mappings.COLUMNS, *mappings.GROUPS, grouping.PART_TIME}
    marks = {HIDDEN, NOT_KNOWN}
    missing = [word for word in sorted(keys | headings | people | columns | marks) if f"`{word}`" not in text]
    assert [word for word in missing if f"--by {word}`" not in text] == []
    files = {
        answers.ROWS_FILE,
        answers.QUALITY_FILE,
        "summary.csv",
        "groups.csv",
        "costs.csv",
        "remedies.csv",
        "why.csv",
    }
    files |= {"run.json", "README.md"}
    assert [name for name in sorted(files) if f"`{name}`" not in text] == []


def test_a_column_of_a_payslip_table_is_one_of_staff_lists_too_unless_they_do_without() -> None:
    without = {"as_at", "annex_5_hours_a_week", "extra_hours_a_year", "pension_contribution"}
    without |= {"public_holiday_overtime_hours_a_year", "years_of_1995_section", "years_of_2008_section"}
    assert {*people_tables.NUMBERS, *people_tables.WORDS} - set(mappings.COLUMNS) == without


def test_every_column_of_a_staff_list_stands_in_the_template_and_on_the_page() -> None:
    columns = set(mappings.KNOWN)
    assert set(mappings.load_mapping("template").columns) == columns
    assert {*mappings.REQUIRED, *(name for part in workforce_form.PARTS.values() for name in part)} == columns


def test_every_key_of_a_post_can_be_said_in_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    form = MagicMock()
    monkeypatch.setattr(full_form, "rotas_to_choose", lambda _: {})
    full_form.draw_post_fields(form, ("current",))
    places = [call.args[0] for call in form.mock_calls if call.args and isinstance(call.args[0], tuple)]
    said = {place[1] for place in places if len(place) > 1}
    elsewhere = {"post", *schema._PersonKeys.__struct_fields__}
    by_the_week = {key.replace("_a_week", "_a_year") for key in said}
    assert set(schema.PostFile.__struct_fields__) - said - by_the_week == elsewhere - said


def test_every_option_of_the_workforce_command_stands_in_the_documents() -> None:
    text = (DOCS / "workforce.md").read_text(encoding="utf-8")
    commands = next(one for one in build_parser()._actions if one.dest == "command").choices
    assert isinstance(commands, dict)
    options = [option for one in commands["workforce"]._actions for option in one.option_strings]
    unsaid = {"-h", "--help", "--output"}
    assert [option for option in options if f"{option} " not in text and f"`{option}`" not in text] == sorted(
        unsaid, key=options.index
    )


def test_every_word_of_the_payroll_view_stands_in_the_documents() -> None:
    text = (DOCS / "payroll.md").read_text(encoding="utf-8")
    commands = next(one for one in build_parser()._actions if one.dest == "command").choices
    assert isinstance(commands, dict)
    options = [option for option in commands["payroll"]._option_string_actions if option not in ("-h", "--help")]
    switches = ("part_month_by", "pension_tier_by", "enhancements_in_arrears", "national_insurance_rounding")
    words = {*payroll_tables.PAYE.columns, "tax_code", "basis", "period", "month", *TO_DATE, *switches, *CAUSES}
    assert [word for word in sorted({*words, *options} - {"--output"}) if f"`{word}" not in text] == []
    assert [words for words in CAUSES.values() if not words.endswith(".")] == []


def test_every_switch_can_be_set_in_a_scenario() -> None:
    names = [field.name for field in dataclasses.fields(Switches)]
    assert names == list(schema.SwitchesFile.__struct_fields__)


def test_every_line_of_every_shipped_scenario_can_be_explained() -> None:
    for name in shipped_scenarios():
        for result in compared(name).results:
            for line in LINES:
                if result.payslip[line]:
                    words = inputs(line, result)
                    assert words
                    assert all("nan" not in part for part in words)


OF_A_ROTA = {"public-holidays", "section-2-windows", "annex-5-windows"}
"""Figures that turn a rota into hours: a job holds the hours, not the rota."""


def test_a_figure_of_a_line_is_among_the_figures_of_many_jobs() -> None:
    missing = set()
    for name in shipped_scenarios():
        for result in compared(name).results:
            one = figures_used(result.post, result.payslip, result.rule_book)
            many = figures_of_jobs(result.post.job, result.rule_book)
            missing |= {figure.parameter for figure in one} - {figure.parameter for figure in many} - OF_A_ROTA
    assert not missing, (
        "figures_of_jobs (paymodel/moves/provenance.py) lacks them: answers on many jobs would not say them"
    )


@pytest.mark.parametrize(
    ("overtime", "extra", "cited"),
    [("0", "1", ["weekly-hours"]), ("1", "0", ["overtime", "weekly-hours"]), ("1", "1", ["overtime", "weekly-hours"])],
)
def test_extra_hours_rest_on_the_week_alone_and_overtime_on_its_rates_too(
    overtime: str, extra: str, cited: list[str]
) -> None:
    hours = {"overtime_hours_a_week": overtime, "extra_hours_a_week": extra}
    job = {"name": "Part-time", "band": "6", "step": "top", "whole_time_equivalent": "0.5", **hours}
    raw = {
        "title": "A move",
        "as_at": "2026-11-22",
        "nation": "england",
        "current": job,
        "offers": [{**job, "band": "7"}],
    }
    held = compare(scenario_of(Document("one.yaml", raw), None, "one")).results[0]
    figures = figures_of_line("overtime_pay", held.post, held.payslip, held.rule_book)
    assert [one.parameter for one in figures] == cited


def test_every_figure_is_cited_by_some_line_of_some_scenario() -> None:
    cited = {
        figure.parameter
        for name in shipped_scenarios()
        for result in compared(name).results
        for figure in figures_used(result.post, result.payslip, result.rule_book)
    }
    cited |= {figure.parameter for figure in figures_of(compared(shipped_scenarios()[0]))}
    cited |= {figure.parameter for figure in payroll(compared(shipped_scenarios()[0]).scenario).figures}
    before_october_2022 = {"pension-tier-basis"}  # from then on the tier goes by the pay that is charged
    assert set(PARAMETERS) - cited <= {
        *("overtime", "member-pension-contribution-previous-year-pay"),
        *before_october_2022,
    }


RETIRED = re.compile(
    r"\b(?:hangs? on|nought|anew|but for|on a telephone|hand(?:s|ed)? (?:it )?out|mend(?:s|ed)?|stands?"
    r"|puts? (?:it|them) right|puts? .{1,20} to staff|takes? for granted|taken for granted|from where on"
    r"|up to where|takes? it away|take this chart away)\b",
    re.IGNORECASE,
)
"""Words that say in an old or roundabout way what an everyday one says: depends on, zero, again, except, phone, ..."""

OF_FAULTS = ("stands twice", "mend either", "or mend the list", "has|stands|holds")
"""Parts of messages about faults of input, whose words are held by `tests/broken` and stay."""


def _retired(text: str) -> list[str]:
    return [found.group() for found in RETIRED.finditer(text)]


def _strings(path: Path) -> Iterator[str]:
    """What a module may show: its strings, without docstrings, and the fixed parts of those with values in them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value


@pytest.mark.parametrize(
    "page",
    # The page of verification is made of the names of tests.
    [ROOT / "README.md", *sorted({*DOCS.rglob("*.md")} - {DOCS / "verification.md"})],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_pages_use_everyday_words(page: Path) -> None:
    text = re.sub(
        r"```.*?```|`[^`\n]*`|\[[^\]]*\.(?:patch|console)\]", "", page.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert _retired(text) == []


@pytest.mark.parametrize("room", ["answers", "app", "charts", "reports"])
def test_what_is_shown_uses_everyday_words(room: str) -> None:
    shown = [(path.name, text) for path in sorted((ROOT / "paymodel" / room).glob("*.py")) for text in _strings(path)]
    faulty = [(name, text) for name, text in shown if _retired(text) and not any(part in text for part in OF_FAULTS)]
    assert faulty == []


def test_scenarios_and_assumptions_use_everyday_words() -> None:
    files = [*sorted((ROOT / "scenarios").rglob("*.yaml")), DOCS / "assumptions.yaml"]
    assert [(path.name, words) for path in files if (words := _retired(path.read_text(encoding="utf-8")))] == []


def test_the_words_that_are_retired_are_found() -> None:
    old = (
        "It hangs on the rota.",
        "below nought",
        "Mend the rota",
        "all but for one",
        "What puts it right",
        "it stands",
    )
    assert [len(_retired(words)) for words in old] == [1] * len(old)
    assert _retired("It depends on the standard rota, and on the understanding of a recommended amendment.") == []


def _second_words() -> set[str]:
    """The last column of the page of words: what a thing is not called."""
    rows = [line.strip("|").split("|") for line in (DOCS / "words.md").read_text(encoding="utf-8").splitlines()]
    cells = [row[2] for row in rows if len(row) == 3 and row[2].strip() not in ("not", "---")]
    return {word.strip() for cell in cells for word in cell.split(",") if word.strip()} - {"---"}


def _words_of(name: str) -> str:
    """The words of a name, with a blank before, between and behind: " lever point "."""
    return f" {re.sub(r'(?<=[a-z0-9])(?=[A-Z])|_', ' ', name).lower()} "


def _public_names() -> Iterator[str]:
    for path in sorted((ROOT / "paymodel").rglob("*.py")):
        yield path.stem
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith(
                "_"
            ):
                yield node.name


def test_no_public_name_uses_a_second_word_for_what_has_one() -> None:
    seconds = _second_words()
    assert {"role", "net pay", "graph", "increment"} <= seconds
    assert [name for name in _public_names() for word in seconds if re.search(f" {word}s? ", _words_of(name))] == []
    assert re.search(" net pays? ", _words_of("NetPayOfMonth"))


NAMED_AFTER_WHAT_THEY_HOLD = [
    *("pay", "moves", "files", "scenarios", "workforces", "answers"),
    *("charts", "reports", "app", "commands", "python"),
    "",  # the modules beside the rooms
]
"""Rooms whose variables are named after what they hold."""

SAYS_NOTHING = {"found", "said", "here"}
"""What a variable is not called: it says that something was found, not what."""


def _variables(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The parameters and variables of a module, each with its line; not the fields of its classes."""
    fields = {
        id(node.target)
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.AnnAssign)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields:
            yield node.lineno, node.id


def _saying_nothing(source: str) -> list[tuple[int, str]]:
    return sorted({(line, name) for line, name in _variables(ast.parse(source)) if name in SAYS_NOTHING})


@pytest.mark.parametrize("room", NAMED_AFTER_WHAT_THEY_HOLD)
def test_a_variable_is_named_after_what_it_holds(room: str) -> None:
    folder = ROOT / "paymodel" / room
    modules = sorted(folder.rglob("*.py") if room else folder.glob("*.py"))
    assert modules
    faulty = {path.name: names for path in modules if (names := _saying_nothing(path.read_text(encoding="utf-8")))}
    assert faulty == {}


def test_a_variable_that_says_nothing_is_found_wherever_it_is() -> None:
    assert _saying_nothing("def work(here):\n    found = [said for said in here]\n    return lambda found: found") == [
        *[(1, "here"), (2, "found"), (2, "said"), (3, "found")]
    ]
    assert _saying_nothing("class Grid:\n    said: str\n\n    def words(self):\n        return self.said") == []


def test_no_docstring_says_only_that_a_thing_is_the_same_as_another() -> None:
    openings = [
        (path.name, node.value.value.splitlines()[0])
        for path in sorted((ROOT / "paymodel").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    assert len(openings) > 1_000
    assert [opening for opening in openings if opening[1].startswith("The same")] == []


def _public(body: Iterable[ast.stmt], path: str) -> Iterator[tuple[str, str]]:
    """Every public class, function and method by its place, with its docstring; none that is inside a function."""
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        yield f"{path}: {node.name}", ast.get_docstring(node) or ""
        if isinstance(node, ast.ClassDef):
            yield from _public(node.body, f"{path}: {node.name}")


ROOMS = sorted({path.relative_to(ROOT / "paymodel").parts[0] for path in (ROOT / "paymodel").rglob("*.py")})


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_of_a_room_has_words_of_its_own(room: str) -> None:
    root = ROOT / "paymodel" / room
    paths = [root] if root.is_file() else sorted(root.rglob("*.py"))
    repeats = []
    for path in paths:
        for name, text in _public(ast.parse(path.read_text(encoding="utf-8")).body, path.stem):
            own = set(re.findall(r"[a-z]{2,}", text.lower())) - set(_words_of(name.rpartition(": ")[2]).split())
            repeats += [] if own else [name]
    assert repeats == []


def test_a_docstring_that_is_missing_or_repeats_the_name_is_found() -> None:
    code = (
        'class Tier:\n    def rate(self):\n        """A rate."""\ndef pay():\n    """Pounds."""\n    def inner(): ...'
    )
    assert list(_public(ast.parse(code).body, "x")) == [
        ("x: Tier", ""),
        ("x: Tier: rate", "A rate."),
        ("x: pay", "Pounds."),
    ]
