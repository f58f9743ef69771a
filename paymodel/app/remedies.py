"""Remedies: drag a lever and see the pounds, the people and the cost move together."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import streamlit as st

from paymodel.about import INVENTED
from paymodel.answers.blocks import Bullets, Heading
from paymodel.answers.comparison_tables import title_with_policy
from paymodel.answers.levers import LeverPoint, PeoplePoint, setting_words, try_lever, try_lever_on_people
from paymodel.answers.phrasing import pounds, rules_in_force, sentence, signed_pounds, whole_pounds
from paymodel.answers.remedies import remedies_table, remedy_blocks, years_words
from paymodel.answers.tables import Cell, Column, Table, csv_file, of_invented_people, text_columns
from paymodel.answers.workforce_tables import HIDDEN, NOT_KNOWN
from paymodel.app import render, state
from paymodel.app.full_form import MOST_POLICIES
from paymodel.app.questions import Question, in_words, name_of, to_yaml
from paymodel.app.shell_words import shell_line
from paymodel.app.take_report import draw_report
from paymodel.charts.levers import lever_panels, lose_words
from paymodel.charts.picture import mark_invented, stamp_of
from paymodel.counting import counted
from paymodel.errors import Fault, Faults, PaymodelError
from paymodel.files.mappings import ColumnMapping
from paymodel.files.scales import shipped_folder
from paymodel.files.uploads import Upload
from paymodel.files.yaml_documents import Document
from paymodel.moves.remedied_offer import RemedyKind
from paymodel.moves.remedies import OfferRemedies
from paymodel.pay.job import BANDS, NO_BAND
from paymodel.reports.parts import Worked
from paymodel.rounding import as_array
from paymodel.scenarios.levers import (
    AS_IT_STANDS,
    Lever,
    LeverContext,
    changed_to,
    levers_of,
    policies_along,
    posts_and_policies,
)
from paymodel.scenarios.schema import DEFAULT_POLICY
from paymodel.workforces.disclosure import SMALLEST, control_of
from paymodel.workforces.synthetic import synthetic

LEVER, HOLDERS, OFFER = "remedies-lever", "remedies-holders", "remedies-offer"
POLICY, STAFF, WHO = "remedies-policy", "remedies-staff", "remedies-who"
WORKFORCES = {"ambulance": "An ambulance workforce (invented)", "acute": "An acute workforce (invented)"}
MADE_LIKE = {"ambulance": (400, 1), "acute": (600, 2)}
"""Rows and seed of the invented workforces: those of England are the ones that ship."""
NOBODY = "Nobody: this move alone"
MOST_HOLDERS = 10_000
OPEN_LIST, OWN_PEOPLE = "workforce", "remedies-own-people"
"""What the staff list open on the page Workforce is called in the session, and what was counted of it last."""
LARGEST_LIST = 25_000_000
"""Bytes of an own staff list that a lever is moved over; larger ones are for the page Workforce."""


@dataclass(frozen=True, eq=False)
class _Staff:
    """Whose losses are counted: an invented list by its name, or the user's own, which stays in the session."""

    name: str
    words: str
    nation: str = "england"
    open_to: Mapping[str, list[str]] = field(default_factory=dict)
    own: Upload | None = None
    mapping: ColumnMapping | None = None
    sheet: str | None = None
    heading_row: int | None = None
    unstated: str | None = None
    threshold: int = SMALLEST


@dataclass(frozen=True, eq=False)
class _Moved:
    """A lever of an offer, and what all its values do."""

    context: LeverContext
    lever: Lever
    points: list[LeverPoint]


