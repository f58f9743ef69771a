"""A move in each pay year, in words, tables, JSON and CSV."""

from collections.abc import Sequence

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.columns import amount, change, columns_of
from paymodel.answers.comparison_data import assumptions_of_answer, run_of_answer, scenario_of_answer
from paymodel.answers.contracts import BecauseOfHistory, HistoryAnswer, YearOfHistory, to_json
from paymodel.answers.figures import assumptions_blocks, figure_words, not_confirmed_blocks, statuses
from paymodel.answers.phrasing import NATION_LABELS, sentence, signed_whole_pounds, true_minus
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.days import day_words
from paymodel.moves.history import CAUSES, History, YearOfMove, pay_year_words
from paymodel.moves.posts import with_pattern

CAUSE_LABELS = {
    "points": "Points",
    "hours": "Hours",
    "promotion": "Promotion rule",
    "tiers": "Pension tiers",
    "tax_and_national_insurance": "Tax and NI",
}
TAKEN_APART = (
    "What changed between two years is taken apart in this order: "
    + "; ".join(CAUSES.values())
    + ". Each is moved on to the later year after those before it, so that they add up to the penny; another order"
    " would share the same sum out otherwise."
)
SHARES = "Pounds of different years are not the same pounds: read the share of take-home pay beside them"
BOTH_WAYS = f"{SHARES}, and pounds of one year where you state prices (--prices)."


def history_blocks(history: History) -> list[Block]:
    """What was held, then each move: in a sentence, year by year, and what changed from one year to the next."""
    scenario, years = history.scenario, history.years
    first, last = (pay_year_words(year.pay_year) for year in (years[0], years[-1]))
    on = f"{years[0].as_at.day} {years[0].as_at:%B}"
    blocks: list[Block] = [Heading(f"Year by year: {scenario.title}", 1)]
    blocks.append(
        Paragraph(
            f"{NATION_LABELS[scenario.nation]}, pay years {first} to {last}, each by the rules in force on {on} of it,"
            " for a year as a whole. The person, the step and the pattern of work are held:"
        )
    )
    blocks.append(Bullets([f"{sentence(words)}." for words in history.held_words]))
    if words := left_out_words(history):
        blocks.append(Paragraph(words))
    blocks.append(Paragraph(BOTH_WAYS))
    for move in history.moves:
        blocks += [Heading(name_of_move(history, move)), *move_blocks(history, move)]
    blocks.append(Paragraph(TAKEN_APART))
    blocks += doubtful_blocks(history)
    heading, *taken = assumptions_blocks(history.assumptions)
    blocks += [heading, Paragraph("In the words of the last year that is answered."), *taken]
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def left_out_words(history: History) -> str:
    """What of the scenario is of one day alone, and so not asked about in other years; empty where nothing is."""
    return f"Left out, as of one day alone: {', '.join(history.left_out)}." if history.left_out else ""


def move_blocks(history: History, move: Sequence[YearOfMove]) -> list[Block]:
    """A move in a sentence, year by year, what changed from one year to the next, and what cannot be answered."""
    blocks: list[Block] = [Paragraph(headline(move)), years_table(history, move).in_whole_pounds()]
    if any(year.because for year in move):
        blocks.append(because_table(move).in_whole_pounds())
    if refused := [f"{pay_year_words(year.pay_year)}: {year.refused}." for year in move if year.refused]:
        blocks += [Paragraph("Years that cannot be answered:"), Bullets(refused)]
    return blocks


def name_of_move(history: History, move: Sequence[YearOfMove]) -> str:
    """A move by what tells it from the others: its post, its policy, its pattern. The post where there is one move."""
    one, every = move[0], [years[0] for years in history.moves]
    policies, posts = ({getattr(other, name) for other in every} for name in ("policy_name", "post"))
    alike = [other for other in every if (other.policy_name, other.post) == (one.policy_name, one.post)]
    post = with_pattern(one.post, one.pattern if len(alike) > 1 else None)
    if len(policies) == 1:
        return post
    return one.policy_name if len(posts) == 1 and len(alike) == 1 else f"{post}, {one.policy_name}"


def headline(move: Sequence[YearOfMove]) -> str:
    """What a move did in the first year and in the last, in pounds and as a share, and between which shares it lay."""
    answered = [(year, year.first_year) for year in move if year.first_year is not None]
    if not answered:
        return "No pay year asked about can be answered."
    (first, then), (last, now) = answered[0], answered[-1]
    pounds = f"{signed_whole_pounds(then.change_of('take_home_pay'))} a year in {pay_year_words(first.pay_year)}"
    share = _share(then.share_of_take_home_pay)
    if first is last:
        return f"Take-home pay changes by {pounds}, {share} of it."
    end = pay_year_words(last.pay_year)
    least, most = (choose(answered, key=lambda pair: pair[1].share_of_take_home_pay) for choose in (min, max))
    return (
        f"Take-home pay changes by {pounds} and by {signed_whole_pounds(now.change_of('take_home_pay'))} in {end}; as a"
        f" share of take-home pay by {share} and by {_share(now.share_of_take_home_pay)}. The share lay between"
        f" {_share(least[1].share_of_take_home_pay)} ({pay_year_words(least[0].pay_year)}) and"
        f" {_share(most[1].share_of_take_home_pay)} ({pay_year_words(most[0].pay_year)})."
    )


def _share(share: float) -> str:
    return true_minus(f"{round(share, 3) + 0.0:+.1%}")


