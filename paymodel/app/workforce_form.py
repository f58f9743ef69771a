"""What is asked of a workforce beside its staff list: columns, posts, policies, groups, thresholds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from paymodel.answers.blocks import Heading
from paymodel.answers.phrasing import NATION_LABELS
from paymodel.app import labels, render, state
from paymodel.app.form import draw_bound
from paymodel.app.library import name_with_band
from paymodel.app.questions import Question, posts_to_start_from, read_question
from paymodel.app.workforce_question import (
    DEMONSTRATIONS,
    DISCUSSED,
    LEADERSHIP,
    MAPPING_FILE,
    POLICIES_FILE,
    POSTS_FILE,
    Asked,
    OfWorkbook,
    StaffList,
    columns_of_status,
    mapping_of_data,
    mapping_text,
    missing_columns,
    open_to_some,
    policies_of,
    posts_from_library,
    posts_of,
    shipped_policies,
    shipped_posts,
    to_group_by,
    with_columns,
    with_words,
)
from paymodel.errors import Fault, Faults
from paymodel.files.mappings import (
    GROUPS,
    REQUIRED,
    UNUSED,
    ColumnMapping,
    guessed,
    load_mapping,
    placed,
    shipped_mappings,
)
from paymodel.files.uploads import Source
from paymodel.pay.fields import Door
from paymodel.pay.job import fields_at
from paymodel.workforces.disclosure import SMALLEST, STEP
from paymodel.workforces.options import ALL, NEXT_BAND
from paymodel.workforces.unknown_words import FEWEST_ROWS, words_to_show

QUESTION, LIBRARY, FILE, NONE, GUESSED = "question", "library", "file", "none", "guessed"
FIRST_OF_LIBRARY = ("ambulance-operations-manager-8a", "ahp-profession-lead-8a")
YAML_MEGABYTES = 1
UNSTATED = {None: "Left out, and listed", "none": "People who are paid nothing for them"}
WHOM = {ALL: "Every band below a post, the next one first", NEXT_BAND: "The band just below each post alone"}
"""Who is counted for a post, as the field says it."""
OF_THE_POST = (
    *("nation", "basic_pay", "rota", "unsocial_hours", "unsocial_hours_payment", "unsocial_hours_percent"),
    "annex_5_percent",
)
OF_THE_PERSON = ("in_pension_scheme", "student_loan", "tax_residence")


def _columns(first: Sequence[str], *, theirs: bool) -> tuple[str, ...]:
    """Columns of a part of the page: the first ones, then the others that are the post's, or the person's, in order."""
    others = (each for each in fields_at(Door.STAFF_LISTS) if each.name not in (*REQUIRED, *first))
    return (*first, *(each.name for each in others if (each.theirs and each.name != "high_cost_area") == theirs))


PARTS = {
    "Pay and hours": _columns(OF_THE_POST, theirs=False),
    "The person": (*_columns(OF_THE_PERSON, theirs=True), *UNUSED),
    "To group people by": GROUPS,
}
"""The columns that need not be there, as they stand on the page."""


@dataclass
class Held:
    """An open staff list and what is asked of it: kept in the session, whatever the page shows.

    `statuses` are what columns hold that say who is in post, `in_post` those of the words that count, all if none.
    `by_hand` says that a required column was looked for by hand: then the page stays at its columns. `words` are, by
    column, words of the list and ours for them; `unknown` those that were ever not known, with their
    rows.
    """

    source: Source
    revision: int
    sheet: str | None = None
    heading_row: int | None = None
    start: str = GUESSED
    mapping: ColumnMapping | None = None
    columns: dict[str, str] = field(default_factory=dict)
    nation: str | None = None
    posts: str = QUESTION
    library: list[str] = field(default_factory=lambda: list(FIRST_OF_LIBRARY))
    library_nation: str = "england"
    pattern: str = "different"
    own_posts: Question | None = None
    policies: str = LEADERSHIP
    own_policies: Question | None = None
    by: list[str] = field(default_factory=list)
    threshold: int = SMALLEST
    round_to: int = STEP
    internal: bool = False
    paybill: bool = False
    population: str = ALL
    unstated: str | None = None
    asked: Asked | None = None
    by_hand: bool = False
    in_post: dict[str, list[str]] = field(default_factory=dict)
    statuses: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)
    slots: dict[str, Any] = field(default_factory=dict)

    def take_up(self, book: OfWorkbook) -> None:
        """Take up what a workbook of ours asks, as if its posts and policies had been uploaded."""
        self.sheet, self.start, self.mapping = book.sheet, GUESSED, None
        self.posts, self.own_posts = FILE, book.posts
        self.policies, self.own_policies = (NONE, None) if book.policies is None else (FILE, book.policies)

    def draw_field(self, name: str, draw: Callable[..., Any], *words: Any, **options: Any) -> Any:
        """A field of the page for what is held under a name."""
        return draw_bound(self, name, self.key(name), draw, *words, **options)

    def key(self, name: str) -> str:
        """What a field is called in the session."""
        return f"workforce-{self.revision}-{name}"

    def begin_columns(self, mapping: ColumnMapping, headings: Sequence[str]) -> None:
        """Take up a column mapping; the fields show it."""
        self.mapping, self.columns = mapping, placed(mapping, headings)
        self.nation = None if "nation" in self.columns else mapping.constants.get("nation")
        for key in [key for key in st.session_state if str(key).startswith(self.key("column-"))]:
            del st.session_state[key]

    def catch_up(self) -> None:
        """Take up what the user has just made of the columns, before anything rests on them."""
        for column in (*REQUIRED, *(name for names in PARTS.values() for name in names)):
            key = self.key(f"column-{column}")
            if key in st.session_state:
                heading = st.session_state[key]
                self.columns.pop(column, None)
                self.columns |= {} if heading is None else {column: heading}
        self.nation = st.session_state.get(self.key("nation"), self.nation)

    def whole_mapping(self) -> ColumnMapping:
        """The column mapping as the fields have left it."""
        mapping = with_columns(self.mapping or load_mapping("template"), self.columns, self.nation)
        return with_words(mapping, self.words)

    def show_statuses(self, values: Mapping[str, Sequence[str]]) -> None:
        """Offer what was read in columns that say who is in post, where it could be no names of people."""
        shown = {heading: words_to_show(dict.fromkeys(words, FEWEST_ROWS)) for heading, words in values.items()}
        statuses = {heading: list(words) for heading, words in shown.items() if words}
        if statuses != self.statuses:
            self.statuses = statuses
            self.in_post = {heading: words for heading, words in self.in_post.items() if heading in statuses}
            st.rerun()

    def say_faults(self, faults: Sequence[Fault]) -> list[Fault]:
        """Say each fault beside the field that it concerns. Returns the others."""
        rest = []
        for fault in faults:
            slot = self.slots.get("by" if fault.place.startswith("--by") else fault.file)
            if slot is None:
                rest.append(fault)
            else:
                render.message("error", _words(fault), slot)
        return rest


def _words(fault: Fault) -> str:
    place = fault.place.removeprefix("--by").strip()
    return f"{place}: {fault.message}" if place else fault.message


def draw_columns(held: Held, staff_list: StaffList) -> None:
    """Which heading each of our columns stands under: guesses to be put right."""
    render.note(
        "Guesses are filled in from the headings. Required: id, band, step and whole time equivalent. People with "
        "unsocial hours need a rota, a payment, a percentage or hours."
    )
    for pair in (REQUIRED[:2], REQUIRED[2:]):
        for column, place in zip(pair, st.columns(2), strict=True):
            with place:
                _column(held, staff_list, column, required=True)
    for number, (part, names) in enumerate(PARTS.items()):
        known = sum(name in held.columns for name in names)
        with st.expander(f"{part}: {known} of {len(names)} found", expanded=False, key=held.key(f"part-{number}")):
            places = st.columns(3)
            for at, name in enumerate(names):
                with places[at % 3]:
                    _column(held, staff_list, name)
                    if name == "nation" and name not in held.columns:
                        held.draw_field(
                            "nation",
                            st.selectbox,
                            "Nation of everybody",
                            options=[None, *NATION_LABELS],
                            format_func=lambda nation: "That of the posts" if nation is None else NATION_LABELS[nation],
                        )
    _saved_mapping(held, staff_list)


WORDS = {
    "unsocial_hours": "scheme that pays unsocial hours",
    "saturday_night_hours_a_week": "Saturday and night hours a week",
    "saturday_night_hours_a_year": "Saturday and night hours a year",
    "sunday_holiday_hours_a_week": "Sunday and public holiday hours a week",
    "sunday_holiday_hours_a_year": "Sunday and public holiday hours a year",
}
"""Columns whose names leave open what they hold, in words."""


def _column(held: Held, staff_list: StaffList, column: str, *, required: bool = False) -> None:
    key = held.key(f"column-{column}")
    if key not in st.session_state:
        st.session_state[key] = held.columns.get(column)
    name = WORDS.get(column, column.replace("_", " "))
    st.selectbox(
        f"{name[:1].upper()}{name[1:]}{' (required)' if required else ''}",
        [None, *staff_list.headings],
        format_func=lambda heading: "Not in the list" if heading is None else heading,
        placeholder="Not in the list",
        key=key,
    )
    if required and column in missing_columns(held.whole_mapping()):
        render.message("error", f"Choose the heading that holds the {name}.")


def _saved_mapping(held: Held, staff_list: StaffList) -> None:
    """Save the mapping for next time; take up one that was saved, or one that ships."""
    take, bring = st.columns(2, gap="large")
    with take:
        render.note("Save this mapping for the next list with the same headings, here or on the command line.")
        render.download("Save the mapping", lambda: mapping_text(held.whole_mapping()), MAPPING_FILE, "workforce")
    with bring:
        names = {GUESSED: "Guessed from the headings"}
        names |= {name: load_mapping(name).title for name in shipped_mappings()}
        before = held.start
        held.draw_field("start", st.selectbox, "Start from", options=list(names), format_func=lambda name: names[name])
        if held.start != before:
            start = guessed(staff_list.headings) if held.start == GUESSED else load_mapping(held.start)
            held.begin_columns(start, staff_list.headings)
            st.rerun()
        data = _yaml_file(held, "A mapping saved before", "mapping-file")
        if data is not None and st.button("Use this mapping", key=held.key("press-use-mapping")):
            try:
                held.begin_columns(mapping_of_data(data, MAPPING_FILE), staff_list.headings)
            except Faults as error:
                render.faults(error.faults, "That is not a column mapping. The columns are as they were.")
                return
            st.rerun()


def _yaml_file(held: Held, label: str, name: str) -> Question | None:
    """What an uploaded YAML file holds; what is wrong with it is said below its field."""
    file = st.file_uploader(label, type=["yaml", "yml"], key=held.key(name), max_upload_size=YAML_MEGABYTES)
    if file is None:
        return None
    try:
        return read_question(file.getvalue(), file.name)
    except Faults as error:
        render.faults(error.faults, "That file cannot be used.")
        return None


def draw_fields(held: Held, staff_list: StaffList) -> tuple[Question, Question | None]:
    """Posts, policies, groups and thresholds. Returns the posts and the policies."""
    render.blocks([Heading("What to ask", 2)])
    posts = _posts(held)
    held.slots[POSTS_FILE] = st.empty()
    policies = _policies(held)
    held.slots[POLICIES_FILE] = st.empty()
    held.draw_field("paybill", st.toggle, "Work out the pay bill of everybody in post, too")
    options = to_group_by(held.whole_mapping(), staff_list.headings)
    held.by = [name for name in held.by if name in options]
    key = held.key("by")
    if key in st.session_state:
        st.session_state[key] = [name for name in st.session_state[key] if name in options]
    held.draw_field(
        "by",
        st.multiselect,
        "Group people by",
        options=options,
        format_func=lambda name: name.replace("_", " "),
        placeholder="Every usual column",
    )
    held.slots["by"] = st.empty()
    _who_is_in_post(held)
    held.draw_field(
        "population", st.selectbox, "People counted", options=list(WHOM), format_func=lambda name: WHOM[name]
    )
    held.draw_field(
        "unstated",
        st.selectbox,
        "Rows that say nothing of unsocial hours",
        options=list(UNSTATED),
        format_func=lambda what: UNSTATED[what],
    )
    with st.expander("What is redacted and rounded", key=held.key("disclosure")):
        held.draw_field(
            "threshold",
            st.number_input,
            "Redact counts of people up to 2 more than",
            min_value=SMALLEST,
            max_value=1000,
            step=1,
        )
        held.draw_field("round_to", st.number_input, "Round money to pounds", min_value=STEP, max_value=1000, step=1)
        held.draw_field("internal", st.toggle, "Exact figures, for people inside: not for publication")
    return posts, policies


def _who_is_in_post(held: Held) -> None:
    """For each column that says who is in post, a field for the words that count."""
    for heading, words in held.statuses.items():
        key = held.key(f"in-post-{heading}")
        if key not in st.session_state:
            st.session_state[key] = held.in_post.get(heading, [])
        label = f"Count those alone whose {render.plain(heading)} is"
        held.in_post[heading] = st.multiselect(label, words, key=key, placeholder="Anything: every row counts")


def _posts(held: Held) -> Question:
    question = state.question()
    kinds = {QUESTION: "The posts asked about on the page Compare"}
    kinds |= {kind: shipped_posts(kind)["title"] for kind in DEMONSTRATIONS}
    kinds |= {LIBRARY: "Chosen from the leadership ladder", FILE: "A posts file (YAML), or the sheets of the workbook"}
    held.draw_field("posts", st.selectbox, "Posts offered", options=list(kinds), format_func=lambda kind: kinds[kind])
    if held.posts == FILE:
        held.own_posts = _yaml_file(held, "Posts file", "posts-file") or held.own_posts
        if held.own_posts is not None:
            return held.own_posts
        render.note("Until a file is chosen, the posts of the page Compare are used.")
    if held.posts == LIBRARY:
        offers = {key: name_with_band(post) for key, post in posts_to_start_from("leadership").items()}
        held.draw_field("library", st.multiselect, "Posts", options=list(offers), format_func=lambda key: offers[key])
        held.draw_field(
            "library_nation",
            st.selectbox,
            "Nation",
            options=list(NATION_LABELS),
            format_func=lambda nation: NATION_LABELS[nation],
        )
        if held.library_nation == "england":
            held.draw_field(
                "pattern",
                st.radio,
                "Is the unsocial hours pattern of the new posts substantially the same?",
                options=[pattern for pattern in labels.PATTERNS if pattern],
                format_func=lambda pattern: labels.PATTERNS[pattern],
            )
        if held.library:
            return posts_from_library(held.library, held.library_nation, held.pattern)
        render.note("Choose at least one post; until then the posts of the page Compare are used.")
    if held.posts in DEMONSTRATIONS:
        return shipped_posts(held.posts)
    return posts_of(question)


def _policies(held: Held) -> Question | None:
    kinds = {
        LEADERSHIP: "Premiums, a hybrid rota, a higher step",
        DISCUSSED: "Reforms of the bands that were discussed, none agreed",
        NONE: "The rules in force alone",
        QUESTION: "The policies asked about on the page Compare",
        FILE: "A policies file (YAML), or the sheet of the workbook",
    }
    held.draw_field(
        "policies", st.selectbox, "Policies compared", options=list(kinds), format_func=lambda kind: kinds[kind]
    )
    if held.policies == FILE:
        held.own_policies = _yaml_file(held, "Policies file", "policies-file") or held.own_policies
        return held.own_policies
    if held.policies == QUESTION:
        return policies_of(state.question())
    return shipped_policies(held.policies) if held.policies in (LEADERSHIP, DISCUSSED) else None


def asked_of(held: Held, staff_list: StaffList, asked: tuple[Question, Question | None]) -> Asked:
    """All that decides the answer."""
    posts, policies = asked
    return Asked(
        held.source,
        staff_list.sheet,
        held.whole_mapping(),
        open_to_some(posts, held.in_post),
        policies,
        tuple(held.by) or None,
        int(held.threshold),
        int(held.round_to),
        held.population,
        held.heading_row,
        held.unstated,
        held.internal,
        held.paybill,
        columns_of_status(staff_list.headings, held.columns.values()),
    )
