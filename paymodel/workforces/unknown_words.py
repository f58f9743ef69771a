"""Words of a staff list that are not known: in which columns they are, and which words of ours each could mean."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from paymodel.about import NATIONS
from paymodel.files.mappings import WORDS
from paymodel.files.parsers import STEP_WORDS
from paymodel.files.person_values import in_our_words
from paymodel.files.personal_columns import said_by_values
from paymodel.files.rotas import shipped_rotas
from paymodel.files.staff_parts import Part
from paymodel.pay.job import BANDS, HIGH_COST_AREAS, STUDENT_LOANS

NOTHING = ""
"""What a word means that says nothing, as an empty cell does."""
FEWEST_ROWS = 2
"""A word of one row alone is not shown: it could be somebody's name, under the wrong heading."""
MOST_WORDS, MOST_LOOKED_AT = 40, 1_000
"""Words of a column that are shown, and that are looked at: of more, the heading is the wrong one."""
MOST_STEPS = 9
FIXED: Mapping[str, Sequence[str]] = {
    "band": BANDS,
    "step": (*STEP_WORDS, *map(str, range(1, MOST_STEPS + 1))),
    **dict.fromkeys(WORDS, ("yes", "no", NOTHING)),
    "nation": (*NATIONS, NOTHING),
    "tax_residence": (*NATIONS, NOTHING),
    "high_cost_area": (*HIGH_COST_AREAS, NOTHING),
    "unsocial_hours": ("section_2", "annex_5", NOTHING),
    "student_loan": (*STUDENT_LOANS, NOTHING),
}
"""Our words for the columns that hold one of a few."""
UnknownWords = Mapping[str, Mapping[str, int]]
"""By column, the words that are not known, and how many rows hold each."""


def choices(own_rotas: Iterable[str] = ()) -> Mapping[str, Sequence[str]]:
    """Our words for each column that holds one of a few; of rotas, those of the posts and those that ship.

    >>> choices(["ward-7"])["rota"][0], choices()["high_cost_area"]
    ('ward-7', ('inner', 'outer', 'fringe', ''))
    """
    return {**FIXED, "rota": (*own_rotas, *shipped_rotas(), NOTHING)}


def words_not_known(part: Part, ours: Mapping[str, Sequence[str]]) -> dict[str, Counter[str]]:
    """The words of a part that cannot be read in columns of few words; its problems must be there already."""
    rows_of: dict[str, list[np.ndarray]] = {}
    for problem in part.problems:
        if problem.column in ours:
            rows_of.setdefault(problem.column, []).append(np.asarray(problem.rows, dtype=np.intp))
    unknown = {}
    for column, rows in rows_of.items():
        held = part.text(column)
        codes, counts = np.unique(held.codes[np.unique(np.concatenate(rows))], return_counts=True)
        most = np.argsort(-counts, kind="stable")[:MOST_LOOKED_AT]
        words = {held.values[codes[place]]: int(counts[place]) for place in most.tolist()}
        unknown[column] = Counter(
            {word: count for word, count in words.items() if word and not _known(column, word, ours[column])}
        )
    return {column: words for column, words in unknown.items() if words}


def _known(column: str, word: str, ours: Sequence[str]) -> bool:
    if column == "rota":
        return word in ours
    try:
        in_our_words(column, word)
    except ValueError:
        return False
    return True


def words_to_show(words: Mapping[str, int]) -> dict[str, int]:
    """The words of a column that may be shown, those of most rows first: none where they could be people's names.

    >>> words_to_show({"Tier 6": 40, "Tier 7": 9, "Jo Smith": 1}), words_to_show({"Smith": 5, "Jones": 4, "Patel": 3})
    ({'Tier 6': 40, 'Tier 7': 9}, {})
    """
    several = {word: count for word, count in words.items() if count >= FEWEST_ROWS}
    if not 0 < len(several) <= MOST_WORDS or said_by_values(several):
        return {}
    return dict(sorted(several.items(), key=lambda pair: -pair[1]))
