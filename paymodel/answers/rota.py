"""What a rota comes to, in words, JSON, CSV and Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.contracts import HoursByRate, RotaAnswer, RunOfRota, to_json
from paymodel.answers.figures import doubt_words, not_confirmed
from paymodel.answers.phrasing import NATION_LABELS, step_words, whole_pounds
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.counting import counted
from paymodel.days import day_words
from paymodel.errors import Refused
from paymodel.files.rotas import DAYS, LEAST_REST, rests
from paymodel.moves.assumptions import capped_words
from paymodel.moves.posts import Post
from paymodel.moves.provenance import figures_of_line, holiday_figures
from paymodel.pay.calendar import in_the_pay_year
from paymodel.pay.job import BAND_CODE, BANDS, Job, Payslip
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import payslip
from paymodel.pay.rota import HOURS_TOLERANCE, Rota, RotaHours, annex_5_average, days_travelled, section_2_share
from paymodel.pay.rule_book import Citation, RuleBook, WorkingTime
from paymodel.pay.rules import annex_5

ILLUSTRATION = "This rota is an illustration: made up to be typical of its kind; it is not any employer's own."
MOST_SHORT_RESTS = 6
"""How many places with too little rest are named."""


def figures(hours: RotaHours, rules: WorkingTime, band: int, whole_time_equivalent: float) -> dict[str, Any]:
    """The figures of a rota, as the JSON of `paymodel rota` gives them."""
    average, percent = None, None
    if rules.annex_5 is not None:
        average = annex_5_average(hours, whole_time_equivalent)
        if band < BAND_CODE["8a"]:
            share = float(annex_5.share_of_basic_pay(rules.annex_5, average, rules.switches.annex_5_edge))
            percent = None if np.isnan(share) else round(share * 100, 2)
    section_2 = section_2_share(hours, rules, band, whole_time_equivalent)
    return {
        "hours_a_week": {
            "plain": round(hours.plain, 4),
            "saturday_night": round(hours.saturday_night, 4),
            "sunday_holiday": round(hours.sunday_holiday, 4),
        },
        "annex_5_hours_a_week": average,
        "annex_5_percent": percent,
        "section_2_percent": None if np.isnan(section_2) else round(section_2 * 100, 4),
        "attendances_a_week": round(hours.attendances, 4),
        "weeks_in_cycle": hours.weeks_in_cycle,
        "paid_hours_a_week": round(hours.paid, 4),
        "public_holidays_in_the_pay_year": hours.public_holidays,
        "days_travelled_a_year": round(days_travelled(hours, rules, whole_time_equivalent), 1),
        "extra_hours_a_week": round(hours.extra, 4),
        "overtime_hours_a_week": round(hours.overtime, 4),
        "lieu_hours_a_week": round(hours.lieu, 4),
    }


def rota_json(
    rota: Rota,
    shown: dict[str, Any],
    rules: WorkingTime,
    band: int,
    least_rest: float,
    read_as: Sequence[str] = (),
) -> str:
    """JSON of a rota's figures, with where they come from; `read_as` says how a grid was read."""
    run = RunOfRota(
        version=__version__,
        nation=rules.nation,
        as_at=rules.as_at.isoformat(),
        band=BANDS[band],
        statuses=statuses(shown, rules, band),
        public_holidays_left_out=[str(day) for day in in_the_pay_year(rules, rules.left_out)],
        not_payroll=NOT_PAYROLL,
    )
    figures = {**shown, "hours_a_week": HoursByRate(**shown["hours_a_week"])}
    rest = least_rest if np.isfinite(least_rest) else None
    dress: Any = {"read_as": list(read_as)} if read_as else {}
    return to_json(RotaAnswer(title=rota.title, status=rota.status, **figures, least_rest_hours=rest, **dress, run=run))


