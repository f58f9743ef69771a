"""What people are taken to be paid for unsocial hours whose rows say nothing of them, where that is said."""

from collections.abc import Container
from pathlib import Path
from typing import NamedTuple

import numpy as np

from paymodel.errors import Fault, Faults, shortened
from paymodel.files import parsers
from paymodel.files.coded_columns import Codes, recoded
from paymodel.files.number_texts import NOTHING, percent_number
from paymodel.files.rotas import find_rota
from paymodel.files.staff_parts import Part

OPTION = "--unsocial-hours-unstated"
SAYING = ("rota", "annex_5_percent", "unsocial_hours_percent")
"""Columns of text that say what unsocial hours are paid."""
PAYMENT = "unsocial_hours_payment"
HOURS = ("saturday_night_hours_a_year", "sunday_holiday_hours_a_year")


class Unstated(NamedTuple):
    """What takes the place of what a row does not say: the column and its text, and both in words."""

    column: str
    text: str
    words: str


def read_unstated(text: str | None, folder: Path, own_rotas: Container[str] = ()) -> Unstated | None:
    """What an option says of them: `none`, a percentage of basic pay, or a rota (`own_rotas` too). Raises `Faults`.

    >>> read_unstated("20%", Path()).words, read_unstated("none", Path()).column
    ('paid 20% of basic pay', 'unsocial_hours_payment')
    """
    if text is None:
        return None
    plain = text.strip()
    if NOTHING.fullmatch(plain) or plain.strip("0.") == "":
        return Unstated(PAYMENT, "0", "paid nothing for them")
    if percent_number(plain) is not None:
        try:
            share = parsers.percentage(plain)
        except ValueError as error:
            raise Faults([Fault(OPTION, "", str(error))]) from None
        return Unstated("unsocial_hours_percent", plain, f"paid {share * 100:.10g}% of basic pay")
    try:
        if plain not in own_rotas:
            find_rota(plain, folder)
    except ValueError as error:
        words = f"{shortened(plain)} is not none, nor a percentage of basic pay such as 20%, nor a rota: {error}"
        raise Faults([Fault(OPTION, "", words)]) from None
    return Unstated("rota", plain, f"on the rota {shortened(plain)}")


def fill_unstated(part: Part, unstated: Unstated) -> None:
    """Say it of the rows that say nothing. Nothing is said where hours are a column: 0 of them are none."""
    says = np.zeros(part.size, dtype=bool)
    for problem in part.problems:  # a faulty cell is not an empty one
        if problem.column in (*SAYING, *HOURS, PAYMENT):
            says[problem.rows] = True
    for column in SAYING:
        coded = part.text(column)
        says |= np.array([text != "" for text in coded.values], dtype=bool)[coded.codes]
    says |= ~np.isnan(part.figures.get(PAYMENT, np.full(part.size, np.nan)))
    if unstated.column != PAYMENT and any(column in part.figures for column in HOURS):
        return
    for column in HOURS:
        says |= part.figures.get(column, np.zeros(part.size)) > 0
    if says.all():
        return
    if unstated.column in SAYING:
        coded = part.text(unstated.column)
        texts = np.where(says, coded.texts(), unstated.text)
        distinct, codes = np.unique(texts.astype(str), return_inverse=True)
        part.texts[unstated.column] = recoded(Codes((), codes), [str(text) for text in distinct])
    else:
        payments = part.figures.get(unstated.column, np.full(part.size, np.nan))
        part.figures[unstated.column] = np.where(says, payments, 0.0)
    part.notes.append(f"Rows that say nothing of unsocial hours are taken to be {unstated.words} ({OPTION}).")
