"""You asked: what the question says, a line each, with the part of the form that changes it."""

from collections.abc import Mapping

from paymodel.answers.comparison_tables import band_and_step
from paymodel.answers.phrasing import NATION_LABELS, signed_pounds, whole_pounds
from paymodel.app import labels
from paymodel.app.library import ILLUSTRATION, has_illustrated_on_call, rota_of, whole_post
from paymodel.app.questions import Question
from paymodel.app.short_form import HELD, OFFERED, PATTERN
from paymodel.days import day_words
from paymodel.files.rotas import shipped_rotas
from paymodel.moves.comparison import Move, Result
from paymodel.reports.parts import Worked
from paymodel.rounding import as_array

Row = tuple[str, str, str]
"""What a line is, what it says, and the part of the form that changes it."""


def asked_rows(question: Question, worked: Worked, move: Move) -> list[Row]:
    """What was asked of one move."""
    held = worked.held(move)
    number = number_of_offer(worked, move)
    offer = (question.get("offers") or [{}])[number]
    scenario = worked.scenario
    part = float(as_array(held.post.job.whole_time_equivalent))
    time = "whole time" if part == 1 else f"{part:g} of whole time"
    rows = [
        ("Post now", _post_words(question.get("current") or {}, held), HELD),
        ("Post offered", _post_words(offer, move), OFFERED),
    ]
    if move.pattern:
        rows.append(("Pattern", f"{labels.PATTERNS[move.pattern]}".partition(":")[0], PATTERN))
    day = day_words(scenario.as_at)
    rows.append(("You", f"{NATION_LABELS[scenario.nation]}, {time}, rules of {day}", HELD))
    return rows


def number_of_offer(worked: Worked, move: Move) -> int:
    """Which of the posts offered a move is to."""
    case = next((case for case in worked.scenario.cases if case.policy_name == move.policy_name), None)
    posts = [number for number, post in enumerate(case.offers) for _ in post.patterns] if case else [0]
    moves = [each for each in worked.moves if each.policy_name == move.policy_name]
    return posts[moves.index(move)] if move in moves else 0


def _post_words(post: Mapping[str, object], result: Result) -> str:
    """A post in a line: name, band and step, how unsocial hours are paid, and on-call."""
    words = [result.post.name, band_and_step(result)]
    paid = float(result.payslip["unsocial_hours_payment"])
    scheme = "Annex 5" if result.post.on_annex_5 else "Section 2"
    rota = rota_of(dict(post))
    if rota is not None:
        made_up = f" ({ILLUSTRATION})" if rota in shipped_rotas() else ""
        words.append(f"{result.post.rota_title.removesuffix(' (illustration)')}{made_up}")
    words.append(f"unsocial hours by {scheme}, {whole_pounds(paid / 12)} a month" if paid else "no unsocial hours pay")
    if call := float(result.payslip["on_call_payment"]):
        made_up = f" ({ILLUSTRATION})" if has_illustrated_on_call(dict(post)) else ""
        words.append(f"on-call {whole_pounds(call)} a year{made_up}")
    return "; ".join(words)


def why_words(held: Result, move: Move, parts: int) -> str:
    """Why take-home pay changes, in one line: the lines of pay that change most, and what deductions do.

    Pounds a year over so many `parts`: 12 for a month.
    """
    names = {
        "basic_pay": "basic pay",
        "unsocial_hours_payment": "unsocial hours pay",
        "on_call_payment": "on-call pay",
        "overtime_pay": "overtime pay",
        "promotion_protection": "pay protection",
        "recruitment_and_retention_premium": "premium",
        "high_cost_area_supplement": "high cost area supplement",
    }
    changes = {line: float(move.payslip[line]) - float(held.payslip[line]) for line in names}
    gains, losses = (
        [
            f"{whole_pounds(change / parts)} {names[line]}"
            for line, change in sorted(changes.items(), key=lambda item: -abs(item[1]))
            if change * sign / parts >= 0.5
        ]
        for sign in (1, -1)
    )
    deducted = move.gross_change - (move.take_home_change or 0.0)
    clauses = [f"gains {' and '.join(gains)}"] if gains else []
    clauses += [f"loses {' and '.join(losses)}"] if losses else []
    if abs(deducted / parts) >= 0.5:
        more = "more" if deducted > 0 else "less"
        clauses.append(f"pays {whole_pounds(deducted / parts)} {more} in pension, tax and other deductions")
    words = "; ".join(clauses)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def difference_words(change: float) -> str:
    """A change of take-home pay as the answer's third figure.

    >>> difference_words(-112.54), difference_words(12.4), difference_words(0.2)
    ('£113 less', '£12 more', 'about the same')
    """
    if abs(change) < 0.5:
        return "about the same"
    return f"{whole_pounds(change)} {'less' if change < 0 else 'more'}"


def without_on_call(question: Question, number: int) -> Question | None:
    """The question without an on-call payment that a library made up; None where the post has none such."""
    offers = [dict(offer) for offer in question.get("offers") or []]
    if number >= len(offers) or not has_illustrated_on_call(offers[number]):
        return None
    post = whole_post(offers[number])
    post.pop("on_call", None)
    offers[number] = post
    return {**question, "offers": offers}


def on_call_words(without: float, amount: float) -> str:
    """What an on-call payment that a library made up does to the answer.

    >>> on_call_words(-915.4, 1528.0)
    'Counts £1,528 a year of on-call pay, an illustration from the list of posts: without it, -£915.40 a year.'
    """
    return (
        f"Counts {whole_pounds(amount)} a year of on-call pay, {ILLUSTRATION} from the list of posts: without it,"
        f" {signed_pounds(without)} a year."
    )
