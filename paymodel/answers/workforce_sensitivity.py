"""What the number of people who lose depends on, and what making them whole costs: under disclosure control.

What is uncertain about posts and rules is asked as policies, in one run. What is uncertain about everybody's work
(sickness, overtime) takes a run for each value, in which everybody has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from paymodel import __version__
from paymodel.about import INVENTED, NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.columns import columns_of
from paymodel.answers.comparison_data import run_in_short
from paymodel.answers.contracts import to_json
from paymodel.answers.phrasing import rules_in_force, whole_pounds
from paymodel.answers.sensitivity import (
    NOT_A_PROBABILITY,
    TOGETHER,
    swing_json,
    values_words,
    why_words,
    without_effect_blocks,
)
from paymodel.answers.tables import Cell, Column, Table, Unit, of_invented_people
from paymodel.answers.workforce_phrasing import USUAL, in_band, next_rungs
from paymodel.answers.workforce_tables import BAND_HELD, HIDDEN, tables_of
from paymodel.counting import counted
from paymodel.errors import Fault, Faults
from paymodel.files.mappings import NUMBERS
from paymodel.files.unchanged import Digests
from paymodel.moves.posts import with_pattern
from paymodel.moves.sensitivity import AS_IT_STANDS, Combination, Combined, Swing, Tried, combine, order_swings
from paymodel.pay.job import WEEKS_IN_A_YEAR
from paymodel.pay.rule_book import Switches
from paymodel.scenarios.offered_posts import PostsFile, load_openings
from paymodel.scenarios.schema import PolicyFile
from paymodel.scenarios.uncertain_inputs import Change, Plausible, combinations, shipped_plausible
from paymodel.workforces.ask import ask
from paymodel.workforces.options import Options, with_shipped

OF_PEOPLE = ("current", "person")
"""Parts of a scenario that a staff list stands for."""
MOST_RUNS = 200
FEW = f"redacted, as {USUAL.few} lose, or pounds are of fewer than {USUAL.fewest_for_pounds} people or mostly of two"
"""Why a number is redacted."""
LOSE, COST = "lose", "cost_of_making_losers_whole"
Constants = tuple[tuple[str, str], ...]
"""Columns of a staff list that are the same for everybody, with what they hold."""
Outcome = Mapping[str, float] | str
"""How many lose and what making them whole costs, pounds a year; or why neither can be said."""


@dataclass(frozen=True)
class PostSensitivity:
    """What the number who lose on moving to one post depends on, and what making them whole costs, pounds a year.

    `lose` and `cost` are as the staff list stands; where these are `hidden`, so is all else. `too_few`
    names values that are hidden alone. `costs` holds the swing of the cost for each swing, by id. `combined` counts who
    loses; `hidden_combinations` says how many of the combinations are hidden.
    """

    post: str
    pattern: str
    band_held: str
    people: str
    lose: float | None
    cost: float | None
    hidden: bool
    swings: tuple[Swing, ...]
    still: tuple[Swing, ...]
    not_here: tuple[Swing, ...]
    costs: Mapping[str, Swing]
    combined: Combined | None
    hidden_combinations: int
    too_few: tuple[str, ...]


@dataclass(frozen=True)
class WorkforceSensitivity:
    """What the number of losers and the cost depend on, for every post of a workforce, which may be `invented`."""

    file: PostsFile
    used: int
    posts: tuple[PostSensitivity, ...]
    invented: bool = False


def workforce_sensitivity(options: Options) -> WorkforceSensitivity:
    """Put every plausible value to a workforce: those of posts and rules, and those that everybody may have.

    Raises `Faults` where files are at fault.
    """
    return _Tries(replace(with_shipped(options), policies=options.policies)).work_out()


class _Tries:
    """A workforce and what was tried on it."""

    def __init__(self, options: Options) -> None:
        self.options = options
        openings = load_openings(Path(options.posts), None)
        self.file, self.document = openings.file, openings.document
        self.open = {
            name: uncertain
            for name, uncertain in {**shipped_plausible(), **self.file.plausible}.items()
            if uncertain.values and uncertain.is_open(self.file.nation, self.file.as_at) and applies(uncertain)
        }
        self.list_was: Digests | None = None
        self.runs: dict[Constants, list[Outcome]] = {}
        self.refused: dict[tuple[str, str], str] = {}
        self.policies: list[tuple[str, str, PolicyFile]] = []
        self.rungs: list[dict[str, Any]] = []
        """The rows of the summary of the nearest band below each post that can be shown, as the list is."""

    def work_out(self) -> WorkforceSensitivity:
        """What everything tried did, post by post."""
        for name, uncertain in self.open.items():
            for words, change in () if of_people(uncertain) else uncertain.values.items():
                self._policy(name, words, change)
        run, whole = ask(self.options, more=[policy for _, _, policy in self.policies])
        self.list_was = run.list_was
        tables = tables_of(run, whole)
        self.rungs = _nearest_shown(*_summary_and_costs(tables))
        under = [self._outcomes(tables, policy.name) for policy in run.openings.policies]
        of_policies = {(name, words): under[at] for at, (name, words, _) in enumerate(self.policies, start=1)}
        singles = {
            (name, words): self._run((constant(change),))
            for name, uncertain in self.open.items()
            if of_people(uncertain)
            for words, change in uncertain.values.items()
        }
        tried = {**of_policies, **singles}
        posts = []
        for place, row in enumerate(self.rungs):
            outcomes: dict[tuple[str, str], Outcome] = {key: each[place] for key, each in tried.items()}
            outcomes |= self.refused
            posts.append(self._post(place, row, under[0][place], outcomes))
        used = self.options.control.count(whole.used)
        return WorkforceSensitivity(self.file, used, tuple(posts), whole.settled.invented)

    def _policy(self, name: str, words: str, change: Change) -> None:
        """Note a value as a policy, or why it cannot be one."""
        policy = PolicyFile(name=f"{name}: {words}", change=dict(change))
        try:
            load_openings(Path(self.options.posts), None, [policy])
        except Faults as error:
            message = error.faults[0].message
            if name in self.file.plausible:
                raise Faults([self.document.fault(("plausible", name, "values", words), message)]) from None
            self.refused[name, words] = message
            return
        self.policies.append((name, words, policy))

    def _run(self, constants: Constants) -> list[Outcome]:
        """Who loses where everybody has these columns: each post's outcome."""
        if constants not in self.runs:
            if len(self.runs) >= MOST_RUNS:
                words = f"needs more than {MOST_RUNS} runs of the staff list; give fewer values"
                raise Faults([Fault(self.options.posts, "plausible", words)])
            run, whole = ask(self.options, list_was=self.list_was, instead=dict(constants))
            tables = tables_of(run, whole)
            self.runs[constants] = self._outcomes(tables, run.openings.policies[0].name)
        return self.runs[constants]

    def _outcomes(self, tables: Sequence[Table], policy: str) -> list[Outcome]:
        """How many lose under a policy and what making them whole costs: of one band below each post."""
        summary, costs = _summary_and_costs(tables)
        return [_outcome(summary, costs, policy, rung) for rung in self.rungs]

    def _post(
        self, place: int, row: Mapping[str, Any], stands: Outcome, outcomes: Mapping[tuple[str, str], Outcome]
    ) -> PostSensitivity:
        post, pattern, held, people = (str(row[name]) for name in ("post", "pattern", "band_held", "people"))
        if isinstance(stands, str):
            # Other runs may show what this one hides beside other counts.
            return PostSensitivity(post, pattern, held, people, None, None, True, (), (), (), {}, None, 0, ())
        lose = [self._swing(name, uncertain, stands[LOSE], outcomes, LOSE) for name, uncertain in self.open.items()]
        costs = {
            name: self._swing(name, uncertain, stands[COST], outcomes, COST) for name, uncertain in self.open.items()
        }
        moving, unmoved, not_here = order_swings(lose)
        still = tuple(swing for swing in unmoved if all(tried.answer is not None for tried in swing.tried))
        too_few = tuple(
            f"{self.open[name].what}, {words}" for (name, words), outcome in outcomes.items() if outcome == HIDDEN
        )
        together = [self.open[swing.id] for swing in moving]
        together = [uncertain for uncertain in together if uncertain.combined and of_people(uncertain)]
        combined, hidden = self._combined(place, together)
        return PostSensitivity(
            post=post,
            pattern=pattern,
            band_held=held,
            people=people,
            lose=stands[LOSE],
            cost=stands[COST],
            hidden=False,
            swings=moving,
            still=still,
            not_here=not_here,
            costs=costs,
            combined=combined,
            hidden_combinations=hidden,
            too_few=too_few,
        )

    def _swing(
        self, name: str, uncertain: Plausible, stands: float, outcomes: Mapping[tuple[str, str], Outcome], what: str
    ) -> Swing:
        tried = []
        for words in uncertain.values:
            outcome = outcomes[name, words]
            refused = outcome if isinstance(outcome, str) and outcome != HIDDEN else ""
            tried.append(Tried(words, None if isinstance(outcome, str) else outcome[what], refused))
        return uncertain.swing(name, stands, tried)

    def _combined(self, place: int, together: Sequence[Plausible]) -> tuple[Combined | None, int]:
        """Every combination of what everybody may have that can be shown, and how many are hidden."""
        if len(together) < 2:
            return None, 0
        shown, hidden = [], 0
        for names, changes in combinations(together):
            outcome = self._run(tuple(sorted(map(constant, changes))))[place]
            if isinstance(outcome, str):
                hidden += 1
                continue
            shown.append(Combination(names, outcome[LOSE]))
        return (combine([uncertain.what for uncertain in together], shown, Switches()) if shown else None), hidden


