"""What a workforce run publishes: tables under disclosure control, and the words that go with them."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from paymodel import __version__
from paymodel.about import INVENTED, NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.figures import (
    assumptions_table,
    doubt_words,
    figures_used_table,
    not_confirmed,
    statuses,
    with_doubt,
)
from paymodel.answers.phrasing import sentence
from paymodel.answers.tables import Table, of_invented_people
from paymodel.answers.workforce_notes import columns_partly_filled, posts_for_a_time, posts_open_to_nobody
from paymodel.answers.workforce_paybill import PAYBILL_IS, beside_the_paybill, paybill_in_words
from paymodel.answers.workforce_phrasing import headline, in_band, most_lost, next_rungs, rung_words
from paymodel.answers.workforce_record import Inputs, digests_of_inputs, given_to
from paymodel.answers.workforce_remedies import published_tables, which_remedy
from paymodel.answers.workforce_tables import (
    GROUPS_IN_WORDS,
    HIDDEN,
    NOT_KNOWN,
    UNSHOWN,
    bands_not_below,
    costs_in_words,
    group_words,
    summary_in_words,
    with_posts_named,
)
from paymodel.answers.workforce_why import why_words
from paymodel.counting import counted
from paymodel.days import day_words
from paymodel.moves.assumptions import assumptions
from paymodel.pay.rule_book import Assumption, RuleBook
from paymodel.workforces.disclosure import EXACT, SMALLEST, Control
from paymodel.workforces.options import NEXT_BAND
from paymodel.workforces.run import PartResult, Run
from paymodel.workforces.staff_rows import NOT_HERE

COUNT_FIRST = re.compile(r"([0-9][0-9,]*) (person has|people have|rows?)\b")
"""How a sentence begins that is about some people or rows of the list."""
MOST_GROUPS = 10
MOST_SHOWN = 10
NEXT_ALONE = "The band just below each post; the further bands are in summary.csv"
"""Policies that are shown in words; tables hold all."""
ROWS_FILE = "individual-rows-not-for-publication.csv"
QUALITY_FILE = "data-quality-not-for-publication.csv"


@dataclass(frozen=True, eq=False)
class Published:
    """All that may be shown of a run: tables, words and what the record says. It holds nothing of any one person.

    `document` is the whole in words; `headline`, `opening`, `policies` (tables for each of the first policies), `marks`
    and `assumed` are parts of it. `on_screen` is the same for whoever asked: how many rows were used is exact there.
    `invented` says that everybody on the list was made up.
    """

    title: str
    headline: str
    nation: str
    as_at: datetime.date
    control: Control
    tables: Sequence[Table]
    moves: Sequence[tuple[str, str]]
    opening: Sequence[Block]
    policies: Sequence[Sequence[Block]]
    marks: Paragraph
    assumed: Sequence[Block]
    document: Sequence[Block]
    on_screen: Sequence[Block]
    record: Mapping[str, Any]
    invented: bool = False

    @property
    def summary(self) -> Table:
        """Who loses and who gains, by policy and post: there always is one."""
        return self.tables[0]

    def table(self, name: str) -> Table | None:
        """A table by its name; None where the run has none such."""
        return _table(self.tables, name)


def _table(tables: Sequence[Table], name: str) -> Table | None:
    return next((table for table in tables if table.name == name), None)


def publish(
    run: Run,
    tally: PartResult,
    started: datetime.datetime,
    inputs: Inputs | None = None,
    quality_file: str = QUALITY_FILE,
) -> Published:
    """What is published of a run that was begun at a time; `inputs` where it was given no files.

    `quality_file` is what the file is called that lists the rows which could not be used.
    """
    tables, control = published_tables(run, tally), run.options.control
    taken = _assumptions(run)
    granted = [_granted_words(assumption) for assumption in taken]
    opening, exact = (_opening(run, tally, quality_file, exact=exact) for exact in (control.internal, True))
    marks, assumed = _marks(run), _assumed(tally, granted)
    policies = [_of_policy(run, tables, number) for number in range(len(run.openings.policies))[:MOST_SHOWN]]
    rest: list[Block] = []
    if len(run.openings.policies) > MOST_SHOWN:
        more = len(run.openings.policies) - MOST_SHOWN
        rest.append(Paragraph(f"{counted(more, 'more policy is', 'more policies are')} in summary.csv."))
    rest += [*_of_the_paybill(tables), *_worst_groups(run, tables)]
    first, title = headline(tables[0], _table(tables, "remedies"), control), _title(run)
    remedies = which_remedy(_table(tables, "remedies"))
    if tally.settled.invented:
        first, title = f"{INVENTED} {first}", f"{title} (invented people)"
    foot = Paragraph(f"{NOT_PAYROLL} paymodel {__version__}.")
    before: list[Block] = [Heading(title, 1), Paragraph(first), *_why(tables)]
    after: list[Block] = [*chain(*policies), *rest, *remedies, marks, *assumed, foot]
    return Published(
        title=title,
        headline=first,
        nation=run.openings.nation,
        as_at=run.openings.file.as_at,
        control=control,
        tables=[of_invented_people(table) for table in tables] if tally.settled.invented else tables,
        moves=[(run.openings.names[index], pattern or "") for index, pattern in run.openings.moves],
        opening=opening,
        policies=policies,
        marks=marks,
        assumed=assumed,
        document=[*before, *opening, *after],
        on_screen=[*before, *exact, *after],
        record=_record(run, tally, tables, taken, started, inputs or given_to(run)),
        invented=tally.settled.invented,
    )


def _title(run: Run) -> str:
    """The title, which says where figures are exact."""
    return f"{run.openings.file.title} ({EXACT})" if run.options.internal else run.openings.file.title


def _used(run: Run, tally: PartResult, quality_file: str, *, exact: bool) -> Paragraph:
    """How much of the staff list could be used, exactly or as it may be published; and what was asked of it."""
    file, control, unused = run.openings.file, run.options.control, tally.read - tally.used
    if exact:
        words = f"{tally.used:,} of {counted(tally.read, 'row')} of the staff list could be used"
        listed = "is listed" if unused == 1 else "are listed"
        more = f"; the other {unused:,} {listed}, with the reason, in {quality_file}"
    else:
        words = f"{control.rows(tally.used)} of {control.rows(tally.read)} rows of the staff list could be used"
        more = f"; the others are listed, with the reason, in {quality_file}"
    return Paragraph(
        f"{words}{more if unused else ''}."
        f" Rules in force on {day_words(file.as_at)}. Each post is compared with the post held by {_whom(run)}"
        f" A change of up to £{_rule_book(run).switches.same_within_pounds_a_month:g} a month either way is about the"
        " same."
    )


def _opening(run: Run, tally: PartResult, quality_file: str, *, exact: bool) -> list[Block]:
    """What was used of the staff list, and what is not shown of it: exactly, or as it may be published."""
    control = run.options.control
    blocks: list[Block] = [_used(run, tally, quality_file, exact=exact)]
    blocks.append(Paragraph(" ".join((control.words(), *control.notes))))
    of_rows = tally.settled.notes if exact else [_without_a_count(words, control) for words in tally.settled.notes]
    blocks += [Paragraph(words) for words in (*run.notes, *of_rows)]
    offers = run.openings.cases_of(run.openings.nation, run.openings.nation)[0].offers
    blocks += [Paragraph(words) for words in (*posts_for_a_time(offers), *columns_partly_filled(tally))]
    nowhere = dict.fromkeys(words for *_, words in tally.problems if words.startswith(NOT_HERE))
    blocks += [Paragraph(f"Some rows are left out: {words}.") for words in nowhere]
    blocks += [Paragraph(words) for words in posts_open_to_nobody(tally)]
    return blocks


def _without_a_count(note: str, control: Control) -> str:
    """A sentence that begins with how many people or rows it is about, as it may be published.

    >>> _without_a_count("1 person has several assignments: they are taken together.", Control(5, 10, internal=False))
    'Fewer than 8 people have several assignments: they are taken together.'
    >>> _without_a_count("12 rows of band 1: paid as band 2.", Control(5, 10, internal=False))
    '10 rows of band 1: paid as band 2.'
    """
    if not (count_first := COUNT_FIRST.match(note)):
        return note
    several = {"person has": "people have", "row": "rows"}.get(count_first[2], count_first[2])
    return f"{sentence(control.rows(int(count_first[1].replace(',', ''))))} {several}{note[count_first.end() :]}"


def _whom(run: Run) -> str:
    """Who is counted, to the end of a sentence."""
    if run.options.population == NEXT_BAND:
        return "the people in the band just below it to whom it is open, and nobody else."
    more = ""
    if any(bands_not_below(kind) for kinds in run.kinds_by_move for kind in kinds):
        more = " (a post that says which bands it is open to: in those)"
    return f"everybody in a lower band{more} to whom it is open: the band just below it first, then each further band."


def _of_policy(run: Run, tables: Sequence[Table], number: int) -> list[Block]:
    """Who loses under a policy, and what it costs."""
    policy, costs = run.openings.policies[number], _table(tables, "costs")
    blocks: list[Block] = [Heading(policy.name)]
    blocks += [Paragraph(policy.because)] if policy.because else []
    if number == 0:
        blocks += [
            Bullets([rung_words(row, run.options.control) for row in next_rungs(tables[0])]),
            summary_in_words(tables[0], policy.name),
        ]
    else:
        blocks.append(replace(summary_in_words(_next(tables[0], policy.name), policy.name), caption=NEXT_ALONE))
    if costs:
        blocks.append(costs_in_words(_next(costs, policy.name), policy.name, first=number == 0))
    return blocks


def _of_the_paybill(tables: Sequence[Table]) -> list[Block]:
    """What each policy costs on everybody in post, beside who no longer loses on moving to the post most lose by."""
    paybill, incentive = _table(tables, "paybill"), _table(tables, "incentive")
    if paybill is None or incentive is None:
        return []
    beside = beside_the_paybill(incentive)
    return [
        *(Heading("The pay bill of everybody in post"), Paragraph(PAYBILL_IS), paybill_in_words(paybill)),
        *(Heading(beside.caption, 3), beside),
    ]


def _next(table: Table, policy: str) -> Table:
    """The rows of the band just below each post alone."""
    return replace(table, rows=[list(row.values()) for row in next_rungs(table, policy)])


def _marks(run: Run) -> Paragraph:
    """What the marks in the tables mean."""
    control = run.options.control
    if control.internal:
        return Paragraph(f"{NOT_KNOWN}: does not apply. {control.words()}")
    return Paragraph(
        f"{HIDDEN}: redacted. A count of people: there are {control.few}. Pounds: they are of fewer than"
        f" {control.fewest_for_pounds} people (premiums: {control.fewest_for_premium}, deciles:"
        f" {control.fewest_for_deciles}), or two of these may make up more than half."
        f" {NOT_KNOWN}: does not apply. Bands with {control.few} people are left out."
    )


def _assumed(tally: PartResult, granted: Sequence[str]) -> list[Block]:
    """Assumptions, and what is not confirmed of it."""
    blocks: list[Block] = [Heading("Assumptions"), Bullets(granted)]
    if doubtful := doubt_words(_not_confirmed(tally)):
        blocks.append(Paragraph(doubtful))
    return blocks


def _worst_groups(run: Run, tables: Sequence[Table]) -> list[Block]:
    """For each column that was asked for, the groups with the lowest mean change under the first policy."""
    groups, first = _table(tables, "groups"), run.openings.policies[0].name
    if groups is None:
        return []
    mean = groups.names.index("mean_change")
    blocks: list[Block] = []
    for name in run.options.by or ():
        rows = [row for row in groups.where(policy=first, column=name).rows if row[mean] not in UNSHOWN]
        if not rows:
            continue
        worst = sorted(rows, key=lambda row: float(row[mean] or 0))[:MOST_GROUPS]
        words = group_words(name)
        blocks.append(Heading(f"By {words}, {first}: the lowest mean changes that are shown"))
        table = with_posts_named(replace(groups, rows=worst)).pick("value", "post", *GROUPS_IN_WORDS)
        blocks.append(table.relabelled(value=words))
    return blocks


def _not_confirmed(tally: PartResult) -> list[str]:
    return sorted(not_confirmed(statuses(list(tally.figures))))


def _rule_book(run: Run) -> RuleBook:
    return run.openings.cases_of(run.openings.nation, run.openings.nation)[0].rule_book


def _why(tables: Sequence[Table]) -> list[Block]:
    """Why pay changes on moving to the post where most is lost, in the band just below it."""
    worst, why = most_lost(tables[0]), _table(tables, "why")
    if worst is None or why is None:
        return []
    named = {name: worst[name] for name in ("post", "pattern", "band_held")}
    words = why_words(next(why.where(**named).records()))
    return [Paragraph(f"Why, {in_band(worst['band_held'])}: {words[:1].lower()}{words[1:]}")] if words else []


def _assumptions(run: Run) -> list[Assumption]:
    """Every assumption, once."""
    taken: dict[str, Assumption] = {}
    annex_5 = bool({"unsocial_hours", "annex_5_percent"} & {*run.mapping.columns, *run.mapping.constants})
    for case in run.openings.cases_of(run.openings.nation, run.openings.nation):
        for assumption in assumptions(case, None, case.offers, [], annex_5_held=annex_5):
            taken.setdefault(_granted_words(assumption), assumption)
    posts_of_all = _rule_book(run).assumptions["workforce-posts"]
    taken.setdefault(_granted_words(posts_of_all), posts_of_all)
    return list(taken.values())


def _granted_words(assumption: Assumption) -> str:
    return with_doubt(assumption.words, assumption.status)


def _record(
    run: Run,
    tally: PartResult,
    tables: Sequence[Table],
    taken: Sequence[Assumption],
    started: datetime.datetime,
    inputs: Inputs,
) -> dict[str, Any]:
    """What the record of a run says of it: what it read, with which rules and options, and which tables it gave."""
    options, control = run.options, run.options.control
    review_by = min((figure.until for figure in tally.figures if figure.until), default=None)
    return {
        "title": _title(run),
        "not_payroll": NOT_PAYROLL,
        "version": __version__,
        "made": started.isoformat(timespec="seconds"),
        "as_at": run.openings.file.as_at.isoformat(),
        "nation": run.openings.nation,
        "population": options.population,
        "unsocial_hours_unstated": options.unsocial_hours_unstated,
        "staff_list": {
            "rows": control.count(tally.read),
            "used": control.count(tally.used),
            "mapping": run.mapping_name,
            "invented": tally.settled.invented,
        },
        "disclosure": {
            "internal": control.internal,
            "threshold": control.threshold,
            "redacted_up_to": None if control.internal else control.most_redacted,
            "counts_rounded_to": 1 if control.internal else SMALLEST,
            "money_rounded_to": control.unit,
            "hidden": HIDDEN,
            "how": control.words(),
        },
        "policies": [
            {"name": policy.name, "because": policy.because, "change": policy.change}
            for policy in run.openings.policies
        ],
        "posts": list(run.openings.names),
        "figures_not_confirmed": _not_confirmed(tally),
        "marks": _marks(run).text,
        "figures": list(figures_used_table(list(tally.figures)).records()),
        "review_by": review_by.isoformat() if review_by else None,
        "taken_for_granted": [_granted_words(assumption) for assumption in taken],
        "assumptions_rated": list(assumptions_table(taken).records()),
        "tables": {f"{table.name}.csv": table.about for table in tables},
        **digests_of_inputs(run, inputs),
    }