def page() -> None:
    """The lever and what it does, then every remedy, the cheapest first."""
    question = state.question()
    answer = state.answer(question)
    render.title("Remedies", note=render.BEHIND)
    if answer.worked is None:
        render.faults(in_words(answer.faults), "The question cannot be answered yet. Correct it on the page Compare.")
        return
    with st.sidebar:
        policy, offer, pattern, title = _choose_move(answer.worked)
    try:
        levers = _levers(_key(question), policy, offer, pattern)
        scenario = answer.worked.scenario
        words = f"{title}. {rules_in_force(scenario.nation, scenario.as_at)}."
        render.note(words)
        _draw_page(question, answer.worked, levers, (policy, offer, pattern), title)
    except Faults as error:
        render.faults(error.faults, "This lever cannot be moved here.")
    except PaymodelError as error:
        render.faults([Fault("lever", "", str(error))], "This lever cannot be moved here.")


MovePlace = tuple[int, int, str | None]
"""Which policy, which offer, which pattern."""


def _choose_move(worked: Worked) -> tuple[int, int, str | None, str]:
    """The policy that the lever stands on, and the post that it moves."""
    cases = worked.scenario.cases
    policy = 0
    if len(cases) > 1:
        names = [case.policy_name for case in cases]
        policy = _choose("On top of the policy", names, POLICY)
    case = cases[policy]
    moves = [(number, pattern) for number, post in enumerate(case.offers) for pattern in post.patterns]
    results = [move for move in worked.moves if move.policy_name == case.policy_name]
    names = [title_with_policy(move, several=False) for move in results]
    at = _choose("Post offered", names, OFFER) if len(moves) > 1 else 0
    title = f"{case.current.name} to {names[at]}"
    return policy, *moves[at], title if len(cases) == 1 else f"{title}, on top of: {case.policy_name}"


def _choose(label: str, names: Sequence[str], key: str) -> int:
    """Which of some names is chosen; the first where what was chosen is no longer among them."""
    if st.session_state.get(key) not in range(len(names)):
        st.session_state[key] = 0
    return int(st.selectbox(label, range(len(names)), format_func=lambda index: names[index], key=key))


def _draw_page(question: Question, worked: Worked, levers: list[Lever], where: MovePlace, title: str) -> None:
    kinds = [lever.kind for lever in levers]
    if st.session_state.get(LEVER) not in kinds:
        st.session_state[LEVER] = kinds[0]
    with st.container(border=True, key="remedies-box"):
        kind = st.selectbox("Lever", kinds, format_func=sentence, key=LEVER)
        lever = levers[kinds.index(kind)]
        value = _slide(lever)
    with st.sidebar:
        holders = int(
            st.number_input("Holders of the post", 1, MOST_HOLDERS, key=HOLDERS, help="All are paid what it brings.")
        )
        staff = _workforce(worked, where)
    moved = _move_lever(_key(question), *where, kind)
    people = None if staff is None else _count_people(_key(question), where, kind, staff)
    crowd: Sequence[PeoplePoint] | None
    if isinstance(people, tuple):
        render.faults(people, "The workforce cannot be counted for this post.")
        crowd = [PeoplePoint(HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, few="an unknown number")] * len(moved.points)
    else:
        crowd = people
    table = _draw_answer(moved, crowd, value, holders, staff)
    _draw_add_button(question, moved, value, where)
    scenario = worked.scenario
    stamp = stamp_of(scenario.id, scenario.nation, scenario.as_at)
    status = moved.context.status(kind)
    picture = lever_panels(lever, moved.points, crowd, value, holders, stamp, move=title, status=status)
    render.picture(mark_invented(picture, invented=_invented_are(staff)), "lever")
    _draw_table(table, staff, moved, moved.points[1 + lever.values.index(value)])
    _draw_ranking(worked, moved.context, levers)
    _draw_by_hand(question, moved, value, staff)


def _invented_are(staff: _Staff | None) -> bool:
    """Whether the people counted were made up."""
    return staff is not None and staff.own is None


def _slide(lever: Lever) -> float:
    """The slider over the values of a lever; it starts where there is no loss."""
    key = _slider_key(lever.kind)
    start = lever.rest if lever.smallest is None else lever.smallest
    if st.session_state.get(key) not in lever.values:
        st.session_state[key] = start
    render.note(_lever_words(lever))
    label = f"{sentence(lever.kind)}{'' if lever.unit == 'rule' else f', {lever.unit}'}"
    return float(
        st.select_slider(label, lever.values, key=key, format_func=lambda value: setting_words(lever.unit, value))
    )


