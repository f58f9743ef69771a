"""The charts of a report: which moves each is drawn for, and in words those that it is not drawn for."""

from collections.abc import Iterator, Sequence

import numpy as np

from paymodel.answers.comparison import assumed_note, marked_policy
from paymodel.answers.comparison_tables import title_with_policy
from paymodel.answers.phrasing import sentence
from paymodel.charts.cliffs import MOST_POSTS
from paymodel.charts.comparison_payslips import name_results
from paymodel.charts.picture import Picture
from paymodel.charts.sweeps_line import sweep_line
from paymodel.counting import counted
from paymodel.moves.comparison import Move
from paymodel.pay.job import Job
from paymodel.pay.payslips import payslip
from paymodel.reports.parts import Worked, varied_words
from paymodel.reports.pictures import OF_A_SCENARIO, draw_cliffs, find_bounds

MOST_WATERFALLS = 4
PERSON = ("student_loan", "children", "marriage_allowance", "in_pension_scheme")
"""What else than gross pay a line of take-home pay depends on."""
GROSS = np.arange(0.0, 400_000.0, 500.0)
"""Gross pay at which two rule books are looked at, to see whether one line holds for both."""


def draw_pictures(worked: Worked) -> list[Picture]:
    """The pictures of a report, in order.

    Why pay changes on each of the first moves; all posts side by side; remedies of each move that loses; cliffs with
    every post; and what is drawn for the first move alone.
    """
    moves = worked.moves
    first = moves[0]

    def draw(kind: str, move: Move = first) -> Picture:
        return OF_A_SCENARIO[kind](worked, move)

    pictures = [draw("waterfall", move) for move in moves[:MOST_WATERFALLS]]
    pictures += [draw(kind) for kind in ("payslips", "unsocial-hours", "careers")]
    if worked.with_history:
        pictures.append(draw("history"))
    if worked.vary:
        pictures += _draw_sweep(worked)
    pictures += [draw("remedies", move) for move in moves if _loses(move)]
    pictures += _draw_cliffs(worked)
    if worked.held(first).post.rota is not None:
        pictures.append(draw("rota"))
    return pictures + [draw(kind) for kind in _kinds_of_sensitivity(worked)]


def _draw_sweep(worked: Worked) -> list[Picture]:
    """The line of each of the first moves as a figure varies."""
    words = varied_words(worked.sweep)
    named = title_with_policy
    several = len(worked.scenario.cases) > 1
    pairs = zip(worked.moves[:MOST_WATERFALLS], worked.sweep.moves, strict=False)
    return [
        sweep_line(worked.sweep, of_move, named(move, several=several), words, sentence(words), None, move.policy_name)
        for move, of_move in pairs
    ]


def _kinds_of_sensitivity(worked: Worked) -> list[str]:
    """The kinds that are drawn of what the answer to the first move depends on."""
    if not worked.sensitivities:
        return []
    first = worked.sensitivities[0]
    return [kind for kind, there in (("sensitivity", first.swings), ("range", first.combined)) if there]


def describe_charts(worked: Worked) -> str:
    """Which moves a kind of chart is drawn for, and by name those that it leaves out; empty where there are none."""
    moves = worked.moves
    names = [title_with_policy(move, several=len(worked.scenario.cases) > 1) for move in moves]
    sentences = []
    if len(moves) > MOST_WATERFALLS:
        sentences.append(
            f"Why take-home pay changes is drawn for the first {MOST_WATERFALLS} of {counted(len(moves), 'move')}. Not"
            f" drawn: {'; '.join(names[MOST_WATERFALLS:])}."
        )
    if len(moves) > 1:
        also = " and what moves the answer most" if _kinds_of_sensitivity(worked) else ""
        sentences.append(f"Unsocial hours{also} are drawn for {names[0]} alone. Not drawn: {'; '.join(names[1:])}.")
    if gains := [name for name, move in zip(names, moves, strict=True) if not _loses(move)]:
        sentences.append(f"Ways to fix it are drawn where take-home pay falls. It does not on: {'; '.join(gains)}.")
    return " ".join(sentences)


def _loses(move: Move) -> bool:
    return move.take_home_change < 0


def _draw_cliffs(worked: Worked) -> Iterator[Picture]:
    """Cliffs with every post of the report: a chart for each line, and a further one where a line has many posts."""
    scenario = worked.scenario
    lines = _group_by_line(worked.moves)
    for moves in lines:
        policies = list(dict.fromkeys(move.policy_name for move in moves))
        note = assumed_note(scenario)
        if len(lines) > 1:
            names = "; ".join(marked_policy(scenario, result) for result in policies)
            note = f" {'Policy' if len(policies) == 1 else 'Policies'}: {names}."
        held = [worked.comparison.held(name) for name in policies]
        posts = name_results([*held, *moves], scenario)
        bounds = find_bounds([result for _, result in posts])
        for start in range(0, len(posts), MOST_POSTS):
            yield draw_cliffs(worked, moves[0], posts[start : start + MOST_POSTS], bounds, note)


def _group_by_line(moves: Sequence[Move]) -> list[list[Move]]:
    """Moves that share a line of take-home pay against gross pay: the same rules for a person like this."""
    lines: dict[bytes, list[Move]] = {}
    for move in moves:
        person = {name: getattr(move.post.job, name) for name in PERSON}
        lines.setdefault(payslip(Job(basic_pay=GROSS, **person), move.rule_book)["take_home_pay"].tobytes(), []).append(
            move
        )
    return list(lines.values())
