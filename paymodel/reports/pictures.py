"""One picture by its kind."""

import csv
import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from paymodel.answers.comparison import policy_note
from paymodel.answers.comparison_tables import title_of
from paymodel.answers.tables import Column, Table
from paymodel.answers.workforce_sensitivity import workforce_sensitivity
from paymodel.charts.careers import career_lines
from paymodel.charts.cliffs import bounds_of, cliffs
from paymodel.charts.comparison_payslips import payslips_side_by_side
from paymodel.charts.comparison_unsocial_hours import unsocial_hours, unsocial_line
from paymodel.charts.comparison_waterfall import waterfall
from paymodel.charts.history import history_lines
from paymodel.charts.ladder import ladder, rungs_under, unsocial_share_of, with_share
from paymodel.charts.picture import Picture, mark_invented, stamp_of, stamp_of_posts
from paymodel.charts.professions import professions_picture
from paymodel.charts.remedies import remedy_costs
from paymodel.charts.rota_weeks import rota_weeks
from paymodel.charts.sensitivity import plausible_range, tornado, workforce_tornado
from paymodel.charts.sweeps_bands import band_lines, by_unsocial_hours
from paymodel.charts.sweeps_matrix import cells_of, matrix
from paymodel.charts.workforce_costs import policy_costs
from paymodel.charts.workforce_frontier import frontier
from paymodel.charts.workforce_heat import losers_by_group_and_post
from paymodel.charts.workforce_ladder import ladder_of_workforce
from paymodel.charts.workforce_losers import losers
from paymodel.errors import Fault, Faults, nearest
from paymodel.moves.comparison import Move, Result, Scenario
from paymodel.moves.sensitivity import Sensitivity
from paymodel.reports.parts import Worked
from paymodel.scenarios.load import open_scenario, scenario_of
from paymodel.scenarios.offered_posts import load_openings, path_of_shipped
from paymodel.scenarios.sweeps import MatrixMove, bands_of, matrix_of, professions_of
from paymodel.workforces.options import Options


def picture_of(
    kind: str,
    reference: str,
    *,
    offer: str | None = None,
    policy: str | None = None,
    by: str | None = None,
    posts: str | None = None,
) -> Picture:
    """One picture of a scenario (a file, or a shipped one by its name), or of the folder of a workforce.

    `offer` and `policy` are names, the first where None; `by` is the column that a workforce is grouped by, posts side
    by side where None. With `posts` the reference is a staff list. Raises `Faults`, also for a name that the kind does
    not ask for.
    """
    given = {"offer": offer, "policy": policy, "by": by, "posts": posts}
    takes = TAKES.get(kind, ("offer", "policy"))
    if kind == "sensitivity":
        takes = ("offer", "policy" if posts is None else "posts")
    unasked = [name for name, value in given.items() if value is not None and name not in takes]
    if unasked:
        file, words = f"paymodel chart {kind}", "this kind takes none; leave it out"
        raise Faults(Fault(file, f"--{name}", words) for name in unasked)
    try:
        if kind == "workforce":
            return _draw_workforce(Path(reference), offer, policy, by)
        if kind == "sensitivity" and posts is not None:
            return _draw_staff(reference, posts, offer)
        if kind == "heat-map":
            return _draw_heat_map(Path(reference), policy, by)
        if kind == "ladder" and Path(reference).is_dir():
            return _draw_workforce_ladder(Path(reference), offer, policy)
        if kind == "frontier":
            return _draw_frontier(Path(reference), offer)
        if kind == "policy-costs":
            return _policy_costs(Path(reference), offer)
        if kind in OF_A_GRID:
            return _draw_grid(kind, reference, policy)
        if kind == "bands":
            return _bands(reference, policy)
        document, folder = open_scenario(reference)
        worked = Worked(scenario_of(document, folder, Path(reference).stem), document, folder)
        return OF_A_SCENARIO[kind](worked, pick_move(reference, worked, offer, policy))
    except ValueError as error:  # a chart has nothing to draw
        raise Faults([Fault(reference, "", str(error))]) from None
    except OverflowError:
        raise Faults(
            [Fault(reference, "", "its tables hold a number without end; run paymodel workforce again")]
        ) from None
    except KeyError as error:  # a table that was written by hand
        raise Faults([Fault(reference, "", f"its tables lack {error}; run paymodel workforce again")]) from None


TAKES: dict[str, tuple[str, ...]] = {
    "workforce": ("offer", "policy", "by"),
    "heat-map": ("policy", "by"),
    "policy-costs": ("offer",),
    "frontier": ("offer",),
    "matrix": ("policy",),
    "bands": ("policy",),
    "professions": ("policy",),
    "payslips": (),
    "careers": (),
    "history": (),
}
"""Which names a kind asks for, where these are not the offer and the policy."""