def statuses(shown: dict[str, Any], rules: WorkingTime, band: int) -> dict[str, str]:
    """The status of each figure that was used."""
    by_name = {name: rules.citations[name].status for name in ("section-2-windows", "public-holidays", "weekly-hours")}
    by_name |= {f"public-holidays, {figure.row}": figure.status for figure in holiday_figures(rules) if figure.row}
    if shown["section_2_percent"] is not None:
        by_name[f"section-2-rates, band {BANDS[band]}"] = rules.section_2.statuses[band]
    if rules.annex_5 is not None:
        by_name["annex-5-windows"] = rules.citations["annex-5-windows"].status
        if shown["annex_5_percent"]:
            by_name[f"annex-5-percentages, {shown['annex_5_percent']:g}%"] = annex_5.status(
                rules.annex_5, shown["annex_5_hours_a_week"], rules.switches.annex_5_edge
            )
    return by_name


def rota_blocks(rota: Rota, shown: dict[str, Any], rules: WorkingTime, band: int, least_rest: float) -> list[Block]:
    """A rota's figures in words, as a document."""
    doubtful = doubt_words(not_confirmed(statuses(shown, rules, band)))
    blocks: list[Block] = [Heading(rota.title, 1), *hours_blocks(shown, rules, band, least_rest)]
    if rota.status == "illustration":
        blocks.append(Paragraph(ILLUSTRATION))
    if doubtful:
        blocks.append(Paragraph(doubtful))
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}."))
    return blocks


HOURS = [Column("hours", "Paid as"), Column("hours_a_week", "Hours", Unit.HOURS_A_WEEK, 2)]


def hours_blocks(shown: dict[str, Any], rules: WorkingTime, band: int, least_rest: float) -> list[Block]:
    """A rota's hours by rate, and what they come to."""
    hours = shown["hours_a_week"]
    rows: list[list[Cell]] = [
        ["Plain time", hours["plain"]],
        ["Saturday and night", hours["saturday_night"]],
        ["Sunday and public holiday", hours["sunday_holiday"]],
    ]
    sentences = []
    section_2 = shown["section_2_percent"]
    if section_2 is None:
        sentences.append(
            f"Section 2: no rates are established for band {BANDS[band]} in {NATION_LABELS[rules.nation]}."
        )
    else:
        sentences.append(f"Section 2 pays {section_2:.1f}% of basic pay (band {BANDS[band]}).")
    sentences.append(_annex_5_words(shown, rules, band))
    sentences.append(
        f"Attendances: {shown['attendances_a_week']:.2f} a week as rostered;"
        f" {counted(shown['days_travelled_a_year'], 'day')} travelled a year after leave and holidays."
    )
    sentences.append(
        f"Paid hours: {shown['paid_hours_a_week']:.2f} a week over {counted(shown['weeks_in_cycle'], 'week')};"
        f" {shown['public_holidays_in_the_pay_year']} public holidays in the pay year."
    )
    if shown["extra_hours_a_week"]:
        sentences.append(
            f"Above contract, up to whole time: {shown['extra_hours_a_week']:.2f} hours a week at plain rate."
        )
    if shown["overtime_hours_a_week"]:
        sentences.append(f"Above whole time, as overtime: {shown['overtime_hours_a_week']:.2f} hours a week.")
    if shown["lieu_hours_a_week"]:
        sentences.append(f"Above contract, given back: {shown['lieu_hours_a_week']:.2f} hours a week.")
    if words := capped_words(rules):
        sentences.append(f"{words[0].upper()}{words[1:]}.")
    if left_out := in_the_pay_year(rules, rules.left_out):
        days = ", ".join(f"{day_words(day)} (unverified)" for day in left_out)
        sentences.append(f"Not counted as a public holiday: {days}.")
    if np.isfinite(least_rest):
        short = f" This is under {LEAST_REST} hours." if least_rest < LEAST_REST else ""
        sentences.append(f"Shortest rest between known shifts: {least_rest:g} hours.{short}")
    blocks: list[Block] = [
        Paragraph(
            f"{NATION_LABELS[rules.nation]}, pay year of {day_words(rules.as_at)}. Averages over every starting week."
        ),
        Table(HOURS, rows, "Hours by rate", "hours"),
        Bullets(sentences),
    ]
    return blocks


