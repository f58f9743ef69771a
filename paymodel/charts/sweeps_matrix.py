"""From a band and step to a post: a heat map of what each move changes in take-home pay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paymodel.answers.columns import MONTH_AND_YEAR, columns_of
from paymodel.answers.comparison import policy_note
from paymodel.answers.phrasing import signed_whole_pounds
from paymodel.answers.tables import Column, Table
from paymodel.charts.heat import PLAIN, HeatCell, Look, draw_heat, shade
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import Body
from paymodel.charts.titles import pick_largest, say_change
from paymodel.counting import counted
from paymodel.moves.comparison import Scenario
from paymodel.pay.job import BANDS
from paymodel.scenarios.sweeps import MatrixMove, matrix_moves

MOST_POSTS, MOST_HELD = 32, 15
"""Columns and rows shown: those with the largest changes."""


@dataclass(frozen=True)
class Cell:
    """A move from a band and step to a post: change of take-home pay, pounds a year; None where it is no promotion.

    `move` is what it was made of, if it comes from the ready-made matrix.
    """

    held: str
    post: str
    change: float | None
    move: MatrixMove | None = None


def changes_of(cells: Sequence[Cell]) -> dict[tuple[str, str], float]:
    """The changes of cells that have one, by post held and post offered, pounds a month."""
    return {(cell.held, cell.post): cell.change / 12 for cell in cells if cell.change is not None}


def cells_of(moves: Sequence[MatrixMove], policy: str | None = None) -> list[Cell]:
    """Moves of the ready-made matrix under a policy (the first unless named).

    Each post is named with its band, from the lowest band up; a second post of the same name has a number.
    """
    policy = moves[0].policy if policy is None and moves else policy
    times: dict[tuple[str, str], int] = {}
    cells = []
    for move in sorted(moves, key=lambda move: BANDS.index(move.band)):
        if move.policy == policy:
            post = f"{move.band} {move.post}"
            count = times[move.held, post] = times.get((move.held, post), 0) + 1
            cells.append(Cell(move.held, post if count == 1 else f"{post} ({count})", move.take_home_change, move))
    return cells


def ready_matrix(scenario: str) -> Picture:
    """The matrix of a scenario file, or of a shipped scenario by its name: bands 5 to 7 to every post from 8a up."""
    asked, moves = matrix_moves(scenario)
    return matrix(asked, cells_of(moves))


def matrix(scenario: Scenario, cells: Sequence[Cell]) -> Picture:
    """What each move from a band and step (rows) to a post (columns) changes in take-home pay, pounds a month.

    With more posts or more rows than can be read, those with the largest changes are shown. Raises `ValueError` where
    no cell holds a change, or where one stands twice.
    """
    changes = changes_of(cells)
    if not changes:
        raise ValueError("a matrix needs a move at least")
    if len({(cell.held, cell.post) for cell in cells}) < len(cells):
        raise ValueError("a matrix holds each move once")
    held = _with_largest(list(dict.fromkeys(cell.held for cell in cells)), 0, changes, MOST_HELD)
    posts = _with_largest(list(dict.fromkeys(cell.post for cell in cells)), 1, changes, MOST_POSTS)
    all_held, all_posts = (len({getattr(cell, name) for cell in cells}) for name in ("held", "post"))
    more = ""
    if all_posts > len(posts):
        more += f" Of {all_posts} posts, the {len(posts)} with the largest changes are shown."
    if all_held > len(held):
        more += f" Of {all_held} posts held, the {len(held)} with the largest changes are shown."
    if first_move := next((cell.move for cell in cells if cell.move), None):
        more += " Each post held has the person, rota and hours of the scenario's."
        more += policy_note(scenario, first_move.policy)
    blank = " Blank: no promotion." if len(changes) < len(held) * len(posts) else ""
    return Picture(
        kind="matrix",
        title=_title(list(changes.values())),
        subtitle="Change of take-home pay on moving from the post on the left to the post above, pounds a month."
        f" Blue rises, pink falls.{blank}{more}",
        alt=say_each_row(changes, held, posts) + more,
        table=Table(
            [Column("held", "Post held"), *columns_of("post", *MONTH_AND_YEAR)],
            [
                (cell.held, cell.post, None if cell.change is None else round(cell.change / 12, 2), cell.change)
                for cell in cells
            ],
        ),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: draw_changes(changes, held, posts, width),
    )


Changes = Mapping[tuple[str, str], float]


def _with_largest(names: Sequence[str], part: int, changes: Changes, most: int) -> list[str]:
    """The names with the largest changes, whatever their sign, in their own order."""
    top: dict[str, float] = {}
    for key, change in changes.items():
        top[key[part]] = max(top.get(key[part], 0.0), abs(change))
    return [names[at] for at in pick_largest([top.get(name, -1.0) for name in names], most)]


def _title(changes: Sequence[float]) -> str:
    least, most = min(changes), max(changes)
    falls = sum(say_change(change).startswith("falls") for change in changes)
    if len(changes) == 1:
        return f"Take-home pay {say_change(least)} on the one move shown"
    if say_change(least) == say_change(most):
        return f"Take-home pay {say_change(least)} on all {counted(len(changes), 'move')}"
    on = f"all {len(changes)}" if falls == len(changes) else f"{falls or 'none'} of {len(changes)}"
    ends = f"{signed_whole_pounds(least)} to {signed_whole_pounds(most)} a month"
    return f"Take-home pay falls on {on} moves: {ends}"


def say_each_row(changes: Changes, held: Sequence[str], posts: Sequence[str]) -> str:
    """What the heat map shows, row by row; rows that are alike are said together."""
    alike: dict[tuple[float | None, ...], list[str]] = {}
    for name in held:
        alike.setdefault(tuple(changes.get((name, post)) for post in posts), []).append(name)
    sentences = []
    for names in alike.values():
        row = {post: changes[names[0], post] for post in posts if (names[0], post) in changes}
        if row:
            worst, best = min(row, key=row.__getitem__), max(row, key=row.__getitem__)
            sentences.append(
                f"From {'; '.join(names)}, from {signed_whole_pounds(row[worst])} ({worst}) to"
                f" {signed_whole_pounds(row[best])} ({best})"
            )
    size = f"{counted(len(held), 'row')} of posts held by {counted(len(posts), 'column')} of posts offered"
    return f"A table of {size}, each cell the change of take-home pay in pounds a month. {'. '.join(sentences)}."


def draw_changes(
    changes: Changes,
    held: Sequence[str],
    posts: Sequence[str],
    width: int,
    look: Look = PLAIN,
) -> Body:
    """Changes in pounds a month as a heat map, each coloured beside the largest."""
    most = max(abs(change) for change in changes.values()) or 1.0
    cells = {key: HeatCell(signed_whole_pounds(change), shade(change / most)) for key, change in changes.items()}
    return draw_heat(cells, held, posts, width, look)
