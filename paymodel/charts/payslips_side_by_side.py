"""Payslips side by side: where gross pay goes in the post held and in each post offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from paymodel.charts.layout import Box, Words, boxes, ink_on, moves, written
from paymodel.charts.letters import fitted, width_of
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import BOLDER, CATEGORIES, FAINT, INK, LIGHT_BLUE, PAPER, SMALL, Body
from paymodel.comparison import Comparison, Result
from paymodel.counting import counted
from paymodel.job import LINES
from paymodel.reading.answer import title_with_policy
from paymodel.reading.words import LINE_LABELS, signed_whole_pounds, whole_pounds

PARTS = {
    "take_home_pay": ("Take-home pay", "Take-home"),
    "pension_contribution": ("Pension",),
    "income_tax": ("Income tax", "Tax"),
    "national_insurance": ("National Insurance", "NI"),
    "student_loan_repayment": ("Student loan", "Loan"),
    "child_benefit_charge": ("Child benefit charge", "Child benefit"),
    "salary_sacrifice": ("Salary sacrifice", "Sacrifice"),
}
"""What gross pay is made up of, in the order of the bars; what each part is called in a bar, the longest first."""
COLOURS = (*CATEGORIES, LIGHT_BLUE)
"""A colour for each part. The seventh, beyond the palette, is only drawn where pay is sacrificed."""
MOST = 5
BAR, LINE, GAP, SWATCH = 28, 16, 20, 9


@dataclass(frozen=True)
class _Slip:
    """One bar: the names of the post, pounds a year of gross pay and of each part, the change of take-home pay."""

    name: str
    gross: float
    parts: tuple[float, ...]
    change: float | None


def payslips_side_by_side(comparison: Comparison) -> Picture:
    """Where gross pay goes in the post held and in the posts offered, pounds a year: the first five, if there are more.

    A post held is shown again under a further policy only where its payslip differs.
    """
    scenario = comparison.scenario
    shown = _once(comparison.results)
    several = len({result.policy_name for result in shown}) > 1
    slips = [_slip(result, several) for result in shown]
    first = slips[:MOST]
    more = f" The first {MOST} of {len(slips)} are shown." if len(slips) > MOST else ""
    held = "post held now"
    said = "; ".join(
        f"{slip.name}{'' if slip.change is not None else f' ({held})'}, gross pay {whole_pounds(slip.gross)}: "
        + ", ".join(f"{name} {whole_pounds(part)}" for name, part in _parts_of(slip))
        for slip in first
    )
    return Picture(
        kind="payslips-side-by-side",
        title=_title([slip for slip in first if slip.change is not None]),
        subtitle=f"What becomes of gross pay in each post, pounds a year. Each bar is gross pay.{more}",
        alt=f"A bar for each post, as long as its gross pay, parted into what is taken home and what is deducted."
        f" In pounds a year: {said}.{more}",
        head=("post", "gross_pay", *PARTS, "take_home_change"),
        rows=[(slip.name, slip.gross, *slip.parts, slip.change) for slip in slips],
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw(first, width),
    )


def _once(results: Sequence[Result]) -> list[Result]:
    """Results, without the post held where a further policy leaves its payslip as it was."""
    seen: set[tuple[float, ...]] = set()
    found = []
    for result in results:
        if result.change is None:
            slip = tuple(float(result.payslip[line]) for line in LINES)
            if slip in seen:
                continue
            seen.add(slip)
        found.append(result)
    return found


def _slip(result: Result, several: bool) -> _Slip:
    return _Slip(
        title_with_policy(result, several=several),
        float(result.payslip["gross_pay"]),
        tuple(float(result.payslip[line]) for line in PARTS),
        result.take_home_change,
    )


def _parts_of(slip: _Slip) -> list[tuple[str, float]]:
    return [(LINE_LABELS[line], part) for line, part in zip(PARTS, slip.parts, strict=True) if part]


def _title(offers: Sequence[_Slip]) -> str:
    if not offers:
        return "Where gross pay goes in the post held now"
    monthly = [(slip.change or 0.0) / 12 for slip in offers]
    if len(offers) == 1:
        return f"Take-home pay {moves(monthly[0])} on moving to {offers[0].name}"
    least, most = min(monthly), max(monthly)
    if moves(least) == moves(most):
        return f"Take-home pay {moves(least)} with any of the {counted(len(offers), 'post')} offered"
    worst, best = offers[monthly.index(least)].name, offers[monthly.index(most)].name
    return f"Take-home pay {moves(least)} on moving to {worst}, and {moves(most)} on moving to {best}"


def _draw(slips: Sequence[_Slip], width: int) -> Body:
    whole = width - 24
    scale = whole / (max(slip.gross for slip in slips) or 1.0)
    words: list[Words] = []
    bars: list[Box] = []
    starts: list[Box] = []
    y = 0.0
    for slip in slips:
        for line in fitted(slip.name, whole / BOLDER):
            words.append(Words(line, 0, y + LINE / 2, bold=True))
            y += LINE
        change = "post held now" if slip.change is None else f"{signed_whole_pounds(slip.change / 12)} a month"
        words.append(Words(f"Take-home pay {whole_pounds(slip.parts[0])}, {change}", 0, y + LINE / 2))
        y += LINE + 4
        starts.append(Box(-1, y - 3, 1.2, BAR + 6, INK))
        x = 0.0
        for part, names, colour in zip(slip.parts, PARTS.values(), COLOURS, strict=True):
            long = max(part, 0.0) * scale
            if long:
                bars.append(Box(x, y, max(long - 1, 0.5), BAR, colour))
                words += _inside(names, x, long, y + BAR / 2, colour)
            x += long
        y += BAR + 6
        below, y = _key(slip, y, whole)
        for swatch, entry in below:
            bars.append(swatch)
            words.append(entry)
        y += GAP
    everything = boxes(bars) + boxes(starts, "zero-line") + written(words)
    return everything.properties(width=whole, height=y - GAP)


def _inside(names: Sequence[str], x: float, long: float, y: float, colour: str) -> list[Words]:
    """The name of a part inside its piece of the bar, where there is room for one."""
    for name in names:
        if width_of(name, SMALL) + 6 <= long:
            return [Words(name, x + 4, y, colour=ink_on(colour), size=SMALL)]
    return []


def _key(slip: _Slip, y: float, whole: float) -> tuple[list[tuple[Box, Words]], float]:
    """Each deduction with its colour and its pounds, in as many lines as they need; and where the next thing stands."""
    entries = [
        (f"{LINE_LABELS[line]} {whole_pounds(part)}", colour)
        for line, part, colour in zip(PARTS, slip.parts, COLOURS, strict=True)
        if part and line != "take_home_pay"
    ]
    entries.append((f"Gross pay {whole_pounds(slip.gross)}", PAPER))
    found = []
    x = 0.0
    for text, colour in entries:
        indent = 0 if colour == PAPER else SWATCH + 4
        wide = width_of(text, 11) + indent
        if x and x + wide > whole:
            x, y = 0.0, y + LINE
        swatch = Box(x, y + (LINE - SWATCH) / 2, SWATCH, SWATCH, colour)
        found.append((swatch, Words(text, x + indent, y + LINE / 2, colour=FAINT if colour == PAPER else INK, size=11)))
        x += wide + 10
    return found, y + LINE
