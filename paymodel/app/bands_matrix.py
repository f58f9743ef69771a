"""Every band and step to every post: a table of moves, each of which opens in Compare."""

import json
from collections.abc import Mapping, Sequence

import streamlit as st

from paymodel.answers.phrasing import rules_in_force, signed_whole_pounds
from paymodel.app import render, state
from paymodel.app.button_grid import Square, draw_grid
from paymodel.app.form import Form
from paymodel.app.questions import Question, file_of, place_of
from paymodel.app.save_and_share import draw_commands
from paymodel.app.shell_words import shell_line
from paymodel.app.worked_out import worked_out
from paymodel.charts.sweeps_matrix import Cell, cells_of, matrix
from paymodel.pay.job import BANDS
from paymodel.reports.parts import Worked
from paymodel.rounding import as_array
from paymodel.scenarios.sweeps import MatrixMove, matrix_of

COMPARE = "compare"


def draw(question: Question, worked: Worked) -> None:
    """Draw the tab: a table of moves under a policy, and the same by name, as a picture and as commands."""
    answer = worked_out(question, matrix_of, "The moves cannot be worked out yet.")
    if answer is None:
        return
    scenario, moves = answer
    names = list(dict.fromkeys(move.policy for move in moves))
    policy = render.policy_of(names, "matrix-policy")
    cells = cells_of(moves, policy)
    picture = matrix(scenario, cells)
    render.answer(f"{picture.title}.", loses=any((cell.change or 0) < 0 for cell in cells))
    render.note(
        f"{rules_in_force(scenario.nation, scenario.as_at)}; the person, the rota and the"
        " switches of the question at the side, scaled to the contract. Change of take-home pay on moving from the band"
        " and step above to the post on the left, pounds a month. The posts are illustrations, their on-call pay too."
        " Open a figure to see all of that move in Compare."
    )
    own = _own(worked)
    last = {band: step for band, _, step in (cell.held.partition(", ") for cell in cells)}
    chosen = draw_grid([_square(cell, own, last) for cell in cells], "Post offered, after its band", "matrix")
    if chosen is not None:
        _open_move(question, _move_of(cells[chosen]))
    _by_name(question, worked, cells)
    with st.expander("The matrix as a picture to publish, with its data"):
        render.picture(picture, "matrix")
    option = ["--policy", policy] if len(names) > 1 else []
    file = file_of(question)
    lines = [
        shell_line("paymodel", "chart", "matrix", file, *option, "-o", "matrix.svg"),
        f"paymodel sweep {file} --ready matrix -o matrix.csv",
    ]
    draw_commands(question, lines, "matrix-file")


def _own(worked: Worked) -> str:
    """The band and step of the post held, as a cell names them."""
    job = worked.scenario.cases[0].current.job
    return f"Band {BANDS[int(as_array(job.band))]}, step {int(as_array(job.step))}"


def _square(cell: Cell, own: str, last: Mapping[str, str]) -> Square:
    """A cell as a square. `last` is the last step of each band: the form calls the first and the last by name."""
    monthly = (cell.change or 0.0) / 12
    band, _, step = cell.held.partition(", ")
    step += ", entry" if step == "step 1" else ", top" if step == last[band] else ""
    step += ", held now" if cell.held == own else ""
    amount = signed_whole_pounds(monthly)
    return Square(
        band, step, cell.post, monthly, amount, f"{amount} a month: {cell.held} to {cell.post}. Open in Compare"
    )


def _move_of(cell: Cell) -> MatrixMove:
    if cell.move is None:
        raise ValueError("a cell of the ready-made matrix has a move")
    return cell.move


def _by_name(question: Question, worked: Worked, cells: Sequence[Cell]) -> None:
    """A move of the matrix chosen without a pointer: from where, to where, and open it."""
    held, posts = (list(dict.fromkeys(getattr(cell, name) for cell in cells)) for name in ("held", "post"))
    own = _own(worked)
    left, middle, right = st.columns([2, 4, 2], vertical_alignment="bottom")
    start = left.selectbox("From", held, index=held.index(own) if own in held else 0, key="matrix-from")
    end = middle.selectbox("To", posts, key="matrix-to")
    cell = next(cell for cell in cells if (cell.held, cell.post) == (start, end))
    if right.button("Open in Compare", key="press-matrix-open", width="stretch", type="primary"):
        _open_move(question, _move_of(cell))


def question_of_move(question: Question, move: MatrixMove) -> Question:
    """The question of a cell: the band and step held, and its post alone offered."""
    form = Form(json.loads(json.dumps(question)), 0)
    form.put(("offers",), form.value_at(("offers",))[:1])
    form.put(("career", "paths"), None)  # they name the posts that were offered
    form.put(("question",), None)
    for path, value in move.point.items():
        form.put(place_of(path), value)
    form.put(("title",), f"{move.held} to {move.post}")
    return form.question


def _open_move(question: Question, move: MatrixMove) -> None:
    """Show a cell in Compare, and there the outcome that the cell shows, where a pattern leaves two open."""
    new = question_of_move(question, move)
    worked = state.answer(new).worked
    results = [] if worked is None else worked.moves
    same = [(result.policy_name, result.pattern) == (move.policy, move.pattern) for result in results]
    st.session_state.closer = same.index(True) if True in same else 0
    state.open_on_page(COMPARE, new)