def years_table(history: History, move: Sequence[YearOfMove]) -> Table:
    """A move year by year, a row each."""
    columns = [
        *(Column("pay_year"), change("take_home_change", "Take-home change")),
        Column("take_home_change_percent", "Share of take-home pay", Unit.PER_CENT, 1),
        change("in_pounds_of_the_last_year", f"In pounds of {pay_year_words(move[-1].pay_year)}"),
        change("gross_change"),
        Column("basic_step_percent", "Step of basic pay", Unit.PER_CENT, 2),
        Column("share_of_rise_kept", "Kept of the rise", Unit.SHARE, 0, none="no rise"),
        amount("break_even_premium", "Premium to break even"),
    ]
    rows: list[list[Cell]] = []
    for year in move:
        first_year = year.first_year
        if first_year is None:
            rows.append([pay_year_words(year.pay_year), *["not known"], *[""] * 6])
            continue
        rows.append(
            [
                pay_year_words(year.pay_year),
                first_year.change_of("take_home_pay"),
                _percent(first_year.share_of_take_home_pay),
                year.of_today,
                first_year.change_of("gross_pay"),
                _percent(first_year.basic_step),
                first_year.share_of_rise_kept,
                first_year.premium,
            ]
        )
    table = Table(columns, rows, "Year by year", "history")
    return table if history.prices else table.pick(*(n for n in table.names if n != "in_pounds_of_the_last_year"))


def because_table(move: Sequence[YearOfMove]) -> Table:
    """What each cause did to the change of take-home pay since the year before, pounds a year."""
    columns = [
        *(Column("pay_year"), Column("since")),
        *(change(cause, CAUSE_LABELS[cause]) for cause in CAUSES),
        change("in_all"),
    ]
    rows: list[list[Cell]] = []
    for year in move:
        if year.because is not None and year.since is not None:
            causes = [year.because[cause] for cause in CAUSES]
            words = [pay_year_words(year.pay_year), pay_year_words(year.since)]
            rows.append([*words, *causes, round(sum(causes), 2)])
    return Table(columns, rows, "What changed the take-home change since the year before", "because")


def doubtful_blocks(history: History) -> list[Block]:
    """The figures of any year that are not confirmed, each with its first day and its status."""
    return not_confirmed_blocks(
        history.figures, lambda figure: f"{figure_words(figure)}, from {day_words(figure.effective)}: {figure.status}."
    )


def history_table(history: History) -> Table:
    """Every move in every year, a row each, with what changed since the year before: for CSV."""
    columns = [
        *columns_of("policy", "post", "pattern"),
        *(Column("pay_year"), Column("as_at"), amount("take_home_held"), amount("take_home_offered")),
        *(change("take_home_change"), Column("take_home_change_percent", unit=Unit.PER_CENT, decimals=4)),
        *(change("in_pounds_of_the_last_year"), change("gross_change")),
        Column("basic_step_percent", unit=Unit.PER_CENT, decimals=4),
        *(Column("share_of_rise_kept", unit=Unit.SHARE, decimals=4), amount("break_even_premium")),
        *(Column("since"), *(change(f"because_{cause}", CAUSE_LABELS[cause]) for cause in CAUSES), Column("refused")),
    ]
    rows: list[list[Cell]] = []
    for year in history.years:
        first_year, because = year.first_year, year.because
        named = [year.policy_name, year.post, year.pattern, pay_year_words(year.pay_year), year.as_at.isoformat()]
        if first_year is None:
            rows.append([*named, *[None] * (len(columns) - len(named) - 1), year.refused])
            continue
        rows.append(
            [
                *named,
                float(first_year.held_slip["take_home_pay"]),
                float(first_year.slip["take_home_pay"]),
                first_year.change_of("take_home_pay"),
                _percent(first_year.share_of_take_home_pay),
                year.of_today,
                first_year.change_of("gross_pay"),
                _percent(first_year.basic_step),
                None if first_year.share_of_rise_kept is None else round(first_year.share_of_rise_kept, 4),
                first_year.premium,
                None if year.since is None else pay_year_words(year.since),
                *(None if because is None else because[cause] for cause in CAUSES),
                None,
            ]
        )
    return Table(columns, rows, "The move in each pay year", "history")


def _percent(share: float) -> float:
    return round(share * 100, 4) + 0.0


def history_json(history: History) -> str:
    """The answer as JSON."""
    return to_json(
        HistoryAnswer(
            scenario=scenario_of_answer(history.scenario),
            run=run_of_answer(history.scenario, history.figures),
            held=list(history.held_words),
            left_out=list(history.left_out),
            prices=None
            if history.prices is None
            else {pay_year_words(year): index for year, index in history.prices.items()},
            years=[_year_of_answer(year) for year in history.years],
            assumptions=assumptions_of_answer(history.assumptions),
        )
    )


def _year_of_answer(year: YearOfMove) -> YearOfHistory:
    first_year = year.first_year
    return YearOfHistory(
        pay_year=pay_year_words(year.pay_year),
        as_at=year.as_at.isoformat(),
        policy=year.policy_name,
        post=year.post,
        pattern=year.pattern,  # type: ignore[arg-type]
        take_home_change=year.take_home_change,
        take_home_change_percent=None if first_year is None else _percent(first_year.share_of_take_home_pay),
        take_home_change_in_pounds_of_the_last_year=year.of_today,
        gross_change=None if first_year is None else first_year.change_of("gross_pay"),
        basic_step_percent=None if first_year is None else _percent(first_year.basic_step),
        share_of_rise_kept=None if first_year is None else first_year.share_of_rise_kept,
        break_even_premium=None if first_year is None else first_year.premium,
        since=None if year.since is None else pay_year_words(year.since),
        because=None if year.because is None else BecauseOfHistory(**year.because),
        statuses={} if first_year is None else statuses(first_year.figures),
        refused=year.refused or None,
    )