def of_people(uncertain: Plausible) -> bool:
    """Whether its values say something of the people in post, which a staff list holds."""
    return any(path.split(".")[0] in OF_PEOPLE for change in uncertain.values.values() for path in change)


def applies(uncertain: Plausible) -> bool:
    """Whether it can be put to a workforce: it is of posts or rules, or everybody may have its values.

    The pattern cannot be: it belongs to the person and the post together.
    """
    if of_people(uncertain):
        return bool(uncertain.workforce)
    return not any(path.endswith(".pattern") for change in uncertain.values.values() for path in change)


def constant(change: Change) -> tuple[str, str]:
    """A value that everybody has, as a column of the staff list with what it holds. Raises `Faults` where it is none.

    >>> constant({"person.sickness_absence": "0.057"}), constant({"current.overtime_hours_a_week": "0"})
    (('sickness_absence', '0.057'), ('overtime_hours_a_year', '0.0'))
    """
    (path, value), *more = change.items()  # a value without a change was refused when it was read
    column, text = path.rpartition(".")[2], str(value)
    if column.endswith("_a_week"):
        try:
            column, text = f"{column.removesuffix('_a_week')}_a_year", str(float(text) * WEEKS_IN_A_YEAR)
        except ValueError:
            column = ""
    if more or column not in NUMBERS:
        words = "cannot be put to everybody: give one column of the staff list that holds a number"
        raise Faults([Fault("plausible", path, words)])
    return column, text


