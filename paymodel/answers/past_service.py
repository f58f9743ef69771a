"""The final-salary link in words: what a move does to the pension of service before 2022."""

from typing import Any

from paymodel.answers.contracts import FinalSalaryForEachYear, PensionChange
from paymodel.answers.phrasing import signed_pounds
from paymodel.counting import counted
from paymodel.moves.comparison import Move
from paymodel.moves.past_service import Change, PastService

IF_KEPT = "if the link is kept and pay at leaving moves with this change"


def final_salary_words(move: Move) -> list[str]:
    """What a move does to pension from past service: a sentence, or none where there is nothing to say."""
    now, last = move.final_salary, move.final_salary_in_the_last_year
    if now is None or last is None:
        return []
    job, years = move.post.job, len(move.career.difference)
    later = "" if now == last else f"; on the steps of year {years}, {_changes(last)}"
    if now.in_all is None:
        return [f"Final-salary link: {_changes(now)}, {IF_KEPT}{later}."]
    sections = ((job.years_of_1995_section, "1995"), (job.years_of_2008_section, "2008"))
    service = " and ".join(f"{_years(count)} of the {name} Section" for count, name in sections if _stated(count))
    return [f"Final-salary link, {service}: {_changes(now)}, {IF_KEPT}{later}."] if service else []


def _stated(count: Any) -> bool:
    return float(count) > 0


def _years(count: Any) -> str:
    return counted(int(count), "year") if float(count).is_integer() else f"{float(count):g} years"


def _changes(past_service: PastService) -> str:
    if past_service.in_all is not None:
        return _change(past_service.in_all)
    of_1995, of_2008 = past_service.for_each_year_of_1995_section, past_service.for_each_year_of_2008_section
    return (
        f"for each year of 1995 Section service {_change(of_1995)}, for each of the 2008 Section"
        f" {signed_pounds(of_2008.pension_a_year)} a year"
    )


def _change(change: Change) -> str:
    lump_sum = f" and a lump sum of {signed_pounds(change.lump_sum)}" if change.lump_sum else ""
    return f"{signed_pounds(change.pension_a_year)} a year{lump_sum}"


def final_salary_of_answer(
    past_service: PastService | None,
) -> tuple[PensionChange, FinalSalaryForEachYear | None]:
    """What a move does to pension from past service, as JSON: of the service stated (else null), and of each year."""
    if past_service is None:
        return PensionChange(pension_a_year=None, lump_sum=None), None
    in_all = past_service.in_all
    return (
        PensionChange(pension_a_year=None, lump_sum=None) if in_all is None else PensionChange(**in_all._asdict()),
        FinalSalaryForEachYear(
            section_1995=PensionChange(**past_service.for_each_year_of_1995_section._asdict()),
            section_2008=PensionChange(**past_service.for_each_year_of_2008_section._asdict()),
        ),
    )
