"""A letter to the person concerned, for Word."""

from paymodel.answers.letter import foot_of_letter, letter_blocks
from paymodel.files.letter_sentences import WELSH, load_sentences
from paymodel.moves.comparison import Comparison, Move
from paymodel.reports.word import as_docx


def languages_of(nation: str) -> tuple[str, ...]:
    """The languages that a letter of a nation may be in, English first.

    >>> languages_of("wales"), languages_of("england")
    (('en', 'cy'), ('en',))
    """
    return ("en", WELSH) if nation == "wales" else ("en",)


def letter(comparison: Comparison, move: Move, language: str) -> bytes:
    """The letter about a move in a language. Raises `Refused` for a move that a letter cannot be about."""
    file = load_sentences(language)
    blocks = letter_blocks(comparison, move, file)
    foot, day = foot_of_letter(file), comparison.scenario.as_at
    return as_docx(blocks, comparison.scenario.title, foot, day, file.language, pages=False)
