"""The parts of a board paper about a workforce: the answer on the first page, then what it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Bullets, Heading, Paragraph
from paymodel.answers.figures import NOT_CONFIRMED, count_confirmed, name_in_words, with_status
from paymodel.answers.phrasing import rules_in_force, sentence, signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Cell, Column, Table, text_columns
from paymodel.answers.workforce_paybill import PAYBILL_IS, beside_the_paybill, paybill_in_words
from paymodel.answers.workforce_phrasing import in_band, next_rungs, rung_words, still_lose_words
from paymodel.answers.workforce_remedies import EACH_PAID, NOBODY, cheapest, remedies_ranked, which_remedy
from paymodel.answers.workforce_tables import BAND_HELD, IN_WORDS, UNSHOWN, post_words, with_posts_named
from paymodel.answers.workforce_why import CHANGES, why_words
from paymodel.counting import counted
from paymodel.days import day_words
from paymodel.pay.rule_book import CONFIRMED
from paymodel.reports.chart import Chart, Part
from paymodel.reports.method import LIMITS_OF_WORKFORCE, METHOD_OF_WORKFORCE, QUALITY_WORDS
from paymodel.reports.parts import lower_headings
from paymodel.reports.workforce_answers import WorkforceAnswer

INVENTED = "The people are invented: this is no evidence about real staff."
NOBODY_LOSES = "Nobody in the band just below a post would take home less on moving to it."
MORE_IN_BOOK = "The workbook names the source of each."
MOST_ROWS = 40
"""Rows of a table of every band that stand in the paper; the workbook holds all."""
NOT_WORKED_OUT = "Not worked out: the run left out costs and deciles."
OF_ONE_LIST = (
    "Counts of two answers are not compared person by person here. If both are of the same people, publish one of them."
)
FIRST_RUNG = (
    "The people in the band just below each post, to whom it is open: they are who would be appointed. A change of"
    " take-home pay of a few pounds a month either way is about the same."
)
WHY_WORDS = (
    "The mean change of each part of pay a year, for everybody in the band just below each post, as it is now."
    " Deductions are pension, tax, National Insurance and loans: where gross pay falls, so do they."
)
COSTS_WORDS = (
    "By the cost for each person who no longer loses, if everybody counted took the post. A cost is the employer's a"
    " year, with pension, National Insurance and levy. What does not apply to a chosen promotion comes last."
)
FURTHER = "Who is two or more bands below a post would rarely be appointed to it; everybody together comes last."


@dataclass(frozen=True)
class SignOff:
    """Who prepared, checked and approved a paper, and when, as it was typed; empty where it is to be filled in."""

    prepared: str = ""
    checked: str = ""
    approved: str = ""

    def table(self) -> Table:
        """The three, with room for what was not typed."""
        typed = (("Prepared by", self.prepared), ("Checked by", self.checked), ("Approved by", self.approved))
        rows = [[what, *_who_and_when(words)] for what, words in typed]
        about = "Who prepared, checked and approved this, and when."
        return Table(text_columns("Step", "Name and role", "Date"), rows, "Sign-off", "Sign-off", about)


def _who_and_when(typed: str) -> list[Cell]:
    """Who and when, from `name, role, date`: a date stands after the last comma and begins with a digit.

    >>> _who_and_when("A Smith, planner, 30 November 2026"), _who_and_when("A Smith")
    (['A Smith, planner', '30 November 2026'], ['A Smith', ''])
    """
    who, _, when = typed.rpartition(",")
    return [who.strip(), when.strip()] if who and when.strip()[:1].isdigit() else [typed.strip(), ""]


def title_of(answers: Sequence[WorkforceAnswer]) -> str:
    """The title of a paper, which says where people are invented."""
    if len(answers) == 1:
        return f"Who would lose by moving up? {answers[0].title}"
    labels = " and ".join(sentence(answer.label) for answer in answers)
    invented = " (invented people)" if any(answer.invented for answer in answers) else ""
    return f"Who would lose by moving up? {labels}, side by side{invented}"


def board_parts(
    answers: Sequence[WorkforceAnswer], charts: Sequence[tuple[str, Chart]], sign_off: SignOff, record: Sequence[Part]
) -> list[Part]:
    """A board paper in order. `charts` come with the section that each stands in; `record` says what it was made from.

    The first page holds the answer: how many would lose, by how much, why, what it costs to fix, how sure it is.
    """
    parts: list[Part] = [Heading(title_of(answers), 1), *map(Paragraph, about_answers(answers))]
    parts += [Heading("The answer"), answer_table(answers), sign_off.table(), Paragraph(review_of(answers))]
    parts += [Heading("Post by post", new_page=len(answers) == 1), Paragraph(FIRST_RUNG), *_charts(charts, "posts")]
    for answer in answers:
        parts += [*_label(answer, answers), _rungs_table(answer)]
    parts += [Heading("Why take-home pay changes"), Paragraph(WHY_WORDS)]
    for answer in answers:
        parts += [*_label(answer, answers), *_why_parts(answer)]
    parts += [Heading("Which remedy"), Paragraph(COSTS_WORDS)]
    for answer in answers:
        ways = [*which_remedy(answer.tables.get("remedies"))[2:]]
        parts += [*_label(answer, answers), *_charts(charts, f"remedies {answer.label}")]
        parts += lower_headings(ways) if len(answers) > 1 else ways
        parts += [] if ways else [Paragraph("No remedy has a cost that can be shown for each who no longer loses.")]
    parts += _paybill_parts(answers)
    parts += [Heading("Every band, everybody last"), Paragraph(FURTHER)]
    for answer in answers:
        parts += [*_label(answer, answers), *_every_band(answer)]
    if groups := _charts(charts, "groups"):
        parts += [Heading("By group"), *groups]
    parts += [Heading("Policies tried"), *_policies(answers)]
    parts += [Heading("How it was worked out"), Bullets(METHOD_OF_WORKFORCE)]
    parts += [Heading("Assumptions"), Paragraph(f"{QUALITY_WORDS} {MORE_IN_BOOK}"), _assumptions_in_short(answers)]
    parts += [Heading("Figures used"), *_figures_in_short(answers)]
    parts += [Heading("Small numbers"), *map(Paragraph, disclosure_words(answers))]
    parts += [Heading("Limits of use"), Bullets(LIMITS_OF_WORKFORCE)]
    return [*parts, Heading("Record"), *record]


def _label(answer: WorkforceAnswer, answers: Sequence[WorkforceAnswer]) -> list[Part]:
    """The label of an answer as a heading, where there are several."""
    return [Heading(sentence(answer.label), 3)] if len(answers) > 1 else []


def _charts(charts: Sequence[tuple[str, Chart]], section: str) -> list[Chart]:
    return [chart for stands_in, chart in charts if stands_in == section]


def about_answers(answers: Sequence[WorkforceAnswer]) -> list[str]:
    """Whose staff, nation, day and version, and what the paper is not."""
    words = []
    for answer in answers:
        staff = answer.record.staff_list
        who = f"{sentence(answer.label)}: {answer.title}. " if len(answers) > 1 else ""
        words.append(
            f"{who}{rules_in_force(answer.record.nation, answer.record.as_at)}, held for twelve months."
            f" {staff.used:,} of {counted(staff.rows, 'row')} of the staff list could be used."
        )
    invented = f" {INVENTED}" if any(answer.invented for answer in answers) else ""
    return [*words, f"{NOT_PAYROLL} Made by paymodel {__version__}.{invented}"]


def answer_table(answers: Sequence[WorkforceAnswer]) -> Table:
    """The answer in five lines, a column for each workforce."""
    lines = [_in_short(answer) for answer in answers]
    labels = [sentence(answer.label) for answer in answers] if len(answers) > 1 else ["Answer"]
    rows: list[list[Cell]] = [[question, *(line[question] for line in lines)] for question in lines[0]]
    about = "How many of those who could be appointed would lose, by how much, why, what it costs, how sure that is."
    columns = [Column("question"), *(Column(f"answer_{n}", label) for n, label in enumerate(labels, start=1))]
    return Table(columns, rows, "The answer in five lines", "Answer", about)


ASKED = ("How many would lose?", "By how much?", "Why?", "What does it cost to fix?", "How sure is it?")


def _in_short(answer: WorkforceAnswer) -> dict[str, str]:
    """Each question that a board asks, with its answer."""
    worst, many = answer.worst, _posts_words(answer)
    if worst is not None:
        most = rung_words({**worst, "mean_loss": UNSHOWN[0]}, answer.control)
        first = [f"{many} Most is lost by moving to {most}", _how_much(worst), _why_of(answer, worst)]
        return dict(zip(ASKED, [*first, _cost_words(answer, worst), sure_words(answer)], strict=True))
    means = [row for row in next_rungs(answer.summary) if _is_number(row["mean_change"])]
    least = min(means, key=lambda row: float(row["mean_change"]), default=None)
    much, why = "No mean change can be shown.", "-"
    if least is not None:
        change = signed_whole_pounds(float(least["mean_change"]))
        much = f"The lowest mean change is {change} a year, on moving to {post_words(least)}."
        why = _why_of(answer, least)
    return dict(zip(ASKED, [many, much, why, "No loss is shown that needs fixing.", sure_words(answer)], strict=True))


def _why_of(answer: WorkforceAnswer, of: dict[str, Any]) -> str:
    """Why pay changes on one move, for the people of one band."""
    row = answer.row_of("why", of)
    if row is None:
        return NOT_WORKED_OUT
    why = why_words(row)
    return f"{post_words(of)}, {in_band(of['band_held'])}: {why[:1].lower()}{why[1:]}" if why else "It is redacted."


def _posts_words(answer: WorkforceAnswer) -> str:
    """In how many posts people of the band just below would lose, and in how many so few that it is redacted."""
    kinds: dict[str, str] = {}
    for row in next_rungs(answer.summary):
        if row["people"] == 0:
            continue
        kind = "hidden" if isinstance(row["lose"], str) else "some" if row["lose"] else "none"
        best = kinds.get(row["post"], "none")
        kinds[row["post"]] = kind if best == "none" or kind == "some" else best
    some, few = (sum(kind == which for kind in kinds.values()) for which in ("some", "hidden"))
    enough, below = max(1, answer.control.most_redacted + 1), "in the band just below"
    if not some:
        return (
            f"In each of {counted(few, 'post')} {answer.control.few} people {below} would lose."
            if few
            else NOBODY_LOSES
        )
    words = (
        f"In {some} of {counted(len(kinds), 'post')} {counted(enough, 'person', 'people')} or more {below} would lose"
    )
    return f"{words}; in {few}, {answer.control.few}." if few else f"{words}."


def _how_much(worst: Mapping[str, Any]) -> str:
    """What those lose who lose most, each and together."""
    each = float(worst["mean_loss"])
    words = f"{whole_pounds(each)} of take-home pay a year each on average ({whole_pounds(each / 12)} a month)"
    if _is_number(worst.get("median_loss")):
        words += f"; half of them lose {whole_pounds(float(worst['median_loss']))} or more"
    if _is_number(worst["sum_of_losses"]):
        words += f"; together {whole_pounds(float(worst['sum_of_losses']))} a year"
    return f"{words}."


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float)


def _cost_words(answer: WorkforceAnswer, worst: Mapping[str, Any]) -> str:
    """The cheapest remedy that applies, what goes to people not losing, whom it overtakes and who is paid more."""
    if "remedies" not in answer.tables:
        return NOT_WORKED_OUT
    ranked = remedies_ranked(answer.tables["remedies"], worst)
    best = cheapest(ranked)
    paid = next((row for row in (ranked.records() if ranked else ()) if row["remedy"] == EACH_PAID), None)
    least = "" if paid is None or not _is_number(paid["cost_for_each_fewer_loser"]) else _least_words(paid)
    if best is None:
        none = "No remedy of the post has a cost for each who no longer loses that can be shown for so few people."
        return f"{none} {least}".strip()
    words = (
        f"The cheapest that applies, for each who no longer loses: {best['remedy']}."
        f" {whole_pounds(float(best['cost_for_each_fewer_loser']))} a year each to the employer, with on-costs"
        f"{still_lose_words(best, answer.control)}."
    )
    extra = []
    if _is_number(best["cost_for_holders"]):
        extra.append(f"for those who hold the post it costs {whole_pounds(float(best['cost_for_holders']))} a year")
    if _is_number(best["share_of_cost_to_people_not_losing"]):
        extra.append(f"{best['share_of_cost_to_people_not_losing']:.0%} goes to people who were not losing")
    if best["overtakes"] != NOBODY:
        extra.append(f"it overtakes {best['overtakes']}")
    if best["paid_more_for_the_same_step"] != NOBODY:
        extra.append(f"paid more for the same step: {best['paid_more_for_the_same_step']}")
    return " ".join([words, *(f"{sentence(each)}." for each in extra), *([least] if least else [])])


def _least_words(paid: Mapping[str, Any]) -> str:
    """What paying each loser just what is lost would cost, the least that could be, though it does not apply."""
    together = f", {whole_pounds(float(paid['cost_a_year']))} together" if _is_number(paid["cost_a_year"]) else ""
    return (
        f"The least it could cost is {whole_pounds(float(paid['cost_for_each_fewer_loser']))} a year"
        f" each{together}, each loser paid just what is lost; but that is pay protection, for organisational change."
    )


def sure_words(answer: WorkforceAnswer) -> str:
    """How many figures are confirmed, how many assumptions could turn the answer, and what it does not say."""
    figures, assumed = answer.record.figures, answer.record.assumptions_rated
    large = [each for each in assumed if each["impact"] == "large"]
    doubtful = list(
        dict.fromkeys(
            with_status(name_in_words(each["figure"]), each["status"])
            for each in figures
            if each["status"] != CONFIRMED
        )
    )
    words = count_confirmed([figure["status"] for figure in figures])
    words += f" (not: {'; '.join(doubtful)})" if doubtful else ""
    return (
        f"{words}. Of {counted(len(assumed), 'assumption')}, {len(large)} could change whether a move pays; each is"
        " rated below. It is the first year of pay as the rota has it: overtime that is not on the staff list, later"
        " years and who would apply are not in it."
    )


def review_of(answers: Sequence[WorkforceAnswer]) -> str:
    """When to make the paper again."""
    days = [answer.record.review_by for answer in answers if answer.record.review_by]
    if not days:
        return "Review it when a figure changes: none of the figures used has an end yet."
    return f"Review by {day_words(min(days))}: the first of the figures used ends then."


def _rungs_table(answer: WorkforceAnswer) -> Table:
    rows = [list(row.values()) for row in next_rungs(answer.summary)]
    table = with_posts_named(replace(answer.summary, rows=rows))
    shown = [name for name in IN_WORDS if name in table.names and name not in ("median_loss", "sum_of_losses")]
    return replace(table.pick("post", BAND_HELD.name, *shown), caption=_captioned(answer, "The band just below"))


def _captioned(answer: WorkforceAnswer, words: str) -> str:
    return f"{words} each post, {answer.first_policy}" + (f": {answer.label}" if answer.label else "")


def _why_parts(answer: WorkforceAnswer) -> list[Part]:
    why = answer.tables.get("why")
    if why is None:
        return [Paragraph(NOT_WORKED_OUT)]
    first: dict[tuple[Cell, Cell], dict[str, Any]] = {}
    for row in why.records():
        first.setdefault((row["post"], row["pattern"]), row)
    table = with_posts_named(replace(why, rows=[list(row.values()) for row in first.values()]))
    picked = table.pick("post", BAND_HELD.name, *(column.name for column in CHANGES))
    return [replace(picked, caption=_captioned(answer, "Mean change a year for the band just below"))]


def _paybill_parts(answers: Sequence[WorkforceAnswer]) -> list[Part]:
    """What each policy costs on everybody in post, with on-costs, where it was asked for."""
    parts: list[Part] = []
    for answer in answers:
        paybill, incentive = answer.tables.get("paybill"), answer.tables.get("incentive")
        if paybill is None or incentive is None:
            continue
        parts += [
            *_label(answer, answers),
            replace(paybill_in_words(paybill), caption="The pay bill of everybody in post, with on-costs"),
            beside_the_paybill(incentive),
        ]
    return [Heading("The pay bill of everybody in post"), Paragraph(PAYBILL_IS), *parts] if parts else []


def _every_band(answer: WorkforceAnswer) -> list[Part]:
    chosen = with_posts_named(answer.summary.where(policy=answer.first_policy))
    shown = [name for name in ("people", "lose", "same", "gain", "mean_change", "mean_loss") if name in chosen.names]
    table = replace(chosen.pick("post", BAND_HELD.name, *shown), caption=_captioned(answer, "Every band below"))
    if len(table.rows) <= MOST_ROWS:
        return [table]
    more = counted(len(table.rows) - MOST_ROWS, "more row is", "more rows are")
    return [replace(table, rows=table.rows[:MOST_ROWS]), Paragraph(f"{more} in the workbook.")]


def _policies(answers: Sequence[WorkforceAnswer]) -> list[Part]:
    """Every policy with the reason for it; the first is how it is now."""
    names = {f"{policy.name}{f': {policy.because}' if policy.because else ''}": None for policy in _all(answers)}
    return [Paragraph("The others are set beside the first."), Bullets(list(names))]


def _all(answers: Sequence[WorkforceAnswer]) -> list[Any]:
    return [policy for answer in answers for policy in answer.record.policies]


def _joined(records: Sequence[Mapping[str, Any]], columns: Sequence[Column], caption: str, about: str) -> Table:
    """Records of several answers, each once."""
    rows = list(dict.fromkeys(tuple(record.get(column.name) for column in columns) for record in records))
    return Table(columns, [list(row) for row in rows], caption, caption.partition(" ")[0], about)


def assumptions_of(answers: Sequence[WorkforceAnswer]) -> Table:
    """Everything taken for granted, each once, with how sure it is and how far it can move the answer."""
    columns = text_columns("Name", "Assumption", "Status", "Quality", "Impact", "Why", "Source", "Affects")
    records = [each for answer in answers for each in answer.record.assumptions_rated]
    return _joined(records, columns, "Assumptions", "What the answer assumes.")


def figures_of(answers: Sequence[WorkforceAnswer]) -> Table:
    """Every figure used, each once, with its source, status and the days for which it holds."""
    columns = [*text_columns("Figure", "Status", "Source", "Publisher", "From"), Column("until", none="until replaced")]
    records = [figure for answer in answers for figure in answer.record.figures]
    return _joined(records, columns, "Figures used", "Every figure that the answer rests on, with its source.")


def _assumptions_in_short(answers: Sequence[WorkforceAnswer]) -> Table:
    """The assumptions that could move the answer most first."""
    table = assumptions_of(answers)
    impact = table.names.index("impact")
    rows = sorted(table.rows, key=lambda row: IMPACTS.index(str(row[impact])) if row[impact] in IMPACTS else 0)
    return replace(table, rows=rows).pick("assumption", "status", "quality", "impact", "why")


IMPACTS = ("large", "moderate", "small")


def _figures_in_short(answers: Sequence[WorkforceAnswer]) -> list[Part]:
    """How many figures are confirmed, and those that are not."""
    figures = figures_of(answers)
    status = figures.names.index("status")
    doubtful = [row for row in figures.rows if row[status] != CONFIRMED]
    words = f"{count_confirmed([str(row[status]) for row in figures.rows])}. {MORE_IN_BOOK}"
    table = replace(figures, rows=doubtful, caption=NOT_CONFIRMED)
    return [Paragraph(words), *([table] if doubtful else [])]


def disclosure_words(answers: Sequence[WorkforceAnswer]) -> list[str]:
    """What is redacted and rounded, as each folder says it; and what several beside one another may tell."""
    words = list(dict.fromkeys(text for answer in answers for text in (answer.record.marks, _how(answer)) if text))
    if len(answers) > 1:
        words.append("The stricter threshold and the coarser rounding of the answers hold for all of them.")
        words.append(OF_ONE_LIST)
    return words


def _how(answer: WorkforceAnswer) -> str:
    return str(answer.record.disclosure.get("how", ""))


def results_of_board(answers: Sequence[WorkforceAnswer]) -> dict[str, Any]:
    """Every figure that the first pages of a paper say: the answer, and the band just below each post."""
    return {
        "invented": any(answer.invented for answer in answers),
        "answer": answer_table(answers).rows,
        "posts": {answer.label: next_rungs(answer.summary) for answer in answers},
        "remedies": {answer.label: list(_records(answer.tables.get("remedies"))) for answer in answers},
        "why": {answer.label: list(_records(answer.tables.get("why"))) for answer in answers},
    }


def _records(table: Table | None) -> Iterator[dict[str, Any]]:
    return iter(()) if table is None else table.records()