def _lever_words(lever: Lever) -> str:
    now = f"Now: {setting_words(lever.unit, lever.rest)}."
    if lever.smallest is None:
        return f"{now} No value tried leaves no loss."
    if lever.smallest == lever.rest:
        return f"{now} As it is, there is no loss."
    return f"{now} The smallest that leaves no loss: {setting_words(lever.unit, lever.smallest)}."


def _slider_key(kind: str) -> str:
    return f"remedies-value-{kind}"


def _workforce(worked: Worked, where: MovePlace) -> _Staff | None:
    """Whose losses are counted: nobody's until a list is open or invented people are asked for."""
    policy, offer, _ = where
    case = worked.scenario.cases[policy]
    lists = [_Staff(name, words, worked.scenario.nation) for name, words in WORKFORCES.items()]
    own = _own_list()
    if own is not None:
        lists.insert(0, own)
    names = [staff_list.words for staff_list in lists]
    names.insert(0 if own is None else len(names), NOBODY)
    chosen = names[_choose("People to count", names, STAFF)]
    if chosen == NOBODY:
        render.note("To count who would still lose, open your staff list on the page Workforce.")
        return None
    staff = next(staff_list for staff_list in lists if staff_list.words == chosen)
    held, offered = (int(as_array(post.job.band)) for post in (case.current, case.offers[offer]))
    groups: dict[str, dict[str, list[str]]] = {}
    if held != NO_BAND:
        groups[f"Band {BANDS[held]}, as the post held now"] = {"band": [BANDS[held]]}
    groups[f"Every band below {BANDS[offered]}" if offered != NO_BAND else "Everybody"] = {}
    names = list(groups)
    at = _choose("Of which bands", names, WHO)
    if staff.own is None:
        render.note(f"{INVENTED} Open your own staff list on the page Workforce.")
    else:
        render.note(control_of(staff.threshold).words())
        for heading, words in staff.open_to.items():
            render.note(f"As on the page Workforce, those alone are counted whose {heading} is {' or '.join(words)}.")
    return replace(staff, open_to={**staff.open_to, **groups[names[at]]})


def _own_list() -> _Staff | None:
    """The staff list that is open on the page Workforce, where its columns are known and it is not too large."""
    held = st.session_state.get(OPEN_LIST)
    source, mapping = getattr(held, "source", None), getattr(held, "mapping", None)
    if held is None or not isinstance(source, Upload) or mapping is None or len(source.content) > LARGEST_LIST:
        return None
    return _Staff(
        source.name,
        f"Your staff list: {source.name}",
        open_to={heading: list(words) for heading, words in held.in_post.items() if words},
        own=source,
        mapping=held.whole_mapping(),
        sheet=held.sheet,
        heading_row=held.heading_row,
        unstated=held.unstated,
        threshold=held.threshold,
    )