def _summary_and_costs(tables: Sequence[Table]) -> tuple[Table, Table]:
    by_name = {table.name: table for table in tables}
    return by_name["summary"], by_name["costs"]


def _nearest_shown(summary: Table, costs: Table) -> list[dict[str, Any]]:
    """For each post and pattern the row of the first band below it of which something can be shown, or the first."""
    policy = str(summary.rows[0][0])
    nearest = []
    for first in next_rungs(summary, policy):
        rungs = summary.where(**{name: first[name] for name in ("policy", "post", "pattern")}).records()
        shown = (rung for rung in rungs if not isinstance(_outcome(summary, costs, policy, rung), str))
        nearest.append(next(shown, first))
    return nearest


def _outcome(summary: Table, costs: Table, policy: str, rung: Mapping[str, Any]) -> Outcome:
    """Who loses of a rung under a policy, and what making them whole costs."""
    named = {"policy": policy, **{name: rung[name] for name in ("post", "pattern", "band_held")}}
    (lose,), (cost,) = summary.where(**named).values(LOSE) or [HIDDEN], costs.where(**named).values(COST) or [HIDDEN]
    if lose is None or cost is None or isinstance(lose, str) or isinstance(cost, str):
        return HIDDEN
    return {LOSE: float(lose), COST: float(cost)}