def _annex_5_words(shown: dict[str, Any], rules: WorkingTime, band: int) -> str:
    average, percent = shown["annex_5_hours_a_week"], shown["annex_5_percent"]
    if rules.annex_5 is None:
        return "Annex 5 is not used in Scotland."
    words = f"Annex 5 average of a whole-time post: {average:.2f} hours a week"
    if shown["extra_hours_a_week"] or shown["overtime_hours_a_week"]:
        words += " (overtime and extra hours left out)"
    if band >= BAND_CODE["8a"]:
        return f"{words}; bands 8 and 9 have no confirmed table of percentages."
    if percent is None:
        return f"{words}; up to {rules.annex_5.above[0]:g} hours the percentage is settled locally."
    above = [bound for bound in rules.annex_5.above if bound > average]
    nearest = (
        f"; the next bracket starts {above[0] - average:.2f} hours higher" if above else "; there is no higher bracket"
    )
    below = [bound for bound in rules.annex_5.above if bound <= average]
    lower = f", and this one starts {average - below[-1]:.2f} hours lower" if below else ""
    return f"{words}, {percent:g}% of basic pay{nearest}{lower}."


def rota_table(shown: dict[str, Any]) -> Table:
    """A rota's figures, a row each."""
    rows: list[list[Cell]] = []
    for name, value in shown.items():
        if isinstance(value, dict):
            rows += [[f"{kind}_hours_a_week", hours] for kind, hours in value.items()]
        else:
            rows.append([name, value])
    return Table([Column("figure"), Column("value", unit=Unit.NUMBER)], rows, "The rota", "rota")


@dataclass(frozen=True)
class Worth:
    """What a rota's unsocial hours are worth by one way of paying them, beside the same post without them.

    `share` is of basic pay; `payment` and `take_home` are pounds a year, before and after tax, National Insurance and
    pension. All are NaN where the rules cannot say, and `refused` says why. `figures` are those that the payslip used.
    """

    way: str
    share: float = float("nan")
    payment: float = float("nan")
    take_home: float = float("nan")
    refused: str = ""
    figures: tuple[Citation, ...] = ()

    @property
    def doubt(self) -> str:
        """The statuses of the figures that are not confirmed, in brackets; nothing where all are."""
        doubtful = dict.fromkeys(figure.status for figure in self.figures if not figure.is_confirmed)
        return f" [{', '.join(doubtful)}]" if doubtful else ""


def worths(hours: RotaHours, rule_book: RuleBook, band: int, whole_time_equivalent: float = 1.0) -> tuple[Worth, Worth]:
    """What the unsocial hours of a rota are worth by Section 2 and by Annex 5, at the top step of a band (a code).

    Somebody in the pension scheme, without loans or other income. Overtime that the rota holds is paid in either case.
    """
    plain = Job(
        band=band,
        step=rule_book.pay_points.steps(band),
        whole_time_equivalent=whole_time_equivalent,
        extra_hours_a_year=hours.as_job_hours()["extra_hours_a_year"],
        overtime_hours_a_year=hours.as_job_hours()["overtime_hours_a_year"],
    )
    section_2 = plain.with_(**hours.as_job_hours())
    annex = plain.with_(annex_5_hours_a_week=hours.annex_5)
    without = payslip(plain, rule_book)
    return _worth("Section 2", section_2, hours, rule_book, without), _worth(
        "Annex 5", annex, hours, rule_book, without
    )


def _worth(way: str, job: Job, hours: RotaHours, rule_book: RuleBook, without: Payslip) -> Worth:
    if way == "Annex 5" and rule_book.working_time.annex_5 is None:
        return Worth(way, refused=f"it is not used in {NATION_LABELS[rule_book.nation]}")
    try:
        paid = payslip(job, rule_book)
    except Refused as error:
        return Worth(way, refused=re.split("[:;]", error.message)[0])
    payment = float(paid["unsocial_hours_payment"])
    take_home = round(float(paid["take_home_pay"]) - float(without["take_home_pay"]), 2)
    post, lines = Post("", job, job, hours), LINES[: LINES.index("take_home_pay")]
    used = dict.fromkeys(figure for line in lines for figure in figures_of_line(line, post, paid, rule_book))
    return Worth(way, payment / float(paid["basic_pay"]), payment, take_home, figures=tuple(used))


