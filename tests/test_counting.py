"""Counts agree with their nouns everywhere: one helper says them, and no text puts a number beside a plural by hand."""

import ast
import re
from pathlib import Path

import paymodel

ROOT = Path(paymodel.__file__).parent
PLURALS = (
    *("rows", "people", "posts", "jobs", "years", "weeks", "months", "days", "payslips", "faults", "figures", "files"),
    *(
        "columns",
        "cells",
        "values",
        "combinations",
        "sheets",
        "moves",
        "policies",
        "rotas",
        "points",
        "losers",
        "holders",
    ),
    *(
        "groups",
        "codes",
        "scenarios",
        "duties",
        "changes",
        "parts",
        "letters",
        "characters",
        "offers",
        "paths",
        "charts",
    ),
)
BESIDE = re.compile(rf"^ (?:(?:other|more|different|plausible|public|invented) )?(?:{'|'.join(PLURALS)})\b")
ALWAYS_SEVERAL = {
    "app/remedies.py: lose_words(crowd)": "fewer than 8 are redacted",
    "charts/levers.py: NUMBERS[len(panels)]": "two or three",
    "charts/levers.py: gaps[0]": "words: fewer than 8",
    "scenarios/our_workbook.py: len(self._staff)": "more than one",
    "charts/workforce_costs.py: sentence(control.few)": "words: fewer than 8",
    "charts/workforce_ladder.py: few": "words: fewer than 8",
    "charts/workforce_ladder.py: sentence(few)": "words: fewer than 8",
    "charts/workforce_losers.py: few.few": "words: fewer than 8",
    "charts/workforce_losers.py: sentence(few.few)": "words: fewer than 8",
    "charts/workforce_losers.py: people": "8 or more",
    "answers/workforce_phrasing.py: control.few": "words: fewer than 8",
    "answers/workforce_phrasing.py: control.most_redacted + 1": "8 or more",
    "answers/workforce_sensitivity.py: USUAL.fewest_for_pounds": "10",
    "reports/board.py: answer.control.few": "words: fewer than 8",
    "charts/sweeps_matrix.py: on": "2 or more, of 2 or more",
    "charts/sensitivity.py: sentence(what)": "words: what moves the answer most",
    "answers/workforce.py: control.few": "words: fewer than 8",
    "answers/workforce.py: control.rows(tally.read)": "words: fewer than 8, or more",
    "answers/workforce.py: control.fewest_for_pounds": "10 or more",
    "workforces/disclosure.py: self.fewest_for_pounds": "10 or more",
    "charts/careers.py: len(lines)": "the paths that end furthest, of more than six",
    "charts/history.py: len(moves)": "shown only where there are more than fit",
    "charts/history.py: len(shown)": "more than one",
    "charts/history.py: name": "words: which move",
    "charts/workforce_heat.py: all_groups": "shown only where there are more than fit",
    "charts/ladder.py: change": "words: rises or falls by",
    "charts/sweeps_matrix.py: all_held": "shown only where there are more than fit",
    "charts/sweeps_matrix.py: all_posts": "shown only where there are more than fit",
    "workforces/cluster_client.py: error.allowed_failures + 1": "a constant",
    "files/model_faults.py: kind.max_length": "a limit of thousands",
    "files/rota_grids.py: csv.field_size_limit()": "a limit of thousands",
    "files/parsers.py: waits": "words: the years at which steps are reached",
    "files/tabular_io.py: csv.field_size_limit()": "a limit of thousands",
    "files/text_tables.py: csv.field_size_limit()": "a limit of thousands",
    "files/scale_files.py: points[0].years": "years with decimals",
    "answers/payroll.py: held": "months with decimals",
    "moves/remedies.py: weeks_in": "2 to 52",
    "answers/explanation.py: weeks": "away and at home: 2 or more",
    "answers/past_service.py: float(count)": "years with decimals",
}
"""Numbers that are never 1, and words that stand there; each with why."""


def test_no_text_puts_a_number_beside_a_plural_by_hand() -> None:
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.JoinedStr):
                continue
            for value, after in zip(node.values, node.values[1:], strict=False):
                if not (isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant)):
                    continue
                said = ast.unparse(value.value)
                if BESIDE.match(str(after.value)) and not re.fullmatch(r"[A-Z_]+(\.[a-z]+)?( // [0-9_]+)?", said):
                    found.add(f"{path.relative_to(ROOT).as_posix()}: {said}")
    wrong = sorted(found - set(ALWAYS_SEVERAL))
    assert not wrong, "say it with paymodel.counting.counted"