def _draw_grid(kind: str, reference: str, policy: str | None) -> Picture:
    """A ready-made grid of a scenario under a policy, the first where None."""
    moves_of, draw = OF_A_GRID[kind]
    scenario, moves = moves_of(*open_scenario(reference), Path(reference).stem)
    _check_name(reference, "--policy", policy, "policy", [case.policy_name for case in scenario.cases])
    if policy is not None and all(move.policy != policy for move in moves):
        words = f"'{policy}' cannot be for every post of the library; give another policy"
        raise Faults([Fault(reference, "--policy", words)])
    return draw(scenario, moves, policy)


OF_A_GRID: dict[str, tuple[Callable[..., tuple[Scenario, list[MatrixMove]]], Callable[..., Picture]]] = {
    "matrix": (matrix_of, lambda scenario, moves, policy: matrix(scenario, cells_of(moves, policy))),
    "professions": (professions_of, professions_picture),
}
"""What works out each ready-made grid, and what draws it."""


def _bands(reference: str, policy: str | None) -> Picture:
    document, folder = open_scenario(reference)
    scenario, by_policy, _ = bands_of(document, folder, Path(reference).stem)
    _check_name(reference, "--policy", policy, "policy", [case.policy_name for case in scenario.cases])
    if policy is not None and policy not in by_policy:
        raise Faults([Fault(reference, "--policy", f"'{policy}' cannot be for every band; give another policy")])
    name = policy or next(iter(by_policy))
    return by_unsocial_hours(scenario, band_lines(by_policy[name]), name)


def _check_name(file: str, option: str, wanted: str | None, what: str, names: Iterable[str]) -> None:
    """Refuse a name that is not among some. Raises `Faults`."""
    known = list(dict.fromkeys(names))
    if wanted is not None and wanted not in known:
        raise Faults([Fault(file, option, f"no {what} '{wanted}'; {nearest(wanted, known)}")])


def _rota(worked: Worked, move: Move) -> Picture:
    held = worked.held(move)
    if held.post.rota is None or held.post.hours is None:
        raise Faults([Fault(worked.scenario.id, "current.rota", "the post held now has no rota to draw")])
    return rota_weeks(held.post.rota, held.rule_book.working_time, held.post.hours, worked.scenario.id)


def _remedies(worked: Worked, move: Move) -> Picture:
    wanted = (move.policy_name, move.post.name, move.pattern)
    offer = next(each for each in worked.remedies if (each.case.policy_name, each.post, each.pattern) == wanted)
    return remedy_costs(worked.scenario, offer, move.take_home_change)


def _cliffs(worked: Worked, move: Move) -> Picture:
    held = worked.held(move)
    posts = [(held.post.name, held), (move.post.name, move)]
    return draw_cliffs(worked, move, posts, find_bounds([held, move]), policy_note(worked.scenario, move.policy_name))


def draw_cliffs(
    worked: Worked, line: Result, posts: Sequence[tuple[str, Result]], between: tuple[int, int], note: str
) -> Picture:
    """Cliffs on the line of one result, its rules and its person, with posts marked by name."""
    scenario, job = worked.scenario, line.post.job
    return cliffs(
        line.rule_book,
        [(name, result.payslip) for name, result in posts],
        stamp_of(scenario.id, scenario.nation, scenario.as_at),
        student_loan=job.student_loan,
        children=int(np.asarray(job.children)),
        marriage_allowance=bool(job.marriage_allowance),
        in_pension_scheme=bool(job.in_pension_scheme),
        note=note,
        between=between,
    )


def find_bounds(posts: Sequence[Result]) -> tuple[int, int]:
    """The bounds of gross pay that hold what posts pay now, and what those offered pay in later years."""
    later = [float(pay) for result in posts if isinstance(result, Move) for pay in result.career.move["gross_pay"]]
    return bounds_of([float(result.payslip["gross_pay"]) for result in posts], later)


def _ladder(worked: Worked, move: Move) -> Picture:
    scenario, share = worked.scenario, unsocial_share_of(worked.held(move).payslip)
    rungs = rungs_under(move.rule_book, share)
    note = with_share(share) + policy_note(scenario, move.policy_name)
    return ladder(rungs, scenario.nation, scenario.as_at, scenario.id, note)


def _sensitivity(worked: Worked, move: Move) -> Sensitivity:
    """What the answer of one move depends on."""
    place = next(place for place, other in enumerate(worked.moves) if other is move)
    return worked.sensitivities[place]


OF_A_SCENARIO: dict[str, Callable[[Worked, Move], Picture]] = {
    "waterfall": lambda worked, move: waterfall(worked.comparison, move),
    "payslips": lambda worked, _: payslips_side_by_side(worked.comparison),
    "unsocial-hours": lambda worked, move: unsocial_hours(worked.scenario, unsocial_line(worked.comparison, move)),
    "careers": lambda worked, _: career_lines(worked.careers),
    "history": lambda worked, _: history_lines(worked.history),
    "remedies": _remedies,
    "rota": _rota,
    "cliffs": _cliffs,
    "ladder": _ladder,
    "sensitivity": lambda worked, move: tornado(worked.scenario, _sensitivity(worked, move)),
    "range": lambda worked, move: plausible_range(worked.scenario, _sensitivity(worked, move)),
}
"""What makes each kind of picture of one offer."""


