"""How a move pays as unsocial hours pay of the post held grows: where it stops paying, and where pension tiers jump."""

from dataclasses import dataclass, replace

import numpy as np

from paymodel.answers.columns import MONTH_AND_YEAR, columns_of
from paymodel.answers.comparison import policy_note
from paymodel.answers.comparison_tables import title_of
from paymodel.answers.phrasing import percent
from paymodel.answers.tables import Column, Table, Unit
from paymodel.charts.curve import draw_curve, say_month, say_where_it_pays, where_title
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import Body
from paymodel.charts.titles import say_change, say_move
from paymodel.moves.comparison import Comparison, Move, Scenario
from paymodel.moves.crossings import Where, where_it_pays
from paymodel.moves.posts import Post, offer_payslip
from paymodel.pay.job import Payslip
from paymodel.pay.payslips import pay_of_the_tier, payslip
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules.pension import member_contribution_rate
from paymodel.rounding import as_array

UNIT = 100
"""Points looked at for each per cent of basic pay: a crossing is exact to a hundredth of one."""
WHAT = "unsocial hours pay"
LEAST_SHOWN, EVERY = 30, 50
"""Per cent of basic pay to look at, at least; and each how many-th point is kept beside jumps and crossings."""


@dataclass(frozen=True, eq=False)
class UnsocialLine:
    """One move against unsocial hours pay of the post held. Shares are per cent of basic pay (25.0), and rise.

    `change` is that of take-home pay at each share, pounds a year; `where` says where the move pays. `jumps` are the
    shares from which a new pension tier applies to the post held, with its rate (a fraction). `own` is the share of
    the person's own post, and `own_change` what the move changes there, `own_moves` the
    same in words. `note` says more of what is measured.
    """

    post: str
    shares: tuple[float, ...]
    change: tuple[float, ...]
    where: Where
    jumps: tuple[tuple[float, float], ...]
    own: float
    own_change: float
    own_moves: str
    note: str = ""


def unsocial_line(comparison: Comparison, move: Move) -> UnsocialLine:
    """Work a move out for unsocial hours pay of the post held from 0% to 30% of basic pay, or beyond the person's own.

    A post on Annex 5 stays on it.
    """
    held = comparison.held(move.policy_name)
    line = line_of_offer(
        held.post, held.payslip, move.post, title_of(move), move.rule_book, same_pattern=move.pattern == "same"
    )
    note = policy_note(comparison.scenario, move.policy_name)
    return replace(line, own_change=move.take_home_change, own_moves=say_move(move), note=note)


def line_of_offer(
    held: Post, slip: Payslip, offer: Post, name: str, rule_book: RuleBook, *, same_pattern: bool
) -> UnsocialLine:
    """The line of a post held, with its payslip, and a post offered at the step where the move starts.

    Every hundredth of a per cent is worked out; each half, and both sides of each jump and crossing, are kept.
    """
    job, basic = held.job, float(slip["basic_pay"])
    own = 100 * float(slip["unsocial_hours_payment"]) / basic if basic else 0.0
    last = max(LEAST_SHOWN, int(np.ceil(own / 5 + 0.2)) * 5)
    at = np.arange(last * UNIT + 1)
    share = at / (100 * UNIT)
    stated = {"annex_5_percent": np.nan, "annex_5_hours_a_week": np.nan, "unsocial_hours_payment": basic * share}
    if held.on_annex_5:
        stated |= {"annex_5_percent": share, "unsocial_hours_payment": np.nan}
    varied = replace(held, job=job.with_(**stated))
    before = payslip(varied.job, rule_book)
    after = offer_payslip(varied, offer.job, rule_book, same_pattern=same_pattern, conditions=offer.conditions)
    change = np.round(after["take_home_pay"] - before["take_home_pay"], 2) + np.zeros(len(at))
    now = offer_payslip(held, offer.job, rule_book, same_pattern=same_pattern, conditions=offer.conditions)
    own_change = round(float(now["take_home_pay"] - slip["take_home_pay"]), 2)
    jumped = np.zeros(0, dtype=np.intp)
    tier_pay = pay_of_the_tier(varied.job, rule_book, before["pensionable_pay"])
    rates = member_contribution_rate(rule_book.member_pension_contribution, tier_pay)
    if np.all(as_array(job.in_pension_scheme)) and np.all(np.isnan(job.pension_contribution)):
        jumped = np.flatnonzero(np.diff(rates)) + 1
    crossed = np.flatnonzero(np.diff(change >= 0)) + 1
    kept = np.unique(np.concatenate((at[::EVERY], jumped, jumped - 1, crossed, crossed - 1)))
    return UnsocialLine(
        post=name,
        shares=tuple((at[kept] / UNIT).tolist()),
        change=tuple(change[kept].tolist()),
        where=where_it_pays(at / UNIT, change),
        jumps=tuple((float(at[place]) / UNIT, float(rates[place])) for place in jumped),
        own=round(own, 2),
        own_change=own_change,
        own_moves=say_change(own_change / 12, rule_book.switches.same_within_pounds_a_month),
    )


def unsocial_hours(scenario: Scenario, line: UnsocialLine) -> Picture:
    """The change of take-home pay on a move against unsocial hours pay of the post held, and where it crosses zero.

    Raises `ValueError` for a line without points.
    """
    if not line.shares or len(line.shares) != len(line.change):
        raise ValueError("a line needs as many changes as shares, one at least")
    where = where_words(line)
    months = [amount / 12 for amount in line.change]
    first, last = (f"{say_month(months[end])} at {percent(line.shares[end] / 100)}" for end in (0, -1))
    tiers = ", ".join(f"{percent(rate)} from {percent(share / 100)}" for share, rate in line.jumps)
    return Picture(
        kind="unsocial-hours",
        title=where_title(line.where, (line.shares[0], line.shares[-1]), _per_cent, WHAT),
        subtitle=f"Change of take-home pay on moving to {line.post}, pounds a month, by unsocial hours pay of the post"
        f" held now, per cent of basic pay. With {percent(line.own / 100)}, as now, it {line.own_moves}."
        + (" Dashed: where the pension contribution of the post held jumps." if tiers else "")
        + line.note,
        alt=f"A line of the change of take-home pay on moving to {line.post}. It starts with {first} of basic pay and"
        f" ends with {last}. The move {where}. At the person's own {percent(line.own / 100)} the change is"
        f" {say_month(line.own_change / 12)}."
        + (f" The pension rate of the post held jumps to {tiers}." if tiers else ""),
        table=Table(
            [Column("unsocial_hours_per_cent_of_basic_pay", unit=Unit.NUMBER), *columns_of(*MONTH_AND_YEAR)],
            [(share, round(amount / 12, 2), amount) for share, amount in zip(line.shares, line.change, strict=True)],
        ),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw(line, width),
    )


def where_words(line: UnsocialLine) -> str:
    """Where a move pays, in words that follow "the move"."""
    return say_where_it_pays(line.where, (line.shares[0], line.shares[-1]), _per_cent, WHAT, " of basic pay")


def _draw(line: UnsocialLine, width: int) -> Body:
    own = (line.own, line.own_change, f"Post held now, {_per_cent(line.own)}")
    jumps = [(share, f"pension {percent(rate)}") for share, rate in line.jumps]
    axis, ticks = "Unsocial hours pay, % of basic pay", "datum.value + '%'"
    return draw_curve(line.shares, line.change, line.where, own, jumps, axis, ticks, _per_cent, width)


def _per_cent(share: float) -> str:
    return percent(share / 100)