def _draw_answer(
    moved: _Moved, people: Sequence[PeoplePoint] | None, value: float, holders: int, staff: _Staff | None
) -> Table:
    """Pounds, cost, and people where they are counted. Returns a table of them beside the offer as it is."""
    lever, at = moved.lever, 1 + moved.lever.values.index(value)
    point, crowd = moved.points[at], None if people is None else people[at]
    change, cost = point.take_home_change, point.employer_cost * holders
    month = pounds(abs(round(change / 12, 2)))
    falls = f"still falls by {month} a month" if change < 0 else f"does not fall: it rises by {month} a month"
    whose = "invented " if _invented_are(staff) else ""
    render.answer(
        f"With {lever.kind} at {setting_words(lever.unit, value)}, take-home pay {falls} on the move;"
        + ("" if crowd is None else f" {lose_words(crowd)} {whose}people would still lose;")
        + f" and {counted(holders, 'holder')} {'costs' if holders == 1 else 'cost'} the employer"
        f" {whole_pounds(abs(cost))} a year {'more' if cost >= 0 else 'less'}.",
        loses=change < 0,
        at_a_glance={
            "Take-home pay a month": signed_pounds(round(change / 12, 2)),
            **(
                {}
                if crowd is None
                else {f"{sentence(f'{whose}people')} who would still lose": _count(crowd.lose, crowd.few)}
            ),
            f"Employer cost a year, {counted(holders, 'holder')}": signed_pounds(round(cost, 2)),
        },
    )
    years = years_words(moved.context.remedies)
    columns = [
        _column(moved.points[number], None if people is None else people[number], holders, years) for number in (0, at)
    ]
    rows: list[list[Cell]] = [[name, before, columns[1][name]] for name, before in columns[0].items()]
    group = (
        "" if staff is None else f"the people {_group(staff.open_to)} ({staff.words[:1].lower()}{staff.words[1:]}), "
    )
    head = [Column("line", " "), *text_columns("As it is", f"At {setting_words(lever.unit, value)}")]
    return Table(head, rows, f"The pounds of this move, {group}and the cost")


def _draw_table(table: Table, staff: _Staff | None, moved: _Moved, point: LeverPoint) -> None:
    """The table, and what goes with the lever."""
    render.table(table)
    marked = of_invented_people(table) if _invented_are(staff) else table
    render.download("This table (CSV)", csv_file(marked), "lever.csv", "table")
    if moved.lever.kind == RemedyKind.CLINICAL_WEEKS:
        render.note(
            "The cost of a holder also holds the share of a manager lost and of a clinician saved; that for each person"
            " who no longer loses is of pay alone."
        )
    if point.side_effects:
        render.blocks([Bullets([f"{sentence(effect)}." for effect in point.side_effects])])


def _column(point: LeverPoint, crowd: PeoplePoint | None, holders: int, years: str) -> dict[str, str]:
    """What one setting does, line by line; of people where they are counted."""
    all_holders = point.employer_cost * holders
    lines = {
        "Take-home pay on the move, a month": signed_pounds(round(point.take_home_change / 12, 2)),
        "Take-home pay on the move, a year": signed_pounds(point.take_home_change),
        "Employer cost of one holder, a year": signed_pounds(point.employer_cost),
        f"Employer cost of one holder, {years}": signed_pounds(point.employer_cost_over_five_years),
    }
    if holders > 1:
        lines[f"Employer cost of {counted(holders, 'holder')}, a year"] = signed_pounds(round(all_holders, 2))
    if crowd is None:
        return lines
    return lines | {
        "People to whom the post is offered": _count(crowd.people, crowd.few),
        "People who would lose": _count(crowd.lose, crowd.few),
        "If all those people took the post, a year": _money(crowd.cost),
        "... for each person who no longer loses": _money(crowd.cost_for_each),
    }


def _group(open_to: Mapping[str, object]) -> str:
    bands = open_to.get("band")
    return f"in band {bands[0]}" if isinstance(bands, list) else "in lower bands"


def _count(cell: Cell, few: str) -> str:
    return few if cell == HIDDEN else f"{cell:,}"


def _money(cell: Cell) -> str:
    if isinstance(cell, str):
        return {HIDDEN: "redacted, as few would lose", NOT_KNOWN: "nobody fewer loses"}.get(cell, cell)
    return f"£{cell:,.0f}"