def worth_table(ways: Sequence[Worth], rule_book: RuleBook, band: int) -> Table:
    """What a rota's unsocial hours are worth, each way, a year and a month."""
    rows: list[list[Cell]] = []
    for way in ways:
        if way.refused:
            rows.append([f"{way.way} ({way.refused})", *[None] * 4])
        else:
            rows.append([f"{way.way}{way.doubt}", way.share, way.payment, way.take_home, way.take_home / 12])
    steps = rule_book.pay_points.steps(band)
    columns = [
        Column("paid_by"),
        Column("of_basic_pay", unit=Unit.SHARE, decimals=1),
        Column("before_tax", "Before tax, a year", Unit.POUNDS_A_YEAR, 2, in_pounds=True),
        Column("take_home_a_year", "In take-home pay, a year", Unit.POUNDS_A_YEAR, 2, in_pounds=True),
        Column("take_home_a_month", "A month", Unit.POUNDS_A_MONTH, 2, in_pounds=True),
    ]
    caption = f"What the unsocial hours are worth at the {step_words(steps, steps)} of band {BANDS[band]}"
    return Table(columns, rows, caption, "worth")


def worth_figures(ways: Sequence[Worth]) -> dict[str, float | None]:
    """What a rota's unsocial hours are worth, as figures for JSON and CSV, beside those of `figures`."""
    figures: dict[str, float | None] = {}
    for each in ways:
        way = each.way.lower().replace(" ", "_")
        figures[f"{way}_pounds_a_year"] = None if each.refused else each.payment
        figures[f"{way}_take_home_pounds_a_year"] = None if each.refused else each.take_home
    return figures


def rota_headline(hours: RotaHours, ways: Sequence[Worth], band: int) -> str:
    """What a rota comes to, in a sentence or two."""
    total = hours.plain + hours.enhanced
    if not hours.enhanced:
        return f"None of {total:.1f} hours a week is unsocial: nothing is paid on top of basic pay for when they fall."
    words = f"{hours.enhanced:.1f} of {total:.1f} hours a week are unsocial."
    worth = [
        f"{way.way} pays {whole_pounds(way.payment)} a year on top, {way.share:.1%} of basic pay{way.doubt}"
        for way in ways
        if not way.refused
    ]
    return words + (f" At the top of band {BANDS[band]}, {'; '.join(worth)}." if worth else "")


def rota_warnings(rota: Rota, hours: RotaHours, rules: WorkingTime, whole_time_equivalent: float = 1.0) -> list[str]:
    """What to take care of: rest that is too short, and where; hours that are not the contract's."""
    sentences = []
    contract, paid = rules.weekly_hours * whole_time_equivalent, rota.paid_hours_a_week()
    if abs(paid - contract) > HOURS_TOLERANCE:
        became = "all hours are scaled to the contract"
        if hours.lieu:
            became = f"{hours.lieu:.2f} hours a week are taken to be given back as time off"
        elif hours.extra or hours.overtime:
            became = f"{hours.extra + hours.overtime:.2f} hours a week are taken to be paid on top"
        sentences.append(
            f"The rota averages {paid:.2f} paid hours a week but the contract is {contract:.2f}: {became}."
            " Correct the rota or the whole time equivalent if that is not what happens."
        )
    short = [(week, day, rest) for week, day, rest in rests(rota) if rest < LEAST_REST]
    if short:
        where = [f"week {week + 1}, {DAYS[day]} ({rest:g} hours)" for week, day, rest in short[:MOST_SHORT_RESTS]]
        more = f" and {len(short) - MOST_SHORT_RESTS} more" if len(short) > MOST_SHORT_RESTS else ""
        sentences.append(
            f"Under {LEAST_REST} hours of rest before the shift of {', '.join(where)}{more}: Working Time Regulations"
            " 1998, regulation 10. Move a shift, or see that rest is given in compensation."
        )
    return sentences