def workforce_blocks(sensitivity: WorkforceSensitivity) -> list[Block]:
    """Every post: what moves the number who lose, what that costs, and the range over combinations."""
    file = sensitivity.file
    blocks: list[Block] = [
        Heading(f"What the answer depends on: {file.title}", 1),
        Paragraph(
            f"{rules_in_force(file.nation, file.as_at)},"
            f" {counted(sensitivity.used, 'person', 'people')}. Each uncertain"
            " input takes each of its plausible values; the rest is as it is. Values of everybody's work replace the"
            " staff list's own. People in the nearest band below each post that can be shown who lose, and what making"
            " them whole costs the employer, pounds a year."
        ),
        *([Paragraph(INVENTED)] if sensitivity.invented else []),
        Paragraph(USUAL.words()),
    ]
    for post in sensitivity.posts:
        blocks.append(Heading(post_name(post)))
        blocks += _post_blocks(post)
    swings = {swing.id: swing for post in sensitivity.posts for swing in post.swings}
    if swings:
        blocks += [Heading("Why these values"), Bullets([why_words(swing) for swing in swings.values()])]
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}."))
    return blocks


def post_name(post: PostSensitivity) -> str:
    """A post, with its pattern where that is the same."""
    return with_pattern(post.post, post.pattern if post.pattern == "same" else None)


def _post_blocks(post: PostSensitivity) -> list[Block]:
    if post.hidden or post.lose is None or post.cost is None:
        return [Paragraph(f"{HIDDEN}: {FEW}.")]
    who = f"{post.lose:,.0f} of {post.people} {in_band(post.band_held)}"
    stands = f"As it is, {who} lose; making them whole costs {whole_pounds(post.cost)} a year."
    if not post.swings:
        return [Paragraph(f"{stands} No input tried moves it.")]
    most = post.swings[0]
    (low, fewest), (high, largest) = most.low, most.high
    words = (
        f"{stands} The input that moves it most: {most.what} (from {fewest:,.0f}, {low}, to {largest:,.0f}, {high})."
    )
    blocks: list[Block] = [Paragraph(words), losers_swings_table(post)]
    if post.combined:
        more = f" {post.hidden_combinations} more are hidden." if post.hidden_combinations else ""
        blocks.append(Paragraph(f"{range_words(post.combined)}{more} {NOT_A_PROBABILITY}"))
    if post.too_few:
        blocks.append(Paragraph(f"{HIDDEN}, {FEW}: {'; '.join(post.too_few)}."))
    return [*blocks, *without_effect_blocks(post.swings, post.still, post.not_here)]


def losers_swings_table(post: PostSensitivity) -> Table:
    """How far each uncertain input moves the number who lose on moving to a post, and what making them whole costs."""
    rows: list[list[Cell]] = []
    for swing in post.swings:
        costs, (low, fewest), (high, most) = post.costs[swing.id], swing.low, swing.high
        rows.append([swing.what, swing.status, low, fewest, high, most, costs.low[1], costs.high[1]])
    return Table(LOSERS_SWINGS, rows, f"What moves how many lose: {post_name(post)}", "sensitivity")