def _draw_add_button(question: Question, moved: _Moved, value: float, where: MovePlace) -> None:
    """Take the lever into the question, as a policy that Compare and the reports show."""
    policies = question.get("policies") or [{"name": DEFAULT_POLICY}]
    name = f"{sentence(moved.lever.kind)}: {setting_words(moved.lever.unit, value)}"
    if where[0]:
        name = f"{moved.context.case.policy_name}; {name[:1].lower()}{name[1:]}"
    taken = any(policy.get("name") == name for policy in policies)
    full = len(policies) >= MOST_POLICIES
    rests = value == moved.lever.rest
    if st.button("Add to Compare as a policy", disabled=taken or full or rests, key="press-remedies-add"):
        change = changed_to(moved.lever, value, moved.context.policy_file.change)
        question["policies"] = [*policies, {"name": name, "because": "Set on the page Remedies.", "change": change}]
        state.keep_question(question)
        st.rerun()
    if taken:
        render.note(f"The question holds the policy “{name}”: see Compare, under Everything, Policies.")
    elif full:
        render.note(f"The question holds {MOST_POLICIES} policies already, the most that Compare sets side by side.")
    elif rests:
        render.note("The lever is where the offer is: move it to make a policy.")


def _draw_ranking(worked: Worked, context: LeverContext, levers: Sequence[Lever]) -> None:
    """Every kind of remedy at its smallest, the cheapest first; a button moves the lever there."""
    offer = OfferRemedies(context.case, context.post.name, None, context.remedies)
    blocks = remedy_blocks(worked.scenario, [offer])[1:-1]
    render.blocks([Heading("The smallest remedy of each kind, the cheapest first", 2)])
    able = {lever.kind: lever for lever in levers if lever.smallest is not None}
    ranked = [able[remedy.kind] for remedy in context.remedies if remedy.kind in able]
    if ranked:
        render.note("Set the lever to the smallest value that leaves no loss:")
        with st.container(horizontal=True, key="remedies-set"):
            for lever in ranked:
                words = f"{sentence(lever.kind)}: {setting_words(lever.unit, lever.smallest or 0.0)}"
                st.button(words, key=f"press-remedies-set-{lever.kind}", on_click=_set_to, args=(lever,))
    render.blocks([block for block in blocks if not isinstance(block, Heading)])
    render.download("This table (CSV)", csv_file(remedies_table([offer])), "remedies.csv", "table")
    without = [remedy.kind for remedy in context.remedies if remedy.value is not None and remedy.kind not in able]
    if without:
        render.note(f"No lever moves these, because a policy of a scenario cannot state them: {', '.join(without)}.")


def _set_to(lever: Lever) -> None:
    st.session_state[LEVER] = lever.kind
    st.session_state[_slider_key(lever.kind)] = lever.smallest


def _draw_by_hand(question: Question, moved: _Moved, value: float, staff: _Staff | None) -> None:
    """The report of what the lever does, and how the command line and Python work it out."""
    name = name_of(question)
    policies = [{"name": AS_IT_STANDS, "change": dict(moved.context.policy_file.change)}]
    change = changed_to(moved.lever, value, moved.context.policy_file.change)
    policies.append({"name": "With the lever", "change": change})
    draw_report({**question, "policies": policies}, "remedies-report")
    with st.expander("Do this in Python or on the command line", key="remedies-by-hand"):
        render.note(f"Save the question as {name}.yaml (Compare, Save and share). Every remedy at its smallest:")
        st.code(f"paymodel remedies {name}.yaml", language="shell")
        render.note("This setting of the lever, with the scenario file beside you:")
        st.code(
            "import paymodel, yaml\n\n"
            f'with open("{name}.yaml", encoding="utf-8") as file:\n    question = yaml.safe_load(file)\n'
            f'question["policies"] = {policies!r}\n'
            'with open("with-the-lever.yaml", "w", encoding="utf-8") as file:\n    yaml.safe_dump(question, file)\n'
            'for move in paymodel.compare(paymodel.load_scenario("with-the-lever.yaml")).moves:\n'
            "    print(move.policy_name, move.post.name, move.take_home_change)",
            language="python",
        )
        if staff is None:
            return
        render.note("The people: the post and the settings of the lever as files, and the command that counts.")
        share = float(as_array(moved.context.post.job.whole_time_equivalent))
        along = policies_along(moved.context, moved.lever, share)
        posts, whole_time = posts_and_policies(moved.context, along, staff.open_to)
        render.download("Post offered (YAML)", lambda: to_yaml(posts), "posts.yaml", "remedies")
        render.download(
            "Settings of the lever (YAML)", lambda: to_yaml({"policies": whole_time}), "policies.yaml", "remedies"
        )
        count = ("--posts", "posts.yaml", "--policies", "policies.yaml", "-o", "people")
        st.code(shell_line("paymodel", "workforce", staff.name, *count), language="shell")


