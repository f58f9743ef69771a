"""Which remedy for a workforce: every way to fix it for each post, ranked, with whom it overtakes and who is paid more.

The command, the app, the chart and the board paper all show the rows of this one table.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.phrasing import sentence, whole_pounds
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.answers.workforce_paybill import incentive_table, paybill_table
from paymodel.answers.workforce_tables import BAND_HELD, COSTS, HIDDEN, NAMES, NOT_KNOWN, UNSHOWN, marked, tables_of
from paymodel.answers.workforce_why import why_of
from paymodel.moves.batch import stacked
from paymodel.moves.comparison import PolicyTerms
from paymodel.moves.posts import Post, with_pattern
from paymodel.moves.remedied_offer import RemedyKind, side_effects
from paymodel.pay.job import BANDS, Job, Payslip
from paymodel.pay.payslips import payslip, whole_time_basic_pay
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules.premium import whole_time_premium
from paymodel.rounding import as_array
from paymodel.workforces.disclosure import PREMIUM_PERCENT, SMALLEST, Control, rounded
from paymodel.workforces.run import PartResult, Run

EACH_PAID = "each loser paid, on top, just what is lost"
NOT_FOR_CHOSEN = (
    "paid person by person it is pay protection, which is for organisational change, not for a chosen promotion"
)
NOBODY, YES, NO, FOR_GOOD = "nobody", "yes", "no", "for good"
EACH = "cost_for_each_fewer_loser"
MOST_IN_WORDS = 5
"""Posts whose remedies are shown in words; `remedies.csv` holds all."""


def _pounds(name: str, label: str) -> Column:
    return Column(name, label, Unit.POUNDS_A_YEAR, 0, in_pounds=True)


REMEDIES = (
    *NAMES[1:],
    BAND_HELD,
    Column("rank", unit=Unit.NUMBER),
    Column("remedy"),
    Column("applies", "Applies to a chosen promotion"),
    _pounds("cost_a_year", "Cost"),
    Column("fewer_losers", "Fewer who lose", Unit.COUNT),
    _pounds("cost_for_each_fewer_loser", "For each"),
    Column("still_lose", "Still lose", Unit.COUNT),
    Column("share_of_cost_to_people_not_losing", "To people not losing", Unit.SHARE),
    _pounds("cost_for_each_appointed", "For each appointed"),
    _pounds("cost_for_holders", "For holders"),
    Column("lasts"),
    _pounds("cost_over_its_length", "Over its length"),
    Column("overtakes"),
    Column("paid_more_for_the_same_step"),
    Column("side_effects"),
)
"""The first row of a post, pattern and band held is how it is now, without a rank; the others follow by rank."""
IN_WORDS = {
    "remedy": "Pounds a year, with on-costs",
    "cost_a_year": "Cost",
    "fewer_losers": "Fewer who lose",
    "cost_for_each_fewer_loser": "For each",
    "still_lose": "Still lose",
    "share_of_cost_to_people_not_losing": "To people not losing",
    "overtakes": "Overtakes",
    "paid_more_for_the_same_step": "Paid more, same step",
}
"""Columns that a table in words shows, and their headings."""
CHEAPEST_FIRST = "Remedies, the cheapest for each person who no longer loses first"


def published_tables(run: Run, tally: PartResult) -> list[Table]:
    """Every table that may be published: those of `tables_of`, remedies and why if there are costs, the pay bill."""
    tables = tables_of(run, tally)
    by_name = {table.name: table for table in tables}
    if "costs" in by_name:
        summary = by_name["summary"]
        tables += [remedies_of(run, summary, by_name["costs"]), why_of(run, tally, summary)]
    if tally.paybill is not None:
        paybill = paybill_table(run, tally.paybill)
        tables += [paybill, incentive_table(paybill, by_name["summary"], by_name.get("costs"))]
    return [marked(table) for table in tables] if run.options.internal else tables


def remedies_of(run: Run, summary: Table, costs: Table) -> Table:
    """The remedies of every post, pattern and band held, those that apply by their cost for each who no longer loses.

    The policies of the run, a premium for all that is enough for most, and paying each loser what is lost. Every count
    and pound is one of the published tables, or two of them divided or multiplied: nothing is told that they do not
    tell. What comes with a remedy follows from the posts and the rules alone.
    """
    cases = run.openings.cases_of(run.openings.nation, run.openings.nation)
    offer_of = {(run.openings.names[index], pattern or ""): index for index, pattern in run.openings.moves}
    shown_of, control = {_row_of(row): (row["people"], row["lose"]) for row in summary.records()}, run.options.control
    by_rung: dict[tuple[Cell, ...], list[dict[str, Any]]] = {}
    for row in costs.records():
        by_rung.setdefault(_row_of(row)[1:], []).append(row)
    rows: list[list[Cell]] = []
    under, come_with = _under_policies(cases)
    for rung, of_policies in by_rung.items():
        offer = offer_of[str(rung[0]), str(rung[1])]
        posts = under[offer]
        people, _ = shown_of[of_policies[0]["policy"], *rung]
        losing = [shown_of[policy["policy"], *rung][1] for policy in of_policies]
        for_all = _for_all(of_policies[0], people, losing[0], posts[0], control)
        ways = [*_policies(of_policies, losing, posts, come_with[offer]), *for_all]
        ranked = sorted(ways, key=_by_use_and_cost)
        rows.append([*rung, NOT_KNOWN, *_as_it_is(of_policies[0], losing[0], posts[0])])
        rank = 0
        for remedy in ranked:
            counts = remedy["applies"] == YES and not isinstance(remedy["cost_for_each_fewer_loser"], str)
            rank += counts
            length = posts[0].length if remedy["under"] is None else remedy["under"].length
            remedy |= {"rank": rank if counts else NOT_KNOWN, **length.of(remedy["cost_a_year"], control.unit)}
            rows.append([*rung, *(remedy[column.name] for column in REMEDIES[len(rung) :])])
    about = "Ways to fix it for each post, ranked by the cost for each person who no longer loses."
    return Table(REMEDIES, rows, CHEAPEST_FIRST, "remedies", about)


def _row_of(row: Mapping[str, Cell]) -> tuple[Cell, ...]:
    return tuple(row[name] for name in ("policy", "post", "pattern", "band_held"))


def _by_use_and_cost(remedy: Mapping[str, Any]) -> tuple[bool, bool, float]:
    each = remedy["cost_for_each_fewer_loser"]
    return remedy["applies"] != YES, isinstance(each, str), 0.0 if isinstance(each, str) else float(each)


@dataclass(frozen=True)
class _Length:
    """How long a post lasts, in years (None: it has no end) and in words."""

    years: float | None
    words: str

    def of(self, cost_a_year: Cell, unit: int) -> dict[str, Cell]:
        """What a cost a year comes to over that time."""
        if self.years is None:
            return {"lasts": FOR_GOOD, "cost_over_its_length": NOT_KNOWN}
        shown = cost_a_year if isinstance(cost_a_year, str) else rounded(float(cost_a_year or 0) * self.years, unit)
        return {"lasts": self.words, "cost_over_its_length": shown}


@dataclass(frozen=True, eq=False)
class _Under:
    """A post as it is under a policy, and its payslip there."""

    case: PolicyTerms
    post: Post
    slip: Payslip

    @property
    def length(self) -> _Length:
        """How long it lasts."""
        return _Length(self.post.lasts_years, self.post.length)

    @cached_property
    def basic(self) -> float:
        """Whole-time basic pay, pounds a year."""
        return float(whole_time_basic_pay(self.post.job, self.case.rule_book))

    @cached_property
    def with_premium(self) -> float:
        """Whole-time basic pay with premiums, pounds a year."""
        job = self.post.job
        long_term = whole_time_premium(job.long_term_premium, job.long_term_premium_share, self.basic)
        both = long_term + whole_time_premium(job.short_term_premium, job.short_term_premium_share, self.basic)
        return self.basic + float(both)


def _under_policies(cases: Sequence[PolicyTerms]) -> tuple[list[list[_Under]], list[list[dict[str, Cell]]]]:
    """Each post under each policy, and what comes with each policy beside the first: whoever could move to the post."""
    slips = [_payslips(case) for case in cases]
    posts = [
        [_Under(case, case.offers[offer], slips[number][offer]) for number, case in enumerate(cases)]
        for offer in range(len(cases[0].offers))
    ]
    return posts, [[_comes_with(first, under) for under in others] for first, *others in posts]


def _payslips(case: PolicyTerms) -> list[Payslip]:
    """The payslip of each post offered under a policy: those of one area and set of loans at once."""
    alike: dict[tuple[Any, ...], list[int]] = {}
    for place, post in enumerate(case.offers):
        alike.setdefault((post.job.high_cost_area, post.job.student_loan), []).append(place)
    slips: list[Payslip] = [{} for _ in case.offers]
    for places in alike.values():
        together = payslip(stacked([case.offers[place].job for place in places]), case.rule_book, may_owe=True)
        for at, place in enumerate(places):
            slips[place] = {line: values[at] for line, values in together.items()}
    return slips


def _as_it_is(row: Mapping[str, Cell], lose: Cell, under: _Under) -> list[Cell]:
    """The cells of how it is now, from `remedy` on."""
    now: dict[str, Cell] = dict.fromkeys((column.name for column in REMEDIES), NOT_KNOWN)
    now |= {"remedy": row["policy"], "still_lose": lose, "lasts": under.length.words or FOR_GOOD}
    now |= dict.fromkeys(("overtakes", "paid_more_for_the_same_step"), NOBODY)
    return [now[column.name] for column in REMEDIES[len(NAMES) + 1 :]]


def _policies(
    rows: Sequence[Mapping[str, Cell]],
    losing: Sequence[Cell],
    posts: Sequence[_Under],
    come_with: Sequence[Mapping[str, Cell]],
) -> Iterator[dict[str, Any]]:
    """The policies of a run beside its first."""
    for row, still, under, with_it in zip(rows[1:], losing[1:], posts[1:], come_with, strict=True):
        yield {
            "remedy": row["policy"],
            "applies": YES,
            "cost_a_year": row["policy_cost"],
            "fewer_losers": row["fewer_losers"],
            "cost_for_each_fewer_loser": row["policy_cost_for_each_fewer_loser"],
            "still_lose": still,
            "share_of_cost_to_people_not_losing": row["share_of_policy_cost_to_people_not_losing"],
            "cost_for_each_appointed": row["policy_cost_for_each_appointed"],
            "cost_for_holders": row["policy_cost_for_holders"],
            "under": under,
            **with_it,
        }


def _for_all(
    row: Mapping[str, Cell], people: Cell, lose: Cell, first: _Under, control: Control
) -> Iterator[dict[str, Any]]:
    """A premium that is enough for most, and paying each loser what is lost, where somebody is known to lose."""
    premium, for_all = row[COSTS[2].name], row["cost_of_that_premium_for_all"]
    if premium not in UNSHOWN and premium:
        fewer, still = _with_enough_for_most(people, lose, control)
        job = first.post.job
        raised = job.with_(long_term_premium=float(as_array(job.long_term_premium)) + float(premium))
        yield {
            "remedy": f"a premium of {whole_pounds(float(premium))} for all who could move, enough for"
            f" {PREMIUM_PERCENT} in 100 of them",
            "applies": YES,
            "cost_a_year": for_all,
            "fewer_losers": fewer,
            "cost_for_each_fewer_loser": _each(for_all, fewer, control.unit),
            "still_lose": still,
            "share_of_cost_to_people_not_losing": row["share_of_it_to_people_not_losing"],
            "cost_for_each_appointed": row["cost_of_that_premium_for_each_appointed"],
            "cost_for_holders": row["cost_of_that_premium_for_holders"],
            "under": None,
            **_comes_with(
                first, _Under(first.case, replace(first.post, job=raised), payslip(raised, first.case.rule_book))
            ),
        }
    whole, each = row["cost_of_making_losers_whole"], row["cost_of_making_each_loser_whole"]
    if whole not in UNSHOWN and whole:
        yield {
            "remedy": EACH_PAID,
            "applies": NO,
            "cost_a_year": whole,
            "fewer_losers": lose,
            "cost_for_each_fewer_loser": each,
            "still_lose": 0,
            "share_of_cost_to_people_not_losing": 0.0,
            "cost_for_each_appointed": NOT_KNOWN,
            "cost_for_holders": NOT_KNOWN,
            "under": None,
            "overtakes": "holders of the post on the same step, who are paid by the scale alone",
            "paid_more_for_the_same_step": "people appointed who were paid more before, on every step of the post",
            "side_effects": NOT_FOR_CHOSEN,
        }


def _with_enough_for_most(people: Cell, lose: Cell, control: Control) -> tuple[Cell, Cell]:
    """How many fewer lose, and how many still do, where as many of all people as the premium is for lose nothing.

    Where few still do, as many are counted as under any policy.

    >>> _with_enough_for_most(325, 325, Control(5, 10, internal=False))
    (310, 15)
    >>> _with_enough_for_most(30, 20, Control(5, 10, internal=False))
    (15, '[c]')
    """
    if isinstance(people, str) or isinstance(lose, str):
        return HIDDEN, HIDDEN
    fewer = rounded((lose or 0) - (people or 0) * (100 - PREMIUM_PERCENT) / 100, SMALLEST)
    still = int(lose or 0) - fewer
    if still > control.most_redacted:
        return fewer, still
    return int(lose or 0) - control.count(control.most_redacted), HIDDEN


def _each(cost: Cell, lose: Cell, unit: int) -> Cell:
    """Two published cells divided, so that nothing is told that they do not tell."""
    if isinstance(cost, str) or isinstance(lose, str) or cost is None:
        return HIDDEN
    return rounded(cost / lose, unit) if lose else NOT_KNOWN


def _comes_with(first: _Under, under: _Under) -> dict[str, Cell]:
    """Whom a change of a post overtakes, who is then paid more than others on the same step, and what else comes of it.

    It is said of a whole-time holder in the pension scheme, unless the post says otherwise.
    """
    before, after = first.post.job, under.post.job
    was, book = first.case.rule_book, under.case.rule_book
    band = int(as_array(after.band))
    overtakes, paid_more = [], []
    raised_step = int(as_array(after.band)) == int(as_array(before.band)) and float(as_array(after.step)) > float(
        as_array(before.step)
    )
    if raised_step:
        overtakes.append("holders of the post on lower steps, unless they rise too")
    if passed := _points_passed(was, book, band, int(as_array(after.step))) if not under.case.award else 0.0:
        overtakes.append(f"people on the pay point of {whole_pounds(passed)}, unless it rises too")
    if (line := _next_band(after, book)) and under.with_premium > line[1] >= first.with_premium:
        overtakes.append(f"people on the first point of band {line[0]} ({whole_pounds(line[1])}), the post above")
    if under.with_premium - under.basic > first.with_premium - first.basic:
        paid_more.append(f"holders of this post, beside posts of band {BANDS[band]} that are not paid the premium")
    slips = first.slip, under.slip
    stated = float(as_array(after.unsocial_hours_payment))  # NaN where it is by hours: then no more is paid
    if stated > float(slips[0]["unsocial_hours_payment"]):
        paid_more.append(
            "people paid the sum for unsocial hours, beside holders of the post who are paid by their hours"
        )
    if raised_step:
        paid_more.append("people appointed, beside holders with the same service, unless they rise too")
    kind = RemedyKind.STARTING_STEP if raised_step else None
    others = side_effects(kind, *slips, book, after)
    return {
        "overtakes": "; ".join(overtakes) or NOBODY,
        "paid_more_for_the_same_step": "; ".join(paid_more) or NOBODY,
        "side_effects": "; ".join(words for words in others if not words.startswith("overtakes")),
    }


def _next_band(job: Job, book: RuleBook) -> tuple[str, float] | None:
    """The band above and its first pay point, pounds a year; None above the last."""
    band = int(as_array(job.band)) + 1
    if band >= len(BANDS) or np.isnan(book.pay_points.pounds[band, 0]):
        return None
    return BANDS[band], float(book.pay_points.pounds[band, 0])


def _points_passed(was: RuleBook, book: RuleBook, band: int, step: int) -> float:
    """The highest pay point that a raised one reaches, pounds a year; 0 where it is not raised, or reaches none."""
    then, now = was.pay_points.pounds[band], book.pay_points.pounds[band]
    if not now[step - 1] > then[step - 1]:
        return 0.0
    passed = now[step:][now[step:] <= now[step - 1]]
    return float(passed.max(initial=0.0))


def remedies_ranked(remedies: Table | None, of: Mapping[str, Cell]) -> Table | None:
    """The remedies of one post, pattern and band held, without how it is now; None where no costs were asked for."""
    if remedies is None:
        return None
    named = {name: of[name] for name in ("post", "pattern", "band_held")}
    chosen = remedies.where(**named)
    return replace(chosen, rows=chosen.rows[1:])


def cheapest(ranked: Table | None) -> dict[str, Any] | None:
    """The remedy of rank 1, if there is one."""
    return next((row for row in ranked.records() if row["rank"] == 1), None) if ranked else None


def remedies_in_words(ranked: Table) -> Table:
    """Ranked remedies as a table in words; for a post that ends, also what each costs over its length."""
    rows = [
        [
            sentence(str(row["remedy"])) + ("" if row["applies"] == YES else " (does not apply)"),
            *(_yes_or_no(row[name]) if name in FLAGS else row[name] for name in list(IN_WORDS)[1:]),
            row["cost_over_its_length"],
        ]
        for row in ranked.records()
    ]
    picked = replace(ranked.pick(*IN_WORDS, "cost_over_its_length").relabelled(**IN_WORDS), rows=rows)
    lasts = {str(words) for words in ranked.values("lasts")} - {FOR_GOOD}
    if not lasts:
        return picked.pick(*IN_WORDS)
    return picked.relabelled(cost_over_its_length=f"Over {lasts.pop()}" if len(lasts) == 1 else "Over its length")


def _made_up(ranked: Table) -> float:
    """What making up every loss would cost: where most is lost is shown first."""
    paid = ranked.where(remedy=EACH_PAID).values("cost_a_year")
    return float(paid[0] or 0) if paid and not isinstance(paid[0], str) else 0.0


FLAGS = ("overtakes", "paid_more_for_the_same_step")


def _yes_or_no(words: Cell) -> str:
    return NO if words == NOBODY else YES


def what_comes_with(ranked: Mapping[str, Table]) -> list[Block]:
    """Whom remedies of posts overtake, who is paid more for the same step, and what else comes of them.

    Remedies of which the same is to be said stand together, whichever posts they are of; a post is named where the
    remedy comes with something else in another.
    """
    by_words: dict[str, dict[str, list[str]]] = {}
    for post, table in ranked.items():
        for row in table.records():
            if words := _comes_with_words(row):
                by_words.setdefault(words, {}).setdefault(sentence(str(row["remedy"])), []).append(post)
    differs = Counter(remedy for remedies in by_words.values() for remedy in remedies)
    lines = [
        "; ".join(
            f"{remedy} ({', '.join(posts)})" if differs[remedy] > 1 else remedy for remedy, posts in remedies.items()
        )
        + f": {words}"
        for words, remedies in by_words.items()
    ]
    return [Bullets(lines)] if lines else []


def _comes_with_words(row: Mapping[str, Any]) -> str:
    """What comes with a remedy, in sentences; none where nothing does."""
    words = [f"overtakes {row['overtakes']}"] if row["overtakes"] != NOBODY else []
    if row["paid_more_for_the_same_step"] != NOBODY:
        words.append(f"paid more for the same step: {row['paid_more_for_the_same_step']}")
    words += [str(row["side_effects"])] if row["side_effects"] else []
    return f"{'. '.join(map(sentence, words))}." if words else ""


def which_remedy(remedies: Table | None) -> list[Block]:
    """Which remedy for the band just below each post, where somebody is shown to lose: a table for each, in words."""
    if remedies is None:
        return []
    first_of: dict[tuple[Cell, Cell], Cell] = {}
    for row in remedies.records():
        first_of.setdefault((row["post"], row["pattern"]), row["band_held"])
    rungs = []
    for (post, pattern), band in first_of.items():
        of = {"post": post, "pattern": pattern, "band_held": band}
        own = remedies.where(**of)
        now, ranked = next(own.records()), remedies_ranked(own, of)
        priced = ranked is not None and any(not isinstance(each, str) for each in ranked.values(EACH))
        if ranked and now["still_lose"] not in (*UNSHOWN, 0) and priced:
            rungs.append((of, now, ranked))
    if not rungs:
        return []
    blocks: list[Block] = [
        Heading("Which remedy"),
        Paragraph(
            "By the cost for each person who no longer loses, if everybody counted took the post. A cost is the"
            " employer's a year, with pension, National Insurance and levy. What does not apply to a chosen promotion"
            " comes last."
        ),
    ]
    rungs.sort(key=lambda rung: -_made_up(rung[2]))
    shown: dict[str, Table] = {}
    for of, now, ranked in rungs[:MOST_IN_WORDS]:
        name = with_pattern(str(of["post"]), "same" if of["pattern"] == "same" else None)
        caption = f"{name}, people in band {of['band_held']}: {now['still_lose']:,} lose now"
        blocks += [Heading(caption, 3), replace(remedies_in_words(ranked), caption=f"Remedies, ranked: {name}")]
        shown[name] = ranked
    if with_them := what_comes_with(shown):
        blocks += [*([Heading("What comes with each remedy", 3)] if len(shown) > 1 else []), *with_them]
    if len(rungs) > MOST_IN_WORDS:
        blocks.append(Paragraph(f"{len(rungs) - MOST_IN_WORDS} more in remedies.csv."))
    return blocks
