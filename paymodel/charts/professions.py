"""The fourteen professions at the top of bands 6 and 7 to each post of the ladder: one heat map, grouped by rota."""

from collections.abc import Mapping, Sequence

from paymodel.answers.columns import MONTH_AND_YEAR, columns_of
from paymodel.answers.comparison import policy_note
from paymodel.answers.phrasing import percent, whole_pounds
from paymodel.answers.tables import Column, Table, Unit
from paymodel.charts.heat import Look
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.sweeps_matrix import Cell, cells_of, changes_of, draw_changes, say_each_row
from paymodel.charts.titles import say_change
from paymodel.files.rotas import find_rota, load_rota
from paymodel.moves.comparison import Scenario
from paymodel.scenarios.professions import professions
from paymodel.scenarios.schema import LibraryPost
from paymodel.scenarios.sweeps import MatrixMove

ILLUSTRATION = " (illustration)"


def professions_picture(scenario: Scenario, moves: Sequence[MatrixMove], policy: str | None = None) -> Picture:
    """What each move of the ready-made grid `professions` changes under a policy (the first unless named).

    Rows are the top of bands 6 and 7, grouped by professions that differ in nothing, each with the rota that is typical
    of them and what its unsocial hours add to basic pay; the least first. Columns are the posts of the ladder.
    """
    cells = cells_of(moves, policy)
    changes = changes_of(cells)
    paid = {cell.held: cell.move.unsocial_share for cell in cells if cell.move is not None}
    posts = list(dict.fromkeys(cell.post for cell in cells))
    groups = sorted(_alike(changes, posts), key=lambda group: max(paid[str(post.name)] for post in group))
    headings: dict[str, str] = {}
    names: dict[str, str] = {}
    for group in groups:
        first, *_ = bands = [post for post in group if post.group == group[0].group]
        who = ", ".join(dict.fromkeys(post.group for post in group))
        shares = [paid[str(post.name)] for post in group]
        headings[str(first.name)] = f"{who}. {_title_of(str(first.rota))}: {_say_paid(shares)}"
        names |= {str(post.name): f"Band {post.band}" for post in bands}
    posts_held = {str(post.name): post for post in professions().values()}
    assumed = "" if policy is None else policy_note(scenario, policy)
    return Picture(
        kind="professions",
        title=_title(changes),
        subtitle="Change of take-home pay on moving from the top of the band on the left to the post of the ladder"
        f" above, pounds a month. Blue rises, pink falls. {_say_worst(changes)} Each profession is on a rota that is"
        " typical of it, and each post of the ladder keeps the hours of the library: illustrations, not anybody's own"
        f" rota. Professions that differ in nothing share a row.{assumed}",
        alt=f"{' '.join(f'{words}.' for words in headings.values())} {say_each_row(changes, list(names), posts)}",
        table=Table(
            [
                *(Column("held", "Post held"), Column("rota")),
                Column("unsocial_hours_percent", "Unsocial hours pay, % of basic pay", Unit.NUMBER),
                *columns_of("post", *MONTH_AND_YEAR),
            ],
            [_row(cell, str(posts_held[cell.held].rota), paid[cell.held]) for cell in cells],
        ),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: draw_changes(changes, list(names), posts, width, Look(headings, names)),
    )


def _alike(changes: Mapping[tuple[str, str], float], posts: Sequence[str]) -> list[list[LibraryPost]]:
    """The posts of the professions, those together whose rota and whose every change are the same."""
    of_profession: dict[str, list[LibraryPost]] = {}
    for post in professions().values():
        of_profession.setdefault(post.group, []).append(post)
    alike: dict[tuple[object, ...], list[LibraryPost]] = {}
    for held in of_profession.values():
        same = tuple((post.rota, *(changes.get((str(post.name), offered)) for offered in posts)) for post in held)
        alike.setdefault(same, []).extend(held)
    return list(alike.values())


def _title(changes: Mapping[tuple[str, str], float]) -> str:
    """How many professions lose on some post of the ladder, and how much the worst move loses."""
    of_post = {str(post.name): post.group for post in professions().values()}
    of_all = len(set(of_post.values()))
    losing = {of_post[held] for (held, _), change in changes.items() if say_change(change).startswith("falls")}
    worst = min(changes, key=changes.__getitem__)
    if not losing:
        return f"No profession loses on the ladder: the least {say_change(changes[worst])}"
    lose = "loses" if len(losing) == 1 else "lose"
    most = f"{whole_pounds(changes[worst])} a month at worst"
    return f"{len(losing)} of {of_all} professions {lose} on the ladder, {most}"


def _say_worst(changes: Mapping[tuple[str, str], float]) -> str:
    held, offered = min(changes, key=changes.__getitem__)
    return f"The worst: {held} to {offered}."


def _row(cell: Cell, rota: str, share: float) -> tuple[str | float, ...]:
    change = cell.change or 0.0
    return (cell.held, rota, round(share * 100, 2), cell.post, round(change / 12, 2), change)


def _title_of(rota: str) -> str:
    """What a shipped rota is called."""
    return load_rota(find_rota(rota, None)).title.removesuffix(ILLUSTRATION)


def _say_paid(shares: Sequence[float]) -> str:
    """What unsocial hours add, in words."""
    least, most = min(shares), max(shares)
    if not most:
        return "no unsocial hours pay"
    range_of = percent(most) if least == most else f"{percent(least)} to {percent(most)}"
    return f"unsocial hours pay of {range_of} of basic pay"