def _key(question: Question) -> str:
    return json.dumps(question, sort_keys=True)


@st.cache_resource(max_entries=100, show_spinner=False)
def _context(text: str, policy: int, offer: int, pattern: str | None) -> LeverContext:
    question = json.loads(text)
    worked = state.answer(question).worked
    if worked is None:
        raise Faults(state.answer(question).faults)
    return LeverContext.of_offer(
        Document(name_of(question), question), shipped_folder("scenarios"), worked.scenario, policy, offer, pattern
    )


@st.cache_resource(max_entries=100, show_spinner=False)
def _levers(text: str, policy: int, offer: int, pattern: str | None) -> list[Lever]:
    return levers_of(_context(text, policy, offer, pattern))


@st.cache_resource(max_entries=100, show_spinner="Trying every value of the lever …")
def _move_lever(text: str, policy: int, offer: int, pattern: str | None, kind: str) -> _Moved:
    context = _context(text, policy, offer, pattern)
    lever = next(lever for lever in _levers(text, policy, offer, pattern) if lever.kind == kind)
    return _Moved(context, lever, try_lever(context, lever))


def _count_people(text: str, where: MovePlace, kind: str, staff: _Staff) -> list[PeoplePoint] | tuple[Fault, ...]:
    """The people along a lever. What is counted of an own list is kept in the session alone."""
    open_to = json.dumps(staff.open_to)
    if staff.own is None:
        return _people(text, *where, kind, staff.name, staff.nation, open_to)
    read_by = (repr(staff.mapping), staff.sheet, staff.heading_row, staff.unstated, staff.threshold)
    key = (text, where, kind, open_to, staff.own.digest, *read_by)
    if st.session_state.get(OWN_PEOPLE, (None,))[0] != key:
        with st.spinner("Counting the people …"):
            st.session_state[OWN_PEOPLE] = key, _people_of(_move_lever(text, *where, kind), staff)
    counted_people: list[PeoplePoint] | tuple[Fault, ...] = st.session_state[OWN_PEOPLE][1]
    return counted_people


@st.cache_resource(max_entries=100, show_spinner="Counting the people …")
def _people(
    text: str, policy: int, offer: int, pattern: str | None, kind: str, staff: str, nation: str, open_to: str
) -> list[PeoplePoint] | tuple[Fault, ...]:
    invented = _Staff(staff, "", nation, json.loads(open_to))
    return _people_of(_move_lever(text, policy, offer, pattern, kind), invented)


@st.cache_resource(show_spinner=False)
def _invented(kind: str, nation: str) -> str | Upload:
    """An invented workforce of a nation: the name of one that ships, or one made as those were."""
    if nation == "england":
        return kind
    rows, seed = MADE_LIKE[kind]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{kind}-{nation}.csv"
        synthetic(kind, file, rows=rows, seed=seed, nation=nation)
        return Upload(file.name, file.read_bytes())


def _people_of(moved: _Moved, staff: _Staff) -> list[PeoplePoint] | tuple[Fault, ...]:
    try:
        return try_lever_on_people(
            moved.context,
            moved.lever,
            staff.own or _invented(staff.name, staff.nation),
            staff.open_to,
            mapping=staff.mapping,
            sheet=staff.sheet,
            heading_row=staff.heading_row,
            unstated=staff.unstated,
            threshold=staff.threshold,
        )
    except Faults as error:
        return tuple(error.faults)