LOSERS_SWINGS = [
    *columns_of("what", "status"),
    *(Column("fewest_at"), Column("fewest_lose", unit=Unit.COUNT)),
    *(Column("most_at"), Column("most_lose", unit=Unit.COUNT)),
    *(Column(name, unit=Unit.POUNDS_A_YEAR) for name in ("least_cost", "most_cost")),
]


def range_words(combined: Combined) -> str:
    """From how few to how many people lose over plausible combinations."""
    lowest, highest = combined.lowest, combined.highest
    return (
        f"In {counted(len(combined.combinations), 'plausible combination')} {lowest.answer:,.0f} to"
        f" {counted(round(highest.answer), 'person', 'people')}"
        f" lose, {combined.median:,.10g} in the middle. Fewest: {values_words(lowest)}. Most: {values_words(highest)}."
    )


TRIED = [
    *columns_of("post", "pattern"),
    *(BAND_HELD, Column("name"), Column("value")),
    Column(LOSE, unit=Unit.COUNT, decimals=0),
    Column(COST, unit=Unit.POUNDS_A_YEAR, decimals=0),
    *columns_of("status"),
]


def tried_on_people(sensitivity: WorkforceSensitivity) -> Table:
    """Every value tried and every combination, a row each."""
    rows: list[list[Cell]] = []
    for post in sensitivity.posts:
        start = (post.post, post.pattern, post.band_held)
        rows.append([*start, "", AS_IT_STANDS, *_shown(post.lose, post.cost, hidden=post.hidden), ""])
        for swing in (*post.swings, *post.still, *post.not_here):
            for tried, cost in zip(swing.tried, post.costs[swing.id].tried, strict=True):
                cells = _shown(tried.answer, cost.answer, hidden=tried.answer is None and not tried.refused)
                rows.append([*start, swing.id, tried.value, *cells, swing.status])
        together = post.combined.combinations if post.combined else ()
        rows += [[*start, TOGETHER, values_words(each), each.answer, None, "assumed"] for each in together]
    table = Table(TRIED, rows, "Every value tried", "sensitivity")
    return of_invented_people(table) if sensitivity.invented else table


def _shown(lose: float | None, cost: float | None, *, hidden: bool) -> list[Cell]:
    return [HIDDEN if hidden else each for each in (lose, cost)]


def workforce_json(sensitivity: WorkforceSensitivity) -> str:
    """What the losers and the cost of each post depend on, as JSON. What is hidden is null."""
    file = sensitivity.file
    whole = {
        "title": file.title,
        "run": run_in_short(file.as_at),
        "not_a_probability": NOT_A_PROBABILITY,
        "how": USUAL.words(),
        "people": sensitivity.used,
        "invented": sensitivity.invented,
        "results": [
            {
                "post": post.post,
                "pattern": post.pattern or None,
                "band_held": post.band_held,
                "hidden": post.hidden,
                "too_few": post.too_few,
                "hidden_combinations": post.hidden_combinations,
                LOSE: post.lose,
                COST: post.cost,
                "swings": [_swing_json(swing, post.costs[swing.id]) for swing in post.swings],
                "moves_nothing": [_swing_json(swing, post.costs[swing.id]) for swing in post.still],
                "cannot_be": [_swing_json(swing, post.costs[swing.id]) for swing in post.not_here],
                "combined": post.combined
                and [{"values": dict(each.values), LOSE: each.answer} for each in post.combined.combinations],
            }
            for post in sensitivity.posts
        ],
    }
    return to_json(whole)


def _swing_json(swing: Swing, cost: Swing) -> object:
    both = zip(swing.tried, cost.tried, strict=True)
    return swing_json(swing, ({LOSE: lose.answer, COST: of_value.answer} for lose, of_value in both))
