"""The tables of a report's workbook: payslips, years, remedies, assumptions and figures."""

from collections.abc import Sequence

from paymodel.answers.comparison import OTHER_PAY, band_and_step, figure_name, other_pay, title_with_policy
from paymodel.answers.phrasing import LINE_LABELS
from paymodel.moves.careers import Careers
from paymodel.moves.comparison import Comparison, Move
from paymodel.pay.job import LINES
from paymodel.reports.parts import Worked
from paymodel.reports.sheets import Cell, Sheet

POUNDS = "pounds a year"


def sheets_of(worked: Worked) -> list[Sheet]:
    """Every table of a report, in order."""
    comparison = worked.comparison
    tables = [_payslips(comparison), _posts(comparison), _years(worked.careers), _remedies(worked)]
    return [*tables, _assumptions(worked), _figures(worked)]


def _names(comparison: Comparison) -> list[str]:
    """A name for each result that no other has."""
    several = len(comparison.scenario.cases) > 1
    names = [title_with_policy(result, several=several) for result in comparison.results]
    return [name if names.count(name) == 1 else f"{name} ({place})" for place, name in enumerate(names, start=1)]


def _payslips(comparison: Comparison) -> Sheet:
    names = _names(comparison)
    rows: list[Sequence[Cell]] = [
        [LINE_LABELS[line].strip(), *(float(result.payslip[line]) for result in comparison.results)] for line in LINES
    ]
    if any(others := [other_pay(result.payslip) for result in comparison.results]):
        rows.insert(LINES.index("gross_pay"), [OTHER_PAY, *others])
    about = "Every line of the payslip of the post held now and of each post offered, whole years."
    return Sheet("Payslips", "Payslips side by side", about, [("Line", ""), *((name, POUNDS) for name in names)], rows)


def _posts(comparison: Comparison) -> Sheet:
    rows: list[Sequence[Cell]] = []
    for name, result in zip(_names(comparison), comparison.results, strict=True):
        if not isinstance(result, Move):
            continue
        year = result.career.catch_up_year
        rows.append(
            [
                name,
                result.policy_name,
                band_and_step(result),
                result.take_home_change,
                result.gross_change,
                result.what_else.employer_cost_change,
                result.what_else.pension_built_up_change,
                "never" if year is None else year,
                result.premium_to_break_even.value if result.premium_to_break_even else None,
            ]
        )
    columns = [("Post offered", ""), ("Policy", ""), ("Band and step", ""), ("Change of take-home pay", POUNDS)]
    columns += [("Change of gross pay", POUNDS), ("Change of employer cost", POUNDS)]
    columns += [("Change of yearly pension earned", POUNDS), ("Catch-up year", ""), ("Premium to break even", POUNDS)]
    return Sheet("Changes", "What each move changes", "Each post offered less the post held now.", columns, rows)


def _years(careers: Careers) -> Sheet:
    rows: list[Sequence[Cell]] = [
        [
            path.case.policy_name,
            path.path.name,
            year + 1,
            float(path.career.move["take_home_pay"][year]),
            float(path.career.difference[year]),
            float(path.career.cumulative[year]),
        ]
        for path in careers.results
        for year in range(careers.scenario.horizon_years)
    ]
    columns = [("Policy", ""), ("Career path", ""), ("Year", ""), ("Take-home pay", POUNDS)]
    columns += [("Difference from staying", POUNDS), ("Difference from staying, in all", "pounds")]
    about = "Take-home pay of each career path, year by year, beside staying in the post held now."
    return Sheet("Years", "Year by year", about, columns, rows)


def _remedies(worked: Worked) -> Sheet:
    rows: list[Sequence[Cell]] = [
        [
            case.policy_name,
            name,
            remedy.kind,
            remedy.status,
            "would not do" if remedy.value is None else "does" if remedy.unit == "rule" else remedy.value,
            "" if remedy.value is None or remedy.unit == "rule" else remedy.unit,
            remedy.now,
            "yes" if remedy.on_top else "no",
            remedy.percent,
            remedy.take_home_change,
            remedy.employer_cost_a_year,
            remedy.employer_cost_over_five_years,
            remedy.cost_years,
            "yes" if remedy.applies else "no",
            "; ".join(remedy.side_effects),
            remedy.why,
        ]
        for case, name, of_offer in worked.remedies
        for remedy in of_offer
    ]
    columns = [("Policy", ""), ("Post offered", ""), ("Remedy", ""), ("Status", ""), ("Smallest", ""), ("Unit", "")]
    columns += [("There now", ""), ("On top of it", ""), ("Per cent of basic pay", "")]
    columns += [("Change of take-home pay", POUNDS), ("Employer cost", POUNDS), ("Employer cost, five years", "pounds")]
    columns += [
        ("Years costed", ""),
        ("Applies to a chosen move", ""),
        ("Side effects", ""),
        ("Why it would not do", ""),
    ]
    about = "The smallest remedy of each kind that leaves no loss of take-home pay in the first year, for one holder."
    return Sheet("Remedies", "Ways to fix it", about, columns, rows)


def _assumptions(worked: Worked) -> Sheet:
    rows = [
        [one.id, one.words, one.status, one.quality, one.impact, one.why, one.source, one.affects]
        for one in worked.assumptions
    ]
    names = ("Name", "Assumption", "Status", "Quality", "Impact", "Why", "Source", "Affects")
    columns = [(name, "") for name in names]
    return Sheet("Assumptions", "Assumptions", "Assumptions.", columns, rows)


def _figures(worked: Worked) -> Sheet:
    rows = [
        [
            figure_name(figure),
            figure.status,
            figure.title,
            figure.publisher,
            figure.where,
            figure.url,
            figure.effective.isoformat(),
            figure.until.isoformat() if figure.until else "",
            figure.changed,
        ]
        for figure in worked.figures
    ]
    columns = [(name, "") for name in ("Figure", "Status", "Source", "Publisher", "Where", "Address", "From", "Until")]
    about = "Every figure that the answer rests on, with its source, status and the days for which it holds."
    return Sheet("Figures", "Figures used", about, [*columns, ("Changed by the policy", "")], rows)
