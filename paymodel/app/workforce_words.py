"""Words of a staff list that are not known: a small table of theirs and ours, kept in the mapping."""

import streamlit as st

from paymodel.answers.blocks import Heading
from paymodel.app import render
from paymodel.app.workforce_form import WORDS, Held
from paymodel.counting import counted
from paymodel.workforces.row_by_row import Quality
from paymodel.workforces.unknown_words import NOTHING, choices, words_to_show

WIDE = 480
"""How wide the fields are, in pixels: as wide as a word of theirs needs."""


def draw_words(held: Held, rows: Quality, own_rotas: tuple[str, ...]) -> None:
    """Draw a row for each word that is not known, to choose ours for it; what was chosen keeps its row."""
    hidden = 0
    for column, words in rows.unknown.items():
        shown = words_to_show(words)
        hidden += len(words) - len(shown)
        held.unknown.setdefault(column, {}).update(shown)
    ours = choices(own_rotas)
    if any(held.unknown.values()):
        render.blocks([Heading("Words that are not known", 2)])
        render.note(
            "Choose our word for each. Rows that hold a word without one are left out. Save the mapping under Columns"
            " to keep what you choose."
        )
        with st.container(width=WIDE):
            chosen = {
                column: {
                    word: _ask_word(held, column, word, count, list(ours[column])) for word, count in words.items()
                }
                for column, words in held.unknown.items()
            }
        if st.button("Use these words", key=held.key("press-use-words"), type="primary"):
            held.words = {
                column: {word: mine for word, mine in words.items() if mine is not None}
                for column, words in chosen.items()
            }
            st.rerun()
    if hidden:
        others = counted(hidden, "other word is not known. It is", "other words are not known. They are")
        render.note(f"{others} not shown, to keep names off the page. Correct the list in those rows.")


def _ask_word(held: Held, column: str, word: str, count: int, ours: list[str]) -> str | None:
    """Ask for our word for one of theirs; None where there is none."""
    key = held.key(f"word-{column}-{word}")
    if key not in st.session_state:
        st.session_state[key] = held.words.get(column, {}).get(word)
    name = WORDS.get(column, column.replace("_", " "))
    answer: str | None = st.selectbox(
        f"{name[:1].upper()}{name[1:]}: {render.plain(word)} ({counted(count, 'row')})",
        [None, *ours],
        format_func=_in_words,
        placeholder="Not known: left out",
        key=key,
    )
    return answer


def _in_words(mine: str | None) -> str:
    if mine is None:
        return "Not known: left out"
    return "Says nothing, as an empty cell" if mine == NOTHING else mine.replace("_", " ")