def _draw_workforce(folder: Path, post: str | None, policy: str | None, column: str | None) -> Picture:
    """Who loses, from the tables that `paymodel workforce` wrote: posts side by side, or the groups of a column."""
    table, run = _read_table(folder, "summary.csv" if column is None else "groups.csv")
    for what, wanted, name in (("--policy", policy, "policy"), ("--offer", post, "post"), ("--by", column, "column")):
        _check_name(str(folder), what, wanted, name, _list_values(table, name))
    return run.mark(losers(table, run.stamp, post=post, policy=policy, column=column, threshold=run.threshold))


def _draw_heat_map(folder: Path, policy: str | None, column: str | None) -> Picture:
    """The share who lose of each group by post, from the tables that `paymodel workforce` wrote."""
    table, run = _read_table(folder, "groups.csv")
    for what, wanted, name in (("--policy", policy, "policy"), ("--by", column, "column")):
        _check_name(str(folder), what, wanted, name, _list_values(table, name))
    return run.mark(losers_by_group_and_post(table, run.stamp, column=column, policy=policy))


def _draw_workforce_ladder(folder: Path, post: str | None, policy: str | None) -> Picture:
    """Who loses rung by rung, from the tables that `paymodel workforce` wrote. Raises `Faults` for a post: all are."""
    if post is not None:
        raise Faults([Fault("paymodel chart ladder", "--offer", "the ladder of a workforce takes none; leave it out")])
    table, run = _read_table(folder, "summary.csv")
    _check_name(str(folder), "--policy", policy, "policy", _list_values(table, "policy"))
    return run.mark(ladder_of_workforce(table, run.stamp, policy=policy, threshold=run.threshold))


def _draw_staff(staff: str, posts: str, post: str | None) -> Picture:
    """What the number who lose of a staff list depends on, for one post: the first of which something can be shown."""
    _check_name(posts, "--offer", post, "post", load_openings(Path(path_of_shipped(posts, "posts")), None).names)
    sensitivity = workforce_sensitivity(Options(staff=staff, posts=posts, by=()))
    chosen = [result for result in sensitivity.posts if post in (None, result.post)]
    return workforce_tornado(sensitivity, next((result for result in chosen if result.swings), chosen[0]))


def _policy_costs(folder: Path, post: str | None) -> Picture:
    """What each remedy costs for each person who no longer loses, from what `paymodel workforce` wrote."""
    table, run = _read_table(folder, "remedies.csv")
    _check_name(str(folder), "--offer", post, "post", _list_values(table, "post"))
    return run.mark(policy_costs(table, run.stamp, post=post, threshold=run.threshold))


def _draw_frontier(folder: Path, post: str | None) -> Picture:
    """What policies cost on the pay bill against who no longer loses: what `paymodel workforce --paybill` wrote."""
    table, run = _read_table(folder, "incentive.csv")
    _check_name(str(folder), "--offer", post, "post", _list_values(table, "post"))
    return run.mark(frontier(table, run.stamp, post=post))


class _Run(NamedTuple):
    """What the record of a workforce says of its tables: stamp, threshold, and of whom."""

    stamp: str
    threshold: int
    invented: bool

    def mark(self, picture: Picture) -> Picture:
        """A picture of these tables, which says so where the people were made up."""
        return mark_invented(picture, invented=self.invented)


def _read_table(folder: Path, name: str) -> tuple[Table, _Run]:
    """A table of a workforce and its run. Raises `Faults`."""
    try:
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
        if any(len(row) != len(head) for row in rows):
            raise ValueError("a row is cut off")
        as_at = datetime.date.fromisoformat(run["as_at"])
        stamp = stamp_of_posts(str(run["title"]), str(run["nation"]), as_at)
        control, invented = run["disclosure"], bool(run["staff_list"].get("invented"))
        record = _Run(stamp, int(control["threshold"]), invented)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error):
        words = f"is not a folder that paymodel workforce wrote with {name}"
        raise Faults([Fault(str(folder), "", words)]) from None
    return Table([*map(Column, head)], rows), record


def _list_values(table: Table, column: str) -> list[str]:
    """What a column of a table holds."""
    return [str(cell) for cell in table.values(column)] if column in table.names else []


def pick_move(reference: str, worked: Worked, offer: str | None, policy: str | None) -> Move:
    """The move to an offer under a policy. Raises `Faults` for a name that none has.

    An offer whose pattern is unsure has two moves: its name is that of the first, and each has a name of its own.
    """
    _check_name(reference, "--policy", policy, "policy", [move.policy_name for move in worked.moves])
    moves = [move for move in worked.moves if move.policy_name == (policy or worked.moves[0].policy_name)]
    names = [name for move in moves for name in dict.fromkeys((move.post.name, title_of(move)))]
    _check_name(reference, "--offer", offer, "offer", names)
    return next(move for move in moves if offer in (None, move.post.name, title_of(move)))
