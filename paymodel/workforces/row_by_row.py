"""A staff list row by row: what is wrong with each row, and what each person's change is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from paymodel.files.file_kinds import Choice, kind_of
from paymodel.files.mappings import COLUMNS, GROUPS, ColumnMapping, known_headings
from paymodel.files.staff_lists import Piece, columns_used
from paymodel.files.table_quality import Dress
from paymodel.files.table_reading import reading
from paymodel.files.tabular_io import writing
from paymodel.files.uploads import Source
from paymodel.files.whole_cells import Words
from paymodel.workforces.impact import changes_of
from paymodel.workforces.run import Run
from paymodel.workforces.staff_rows import keep_only
from paymodel.workforces.surveys import ListedProblem, Settled, Survey, list_problems, repeated_rows
from paymodel.workforces.unknown_words import UnknownWords, choices, words_not_known


@dataclass(frozen=True)
class Quality:
    """A staff list before anything is asked of it: rows read and used, and what is wrong with the others.

    `notes` are sentences about the list as a whole, such as a column that is not used; `unknown` are words of columns
    that hold one of a few, and `values` what there is in columns by which a post is open to some alone.
    """

    read: int
    used: int
    problems: Sequence[ListedProblem]
    notes: Sequence[str] = ()
    unknown: UnknownWords = field(default_factory=dict)
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)


def look_through(run: Run, parts: Sequence[Piece]) -> Quality:
    """Read every row of a staff list and find what is wrong with it. Raises `Faults` for the list as a whole."""
    with run.unchanged():
        return _look_through(run, parts)


def _look_through(run: Run, parts: Sequence[Piece]) -> Quality:
    surveys: list[Survey] = []
    problems: list[list[ListedProblem]] = []
    read = used = 0
    unknown: dict[str, Counter[str]] = {}
    ours = choices(run.openings.file.rotas)
    for piece in parts:
        surveys.append(run.survey(piece, alone=len(parts) == 1))
        people, part = run.read_piece(piece)
        problems.append(list_problems(part))
        read, used = read + part.lines, used + people.size
        for column, words in words_not_known(part, ours).items():
            unknown.setdefault(column, Counter()).update(words)
    for place, twice in enumerate(repeated_rows(surveys)):
        if twice:
            people, part = run.read_piece(parts[place])
            used -= int(np.isin(people.part.numbers, list(twice)).sum())
            problems[place] = list_problems(part, twice)
    notes = dict.fromkeys([*run.notes, *(words for survey in surveys for words in survey.notes)])
    values = {name: sorted(set().union(*(survey.values.get(name, ()) for survey in surveys))) for name in run.filters}
    listed = sorted(problem for of_part in problems for problem in of_part)
    return Quality(read, used, listed, [*notes], unknown, values)


def in_another_dress(source: Source, mapping: ColumnMapping, choice: Choice, fewest: int = 1) -> list[str]:
    """A sentence on the cells of a staff list that are not as we would write them, and how they were read.

    Those of the `fewest` rows or more; the numbers of Parquet have no dress.
    """
    words = {column: Words(column, mapping, asked=False) for column in COLUMNS}
    dress = Dress(lambda column, text: words[column].ours(text) if column in words else text)
    if not source.is_dir() and kind_of(source) != "parquet":
        for block in reading(source, known_headings(mapping), choice):
            dress.look_at(block, columns_used(mapping, list(map(str, block.cells.columns)), GROUPS))
    return dress.sentences(fewest)


def changes_by_row(run: Run, parts: Sequence[Piece], settled: Settled) -> Iterator[dict[str, Any]]:
    """Every person's change of take-home pay under every policy and move, as columns of some rows at a time."""
    for place, piece in enumerate(parts):
        people, _ = run.read_piece(piece)
        if twice := settled.twice[place]:
            people = keep_only(people, ~np.isin(people.part.numbers, list(twice)))
        ids = np.array(people.part.id_of(np.arange(people.size)), dtype=object)
        for question, moves in changes_of(run.questions(people, settled.scope)[0]):
            for (index, pattern), change, now, open_to in moves:
                count = int(open_to.sum())
                if count:
                    yield {
                        "id": ids[open_to],
                        "policy": [question.policy_name] * count,
                        "post": [run.openings.names[index]] * count,
                        "pattern": [pattern or ""] * count,
                        "take_home_pay": now[open_to] / 100,
                        "take_home_change": change[open_to] / 100,
                    }


def rows_of_people(run: Run, parts: Sequence[Piece], settled: Settled, target: Path) -> None:
    """Write every person's change of take-home pay under every policy and move: not for publication.

    Raises `Faults` where the list is another by now than the one that was measured.
    """
    with run.unchanged(settled.rotas), writing(target) as write:
        for rows in changes_by_row(run, parts, settled):
            write(rows)
