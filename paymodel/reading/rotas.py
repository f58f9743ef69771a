"""What a rota comes to, in words, JSON, CSV and Markdown."""

import json
from typing import Any

import numpy as np

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.job import BAND_CODE, BANDS
from paymodel.policy import WorkingTime
from paymodel.reading.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.reading.words import NATION_LABELS, counted
from paymodel.rota import Rota, RotaHours, annex_5_average, days_travelled, holidays_left_out, section_2_share
from paymodel.rules import annex_5


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


def rota_json(rota: Rota, shown: dict[str, Any], rules: WorkingTime, band: int, least_rest: float) -> str:
    """JSON of a rota's figures, with where they come from."""
    whole = {
        "title": rota.title,
        "status": rota.status,
        **shown,
        "least_rest_hours": least_rest if np.isfinite(least_rest) else None,
        "run": {
            "version": __version__,
            "nation": rules.nation,
            "as_at": rules.as_at.isoformat(),
            "band": BANDS[band],
            "statuses": statuses(shown, rules, band),
            "public_holidays_left_out": [str(day) for day in holidays_left_out(rules)],
            "not_payroll": NOT_PAYROLL,
        },
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def statuses(shown: dict[str, Any], rules: WorkingTime, band: int) -> dict[str, str]:
    """The status of each figure that was used."""
    found = {name: rules.citations[name].status for name in ("section-2-windows", "public-holidays", "weekly-hours")}
    if shown["section_2_percent"] is not None:
        found[f"section-2-rates, band {BANDS[band]}"] = rules.section_2.statuses[band]
    if rules.annex_5 is not None:
        found["annex-5-windows"] = rules.citations["annex-5-windows"].status
        if shown["annex_5_percent"]:
            row = int(annex_5.bracket(rules.annex_5, shown["annex_5_hours_a_week"], rules.switches.annex_5_edge))
            found[f"annex-5-percentages, {shown['annex_5_percent']:g}%"] = rules.annex_5.statuses[row - 1]
    return found


def rota_blocks(rota: Rota, shown: dict[str, Any], rules: WorkingTime, band: int, least_rest: float) -> list[Block]:
    """A rota's figures in words."""
    hours = shown["hours_a_week"]
    rows = [
        ["Plain time", f"{hours['plain']:.2f}"],
        ["Saturday and night", f"{hours['saturday_night']:.2f}"],
        ["Sunday and public holiday", f"{hours['sunday_holiday']:.2f}"],
    ]
    said = []
    section_2 = shown["section_2_percent"]
    if section_2 is None:
        said.append(f"Section 2: no rates are established for band {BANDS[band]} in {NATION_LABELS[rules.nation]}.")
    else:
        said.append(f"Section 2 pays {section_2:.1f}% of basic pay (band {BANDS[band]}).")
    said.append(_annex_5_words(shown, rules, band))
    said.append(
        f"Attendances: {shown['attendances_a_week']:.2f} a week as rostered;"
        f" {shown['days_travelled_a_year']:.0f} days travelled a year after leave and holidays."
    )
    said.append(
        f"Paid hours: {shown['paid_hours_a_week']:.2f} a week over {counted(shown['weeks_in_cycle'], 'week')};"
        f" {shown['public_holidays_in_the_pay_year']} public holidays in the pay year."
    )
    if shown["extra_hours_a_week"]:
        said.append(f"Above contract, up to whole time: {shown['extra_hours_a_week']:.2f} hours a week at plain rate.")
    if shown["overtime_hours_a_week"]:
        said.append(f"Above whole time, as overtime: {shown['overtime_hours_a_week']:.2f} hours a week.")
    if shown["lieu_hours_a_week"]:
        said.append(f"Above contract, given back: {shown['lieu_hours_a_week']:.2f} hours a week.")
    if left_out := holidays_left_out(rules):
        days = ", ".join(str(day) for day in left_out)
        said.append(f"Not counted as a public holiday: {days}, which is unverified.")
    if np.isfinite(least_rest):
        short = " This is under 11 hours." if least_rest < 11 else ""
        said.append(f"Shortest rest between known shifts: {least_rest:g} hours.{short}")
    doubtful = [f"{name} [{status}]" for name, status in statuses(shown, rules, band).items() if status != "confirmed"]
    blocks: list[Block] = [
        Heading(rota.title, 1),
        Paragraph(f"{NATION_LABELS[rules.nation]}, pay year of {rules.as_at}. Averages over every starting week."),
        Table(["Hours a week", "Hours"], rows),
        Bullets(said),
    ]
    if rota.status == "illustration":
        blocks.append(Paragraph("This rota is an illustration: made up to be typical of its kind, no employer's own."))
    if doubtful:
        blocks.append(Paragraph(f"Figures that are not confirmed: {', '.join(doubtful)}."))
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}."))
    return blocks


def _annex_5_words(shown: dict[str, Any], rules: WorkingTime, band: int) -> str:
    average, percent = shown["annex_5_hours_a_week"], shown["annex_5_percent"]
    if rules.annex_5 is None:
        return "Annex 5 is not used in Scotland."
    words = f"Annex 5 average of a whole-time post: {average:.2f} hours a week"
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


def rota_csv(shown: dict[str, Any]) -> str:
    """A rota's figures as CSV: `figure,value`."""
    lines = ["figure,value"]
    for name, value in shown.items():
        if isinstance(value, dict):
            lines += [f"{inner}_hours_a_week,{number}" for inner, number in value.items()]
        else:
            lines.append(f"{name},{'' if value is None else value}")
    return "\n".join(lines) + "\n"
