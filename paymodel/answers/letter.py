"""A letter to the person concerned: one page in plain words, in English or Welsh.

Under 400 words: the verdict, three figures, what is not sure, and what to ask payroll. No abbreviation, and every
pound says whether it is of a month or of a year.
"""

import datetime
from collections.abc import Sequence

import numpy as np

from paymodel import __version__
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.figures import figures_of
from paymodel.answers.phrasing import per_cent, whole_pounds
from paymodel.errors import Refused
from paymodel.files.letter_sentences import LetterFile
from paymodel.moves.comparison import Comparison, Move, Result
from paymodel.pay.job import BANDS, MONTHS, NO_BAND


def letter_blocks(comparison: Comparison, move: Move, file: LetterFile) -> list[Block]:
    """The letter about a move. Raises `Refused` for one that ends or alternates: a page cannot say all of it."""
    if move.over is not None:
        why = "ends, or alternates with the post held; a letter is about one that stays: use paymodel report"
        raise Refused("move", f"the move to {move.post.name} {why}")
    scenario = comparison.scenario
    held = comparison.held(move.policy_name)
    words = file.sentences
    opening = words["opening"].format(
        post=move.post.name,
        offered=_band(move, file),
        held_post=held.post.name,
        held=_band(held, file),
        day=_day(scenario.as_at, file),
    )
    share = float(np.asarray(held.post.job.whole_time_equivalent))
    if share < 1 and share == float(np.asarray(move.post.job.whole_time_equivalent)):
        opening = f"{opening} {words['part_time'].format(share=per_cent(share))}"
    return [
        Heading(words["heading"].format(post=move.post.name), 1),
        *([] if file.reviewed else [Paragraph(words["not_reviewed"])]),
        Paragraph(opening),
        Heading(_verdict(move, file)),
        Paragraph(" ".join([words["take_home_means"], *_why(held, move, file)])),
        Heading(words["figures"]),
        Bullets(_figures(held, move, file, scenario.horizon_years)),
        Heading(words["not_sure"]),
        Bullets(_not_sure(comparison, held, move, file)),
        Heading(words["ask"]),
        Bullets([words[f"ask_{what}"] for what in ("rota", "step", "unsocial_hours", "pension", "tax")]),
    ]


def foot_of_letter(file: LetterFile) -> str:
    """What stands at the foot of the page: what the letter is not."""
    return file.sentences["foot"].format(version=__version__)


def _verdict(move: Move, file: LetterFile) -> str:
    if move.verdict == "same":
        return file.sentences["same"]
    which = "falls" if move.take_home_change < 0 else "rises"
    return file.sentences[which].format(change=whole_pounds(move.take_home_change / MONTHS))


def _why(held: Result, move: Move, file: LetterFile) -> Sequence[str]:
    """The main reason: of basic pay and unsocial hours, what changes most in the direction of take-home pay."""
    if move.verdict == "same":
        return []
    more = move.verdict == "gains"
    changes = {
        what: (float(move.payslip[line]) - float(held.payslip[line])) * (1 if more else -1)
        for what, line in (("basic_pay", "basic_pay"), ("unsocial_hours", "unsocial_hours_payment"))
    }
    main = max(changes, key=changes.__getitem__)
    return [file.sentences[f"why_{'more_' * more}{main}"]] if changes[main] > 0 else []


def _figures(held: Result, move: Move, file: LetterFile, years: int) -> list[str]:
    """Take-home pay a month, pay before deductions a year, and when the move catches up."""
    words, year = file.sentences, move.career.catch_up_year
    monthly = [whole_pounds(float(each.payslip["take_home_pay"]) / MONTHS) for each in (held, move)]
    yearly = [whole_pounds(float(each.payslip["gross_pay"])) for each in (held, move)]
    if year is None:
        over = words["behind"].format(years=years)
    else:
        over = words["never_behind"].format(years=years) if year == 1 else words["ahead_from"].format(year=year)
    return [
        words["take_home"].format(held=monthly[0], offered=monthly[1]),
        words["gross"].format(held=yearly[0], offered=yearly[1]),
        over,
    ]


def _not_sure(comparison: Comparison, held: Result, move: Move, file: LetterFile) -> list[str]:
    words = file.sentences
    sentences = [words["one_day"]]
    figures = figures_of(comparison)
    doubtful = sum(not figure.is_confirmed for figure in figures)
    if doubtful:
        sentences.append(words["not_confirmed"].format(count=doubtful, total=len(figures)))
    if move.unstated is not None:
        both = move.unstated.what != "overtime"
        sentences.append(words["no_overtime_or_on_call" if both else "no_overtime"])
    if held.post.illustration or move.post.illustration:
        sentences.append(words["example"])
    if move.pattern is not None:
        sentences.append(words[f"pattern_{move.pattern}"])
    if move.beside is not None:
        sentences.append(words["paid_once"])
    return sentences


def _band(result: Result, file: LetterFile) -> str:
    """The band and the step of a post in words."""
    words, band = file.sentences, int(np.asarray(result.post.job.band))
    if band == NO_BAND:
        return words["no_band"]
    steps = result.rule_book.pay_points.steps(band)
    names = {1: "entry_step", steps: "top_step"} | ({2: "middle_step"} if steps == 3 else {})
    name = "only_step" if steps == 1 else names.get(result.step, "numbered_step")
    return words["band"].format(band=BANDS[band], step=words[name].format(number=result.step))


def _day(day: datetime.date, file: LetterFile) -> str:
    return file.sentences["day"].format(day=day.day, month=file.months[day.month - 1], year=day.year)
