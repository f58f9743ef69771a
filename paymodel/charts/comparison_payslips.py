"""Payslips side by side: where gross pay goes in the post held and in each post offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from paymodel.answers.columns import columns_of
from paymodel.answers.comparison import assumed_note, marked_policy
from paymodel.answers.comparison_tables import title_of
from paymodel.answers.phrasing import LINE_LABELS, signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Table
from paymodel.charts.layout import Box, Words, draw_boxes, draw_words
from paymodel.charts.letters import lines_of, width_of
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import CATEGORIES, INK, LIGHT_BLUE, Body, choose_ink, overlay
from paymodel.charts.titles import pick_largest, say_move
from paymodel.counting import counted
from paymodel.moves.comparison import Comparison, Move, Result, Scenario
from paymodel.pay.lines import DEDUCTED, LINES
from paymodel.pay.lines import LINE as PAY_LINE

PARTS = {name: PAY_LINE[name].in_bars for name in ("take_home_pay", *DEDUCTED)}
"""What gross pay is made up of, in the order of the bars; what each part is called in a bar, the longest first."""
COLOURS = (*CATEGORIES, LIGHT_BLUE)
"""A colour for each part. The seventh, beyond the palette, is only drawn where pay is sacrificed."""
MOST = 40
"""Bars that one picture holds: more would be too small to read."""
BAR, ENTRY, GAP, SWATCH = 30, 19, 22, 11


@dataclass(frozen=True)
class _Slip:
    """One bar: the name of the post, pounds a year of gross pay and of each part, the change, and that in words."""

    name: str
    gross: float
    parts: tuple[float, ...]
    change: float | None
    moves: str = ""


def payslips_side_by_side(comparison: Comparison) -> Picture:
    """Where gross pay goes in the post held and in every post offered, pounds a year.

    A post held is shown again under a further policy only where its payslip differs. Of more than forty bars, those of
    the posts held, then the offers that change take-home pay the most, are drawn; the table holds all.
    """
    scenario = comparison.scenario
    slips = [_slip(*name_and_result) for name_and_result in name_results(comparison.results, scenario)]
    first = _pick_slips(slips)
    more = (
        f" Of {len(slips)}, the {MOST} with the largest changes are drawn; the table holds all."
        if len(slips) > MOST
        else ""
    )
    held = "post held now"
    offers = [slip for slip in slips if slip.change is not None]
    ends = _name_ends(offers)
    slip_words = "; ".join(
        f"{slip.name}{'' if slip.change is not None else f' ({held})'}, gross pay {whole_pounds(slip.gross)}: "
        + ", ".join(f"{name} {whole_pounds(part)}" for name, part in _parts_of(slip))
        for slip in first
    )
    return Picture(
        kind="payslips-side-by-side",
        title=_title(slips[0], offers),
        subtitle=f"What becomes of gross pay in each post, pounds a year.{ends} Each bar is gross pay."
        + assumed_note(scenario)
        + more,
        alt=f"A bar for each post, as long as its gross pay, parted into what is taken home and what is deducted."
        f" In pounds a year: {slip_words}.{more}",
        table=Table(
            columns_of("post", "gross_pay", *PARTS, "take_home_change"),
            [(slip.name, slip.gross, *slip.parts, slip.change) for slip in slips],
        ),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw(first, width),
    )


def name_results(results: Sequence[Result], scenario: Scenario) -> list[tuple[str, Result]]:
    """Results of a scenario by name, with their policies where it has several, marked where they change figures.

    A post held whose payslip is the same under several policies comes once; it names them where others change it.
    """
    policies: dict[tuple[float, ...], list[str]] = {}
    for result in results:
        if not isinstance(result, Move):
            policies.setdefault(_amounts(result), []).append(marked_policy(scenario, result.policy_name))
    kinds = len(policies)
    by_name: list[tuple[str, Result]] = []
    for result in results:
        if isinstance(result, Move):
            policy = f", {marked_policy(scenario, result.policy_name)}" if len(scenario.cases) > 1 else ""
            by_name.append((f"{title_of(result)}{policy}", result))
        elif (under := policies.pop(_amounts(result), None)) is not None:
            by_name.append((_held_name(result.post.name, under, kinds), result))
    return by_name


def _amounts(result: Result) -> tuple[float, ...]:
    return tuple(float(result.payslip[line]) for line in LINES)


def _held_name(name: str, policies: Sequence[str], kinds: int) -> str:
    """The post held, with the policies under which it pays this much where it does not under all.

    >>> _held_name("Team leader", ["In force", "3.3% for all"], 1)
    'Team leader'
    >>> _held_name("Team leader", ["In force", "A premium", "On-call"], 2)
    'Team leader, In force and 2 other policies'
    """
    if kinds == 1:
        return name
    others = f" and {counted(len(policies) - 1, 'other policy', 'other policies')}" if len(policies) > 1 else ""
    return f"{name}, {policies[0]}{others}"


def _slip(name: str, result: Result) -> _Slip:
    return _Slip(
        name,
        float(result.payslip["gross_pay"]),
        tuple(float(result.payslip[line]) for line in PARTS),
        result.take_home_change if isinstance(result, Move) else None,
        say_move(result) if isinstance(result, Move) else "",
    )


def _pick_slips(slips: Sequence[_Slip]) -> list[_Slip]:
    """The bars of the picture: all of them, or the posts held and the offers that change take-home pay the most."""
    if len(slips) <= MOST:
        return list(slips)
    held = [at for at, slip in enumerate(slips) if slip.change is None][: MOST // 2]
    offers = [at for at, slip in enumerate(slips) if slip.change is not None]
    most = pick_largest([slips[at].change or 0.0 for at in offers], MOST - len(held))
    return [slips[at] for at in sorted([*held, *(offers[place] for place in most)])]


def _parts_of(slip: _Slip) -> list[tuple[str, float]]:
    return [(LINE_LABELS[line], part) for line, part in zip(PARTS, slip.parts, strict=True) if part]


def _ends_of(offers: Sequence[_Slip]) -> tuple[_Slip, _Slip]:
    """The offers that change take-home pay the least and the most, falls below rises."""
    least, most = (extreme(offers, key=lambda slip: slip.change or 0.0) for extreme in (min, max))
    return least, most


def _title(held: _Slip, offers: Sequence[_Slip]) -> str:
    if not offers:
        return "Where gross pay goes in the post held now"
    least, most = _ends_of(offers)
    if len(offers) == 1:
        now = f"now {whole_pounds(held.parts[0])} of {whole_pounds(held.gross)}"
        return f"Of {whole_pounds(least.gross)} gross pay offered, {whole_pounds(least.parts[0])} is taken home; {now}"
    if least.moves == most.moves:
        return f"Take-home pay {least.moves} with any post offered"
    return f"Take-home pay changes by {_month(least)} a month at worst, {_month(most)} at best"


def _month(slip: _Slip) -> str:
    return signed_whole_pounds((slip.change or 0.0) / 12)


def _name_ends(offers: Sequence[_Slip]) -> str:
    """Which of several offers the title speaks of."""
    if len(offers) < 2:
        return ""
    least, most = _ends_of(offers)
    return "" if least.moves == most.moves else f" Worst: {least.name}. Best: {most.name}."


def _draw(slips: Sequence[_Slip], width: int) -> Body:
    whole = width - 24
    scale = whole / (max(slip.gross for slip in slips) or 1.0)
    words: list[Words] = []
    bars: list[Box] = []
    starts: list[Box] = []
    y = 0.0
    for slip in slips:
        for line in lines_of(slip.name, whole, bold=True):
            words.append(Words(line, 0, y + ENTRY / 2, bold=True))
            y += ENTRY
        change = "post held now" if slip.change is None else f"{signed_whole_pounds(slip.change / 12)} a month"
        kept = f"Take-home pay {whole_pounds(slip.parts[0])} of {whole_pounds(slip.gross)} gross"
        for line in lines_of(f"{kept}, {change}", whole):
            words.append(Words(line, 0, y + ENTRY / 2))
            y += ENTRY
        y += 4
        starts.append(Box(-1, y - 3, 1.2, BAR + 6, INK))
        x = 0.0
        for part, names, colour in zip(slip.parts, PARTS.values(), COLOURS, strict=True):
            long = max(part, 0.0) * scale
            if long:
                bars.append(Box(x, y, max(long - 1, 0.5), BAR, colour))
                words += _name_part(names, x, long, y + BAR / 2, colour)
            x += long
        y += BAR + 6
        below, y = _key(slip, y, whole)
        for swatch, entry in below:
            bars.append(swatch)
            words.append(entry)
        y += GAP
    parts = draw_boxes(bars), draw_boxes(starts, "zero-line"), draw_words(words)
    return overlay(*parts, width=whole, height=y - GAP)


def _name_part(names: Sequence[str], x: float, long: float, y: float, colour: str) -> list[Words]:
    """The name of a part inside its piece of the bar, where there is room for one."""
    for name in names:
        if width_of(name) + 6 <= long:
            return [Words(name, x + 4, y, colour=choose_ink(colour))]
    return []


def _key(slip: _Slip, y: float, whole: float) -> tuple[list[tuple[Box, Words]], float]:
    """Each deduction with its colour and its pounds, in as many lines as they need; and where the next thing stands."""
    entries = [
        (f"{LINE_LABELS[line]} {whole_pounds(part)}", colour)
        for line, part, colour in zip(PARTS, slip.parts, COLOURS, strict=True)
        if part and line != "take_home_pay"
    ]
    placed = []
    x = 0.0
    for text, colour in entries:
        wide = width_of(text) + SWATCH + 4
        if x and x + wide > whole:
            x, y = 0.0, y + ENTRY
        swatch = Box(x, y + (ENTRY - SWATCH) / 2, SWATCH, SWATCH, colour)
        placed.append((swatch, Words(text, x + SWATCH + 4, y + ENTRY / 2)))
        x += wide + 10
    return placed, y + ENTRY
