"""The pay bill of a workforce under each policy, and beside it who no longer loses: tables that may be published."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from paymodel.answers.columns import COLUMNS
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.answers.workforce_tables import (
    ALL_BANDS,
    BAND_HELD,
    HIDDEN,
    NAMES,
    NOT_KNOWN,
    each_and_all,
    post_words,
    with_posts_named,
)
from paymodel.pay.job import BANDS
from paymodel.workforces.disclosure import Control, rounded, two_largest
from paymodel.workforces.paybill import Paybill
from paymodel.workforces.run import Run
from paymodel.workforces.tally import Whole


def _pounds(name: str, label: str = "") -> Column:
    return Column(name, label, Unit.POUNDS_A_YEAR, 0, in_pounds=True)


def _count(name: str, label: str = "") -> Column:
    return Column(name, label, Unit.COUNT)


PAYBILL = (
    COLUMNS["policy"],
    BAND_HELD,
    _count("people"),
    _pounds("paybill", "Pay bill"),
    _count("people_whose_cost_changes", "Whose cost changes"),
    _pounds("change_for_each_of_them", "For each of them"),
    _pounds("change_in_a_full_year", "In a full year"),
    _pounds("of_it_paid_centrally", "Of it paid centrally"),
    Column("paid_from"),
    _pounds("change_in_the_pay_year", "In the pay year"),
    _count("take_home_less", "Take home less"),
)
INCENTIVE = (
    *NAMES,
    BAND_HELD,
    _count("people"),
    _count("lose"),
    _count("fewer_losers", "Fewer who lose"),
    _pounds("change_in_a_full_year", "Pay bill in a full year"),
    _pounds("change_in_the_pay_year", "In the pay year"),
    _pounds("for_each_fewer_loser", "For each fewer"),
    _pounds("policy_cost_for_holders", "Post, for holders"),
)
PAYBILL_IS = (
    "Everybody on the staff list in the post held, whichever posts are offered: basic pay, enhancements and the"
    " employer's pension, National Insurance and levy. Changes are on top of the first policy, in a full year and in"
    " the pay year, from the day that a policy is paid from to 31 March. A step that a new point gives only after more"
    " years than are known is not in it yet, unless the policy says that the top step stays the top. What a post"
    " offered costs for those who hold it is apart, and not added: a holder on the list is counted here."
)
IN_WORDS = ("policy", *(each.name for each in PAYBILL[2:] if each.name != "of_it_paid_centrally"))


def part_of_pay_year(as_at: datetime.date, since: datetime.date | None) -> float:
    """The part of the pay year of a day (1 April to 31 March) that a policy is paid for, from its first day.

    >>> part_of_pay_year(datetime.date(2026, 11, 22), datetime.date(2026, 8, 1)) == 243 / 365
    True
    """
    first = datetime.date(as_at.year - (as_at < datetime.date(as_at.year, 4, 1)), 4, 1)
    end = first.replace(year=first.year + 1)
    start = min(max(since or first, first), end)
    return (end - start).days / (end - first).days


def paybill_table(run: Run, bill: Paybill) -> Table:
    """What everybody in post costs under each policy, by the band held, everybody last.

    Pounds a year to the employer, with pension, National Insurance and levy; changes are on top of the first policy.
    Bands with so few people that they are redacted are left out.
    """
    rows: list[list[Cell]] = []
    for number, policy in enumerate(run.openings.policies):
        since = _since(run, number)
        part = part_of_pay_year(run.openings.file.as_at, since)
        for band in (*range(len(BANDS)), None):
            sums = bill.sums_of(number, band)
            if band is not None and sums["people"] <= max(run.options.control.most_redacted, 0):
                continue
            if _changes_nothing(run, number):
                cells = [
                    *_people_and_bill(sums, bill.costs_of(number, band), run.options.control),
                    0,
                    NOT_KNOWN,
                    0,
                    0,
                    0,
                    0,
                ]
            else:
                costs = bill.costs_of(number, band)
                cells = _cells(sums, bill.extremes_of(number, band), costs, run.options.control, part)
            dated: Cell = NOT_KNOWN if since is None else str(since)
            rows.append([policy.name, ALL_BANDS if band is None else BANDS[band], *cells[:-2], dated, *cells[-2:]])
    about = "What everybody in post costs the employer under each policy, by the band held, with on-costs."
    return Table(PAYBILL, rows, name="paybill", about=about)


def _since(run: Run, policy: int) -> datetime.date | None:
    """The first day that a policy is paid for, as its award says; None: the start of the pay year."""
    return run.openings.cases_of(run.openings.nation, run.openings.nation)[policy].award.since


def _changes_nothing(run: Run, policy: int) -> bool:
    """Whether the post held is paid by the same rules as under the first policy, whoever holds it."""
    first, other = (run.openings.rules(number, run.openings.nation, run.openings.nation) for number in (0, policy))
    return first is other


def _cells(sums: Mapping[str, int], extremes: Whole, costs: Whole, control: Control, part: float) -> list[Cell]:
    """From the people to those who take home less; without the day that it is paid from."""
    people, bill = _people_and_bill(sums, costs, control)
    changing = sums["changing"]
    changing_shown, lower = (_shown(sums[name], control) for name in ("changing", "lower"))
    if control.internal and not changing:
        return [people, bill, changing_shown, NOT_KNOWN, 0, 0, 0, lower]
    _, largest = two_largest(extremes)
    if changing < control.fewest_for_pounds or (not control.internal and 2 * int(largest) > sums["size"]):
        # The pay bill is redacted too: beside that of another policy it would tell what few people's pay changes by.
        return [people, HIDDEN, changing_shown, *[HIDDEN] * 4, lower]
    each, whole = each_and_all(sums["change"] / 100, changing, control)
    _, central = each_and_all(sums["central"] / 100, changing, control)
    in_year = rounded(float(whole or 0) * part, control.unit)
    return [people, bill, changing_shown, each, whole, central, in_year, lower]


def _people_and_bill(sums: Mapping[str, int], costs: Whole, control: Control) -> tuple[Cell, Cell]:
    """How many people there are, and what they cost."""
    people = sums["people"]
    stands_out = not control.internal and 2 * int(two_largest(costs)[1]) > sums["paybill"]
    if stands_out or people < max(control.fewest_for_pounds, 1):
        return _shown(people, control), HIDDEN
    return _shown(people, control), each_and_all(sums["paybill"] / 100, people, control)[1]


def _shown(count: int, control: Control) -> Cell:
    return HIDDEN if count <= control.most_redacted else control.count(count)


def incentive_table(paybill: Table, summary: Table, costs: Table | None) -> Table:
    """Who loses on moving to each post beside what each policy does to the pay bill: of what is published alone.

    For each post, everybody to whom it is open, or the band just below it where they alone are counted.
    """
    bill = {row["policy"]: row for row in paybill.records() if row[BAND_HELD.name] == ALL_BANDS}
    at_policy = {_key(row): row for row in (costs.records() if costs else ())}
    first: dict[tuple[Cell, ...], Cell] = {}
    last = {_key(row)[:-1]: row for row in summary.records()}
    rows: list[list[Cell]] = []
    for row in last.values():
        of_policy, cost = bill[row["policy"]], at_policy.get(_key(row), {})
        before = first.setdefault(_key(row)[1:], row["lose"])
        fewer = cost.get("fewer_losers", _difference(before, row["lose"]))
        full, in_year = (of_policy[name] for name in ("change_in_a_full_year", "change_in_the_pay_year"))
        each: Cell = HIDDEN if HIDDEN in (full, fewer) else NOT_KNOWN
        if isinstance(full, int) and isinstance(fewer, int) and fewer > 0 and full > 0:
            each = rounded(full / fewer)
        of_row = (row[name] for name in ("policy", "post", "pattern", BAND_HELD.name, "people", "lose"))
        rows.append([*of_row, fewer, full, in_year, each, cost.get("policy_cost_for_holders", NOT_KNOWN)])
    about = "Who loses on moving to each post, beside the change of the pay bill of everybody in post."
    return Table(INCENTIVE, rows, name="incentive", about=about)


def _key(row: dict[str, Cell]) -> tuple[Cell, ...]:
    return tuple(row[name] for name in ("policy", "post", "pattern", BAND_HELD.name))


def _difference(before: Cell, after: Cell) -> Cell:
    """How many fewer lose, of counts that are both shown."""
    return before - after if isinstance(before, int) and isinstance(after, int) else HIDDEN


def post_with_most_losers(rows: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The post and pattern of rows of `incentive` that most lose by moving to under the first policy, as far as shown.

    >>> rows = [{"policy": "a", "post": post, "pattern": "", "lose": lose} for post, lose in (("x", "[c]"), ("y", 20))]
    >>> post_with_most_losers(rows)
    ('y', '')
    """
    of_first = [row for row in rows if row["policy"] == rows[0]["policy"]]
    most = max(of_first, key=lambda row: row["lose"] if isinstance(row["lose"], int) else -1)
    return str(most["post"]), str(most["pattern"])


def paybill_in_words(paybill: Table) -> Table:
    """Each policy in few columns, everybody in post."""
    table = paybill.where(**{BAND_HELD.name: ALL_BANDS}).pick(*IN_WORDS)
    return table.relabelled(policy="Pounds a year, with on-costs")


def beside_the_paybill(incentive: Table) -> Table:
    """`incentive_in_words` for the post that most lose by moving to, which its caption names."""
    post, pattern = post_with_most_losers(list(incentive.records()))
    words = post_words({"post": post, "pattern": pattern})
    caption = f"Who loses on moving to {words}, beside the pay bill"
    return replace(incentive_in_words(incentive, post, pattern), caption=caption)


def incentive_in_words(incentive: Table, post: str, pattern: str) -> Table:
    """Each policy in few columns for one post."""
    chosen = with_posts_named(incentive.where(post=post, pattern=pattern))
    return chosen.pick("policy", "lose", "fewer_losers", "change_in_a_full_year", "for_each_fewer_loser")
