"""Everything that a question may say, a part at a time."""

from collections.abc import Iterable

import streamlit as st

from paymodel.app import labels, render, state
from paymodel.app.form import Form, Place
from paymodel.app.questions import to_yaml, today
from paymodel.app.render import plain
from paymodel.app.short_form import draw_post_held, draw_posts_offered, draw_whole_time, rotas_to_choose
from paymodel.pay.fields import Door, Kind
from paymodel.pay.job import FIELDS, fields_at
from paymodel.scenarios.schema import DEFAULT_POLICY

MOST_POLICIES, MOST_CHANGES = 4, 6
UNSOCIAL_PAY = ("saturday_night_hours_a_year", "sunday_holiday_hours_a_year", "unsocial_hours_payment")
ANNEX_5 = ("annex_5_hours_a_week", "annex_5_percent")
OVERTIME = ("overtime_hours_a_year", "public_holiday_overtime_hours_a_year", "extra_hours_a_year")
PREMIUMS = ("long_term_premium", "short_term_premium", "basic_pay")
PENSION = ("in_pension_scheme", "years_of_1995_section", "years_of_2008_section", "pension_contribution")
OTHERS_OF_POSTS = tuple(
    each.name
    for each in fields_at(Door.POSTS)
    if not (each.theirs or each.kind is Kind.WORDS)
    and each.name not in (*UNSOCIAL_PAY, *ANNEX_5, *OVERTIME, *PREMIUMS, "on_call_payment")
)
"""Fields of a post that have no place of their own among those of a part of the form."""
OTHERS_OF_PERSONS = tuple(
    each.name
    for each in fields_at(Door.PERSON)
    if each.kind is not Kind.WORDS
    and each.name not in (*PENSION, "whole_time_equivalent", "children", "marriage_allowance")
)
HELD, OFFERED, PERSON, RULES, POLICIES = "Post held now", "Posts offered", "The person", "Day and switches", "Policies"


def _day(form: Form) -> None:
    form.text(("title",), "Title")
    form.text(("question",), "Question", long=True)
    form.text(
        ("as_at",),
        "Rules in force on",
        hint="A day, such as 2026-11-22. The rules of that day are held for twelve months.",
        placeholder=today(),
    )
    form.number(("horizon_years",), "Years to look ahead", hint="1 to 40.")
    with st.expander("Pay award first", key="pay-award-first"):
        form.text(("award", "percent"), "Award on every pay point, per cent", placeholder="3.3%")
        form.number(("award", "pounds"), "and pounds on top", step=100.0)
        form.choose(("award", "pension_tiers"), "Pension tiers", {None: "Rise with it", "stay": "Stay"})
    with st.expander(
        "Switches: where the law or local practice is unsure", key="switches-where-the-law-or-local-practice-is-unsure"
    ):
        form.choose(("switches", "promotion_method"), "Pay on promotion", labels.METHODS)
        form.yes_no(("switches", "exactly_half_counts"), labels.HALF, unstated=False)
        form.choose(("switches", "break_taken_from"), "Unpaid breaks are taken from", labels.BREAKS)
        form.choose(("switches", "annex_5_edge"), "Edges of the Annex 5 brackets", labels.EDGES)
        form.yes_no(("switches", "annex_5_protected"), "Annex 5 pay counts as previous earnings", unstated=True)
        form.number(
            ("switches", "same_pattern_minimum_share"),
            "Share of enhanced hours that the same pattern keeps, at least",
            step=0.05,
            placeholder="0.75",
        )
        form.yes_no(
            ("switches", "top_step_stays_top"),
            "Who holds the top step of a band that gets other points holds the new top",
            unstated=False,
        )
        form.number(
            ("switches", "same_within_pounds_a_month"), "About the same within so many pounds a month", placeholder="5"
        )
        form.number(
            ("switches", "thin_margin_pounds"), "A catch-up by fewer pounds is thin", step=50.0, placeholder="250"
        )
        form.choose(("switches", "scotland_pension_table"), "Member pension table in Scotland", labels.TABLES)
        form.yes_no(("switches", "scotland_overtime_bands_8_and_9"), labels.OVERTIME_8_AND_9, unstated=True)
        form.yes_no(("switches", "northern_ireland_sickness_keeps_section_2"), labels.SICKNESS_KEEPS, unstated=True)
        form.number(
            ("switches", "wales_sickness_beyond_first_week"),
            "Wales: share of sickness absence beyond the first week",
            step=0.1,
            placeholder="0",
        )
        form.number(("switches", "annual_leave_days"), "Days of annual leave", hint="Empty: by length of service.")
        draw_public_holidays(form, ("switches",))
        form.yes_no(
            ("switches", "salary_sacrifice_lowers_pensionable_pay"),
            "Salary sacrifice lowers pensionable pay",
            unstated=True,
        )
    form.watch(("switches",), ("award",))


def draw_public_holidays(form: Form, switches: Place) -> None:
    """Draw the switches of public holidays, which stand at a place of the question."""
    form.choose((*switches, "weekend_public_holidays"), "Public holidays at a weekend", labels.WEEKEND_HOLIDAYS)
    form.choose(
        (*switches, "public_holiday_over_the_cap"),
        "Where more are worked than paid, this gives way",
        labels.OVER_THE_CAP,
    )
    form.choose(
        (*switches, "first_year_public_holidays"), "Public holidays of the first year", labels.FIRST_YEAR_HOLIDAYS
    )
    form.choose((*switches, "annex_5_in_a_new_post"), "A new post in the same band", labels.NEW_POST)
    form.yes_no((*switches, "unverified_public_holidays"), labels.UNVERIFIED_HOLIDAYS, unstated=True)


def _held(form: Form) -> None:
    draw_post_held(form)
    draw_post_fields(form, ("current",))


def _offered(form: Form) -> None:
    draw_posts_offered(form)
    offers = form.value_at(("offers",)) or []
    names = [
        str(offer.get("name") or offer.get("post") or f"Post offered {number + 1}")
        for number, offer in enumerate(offers)
    ]
    number = st.selectbox(
        "Change which post",
        range(len(offers)),
        format_func=lambda index: names[index],
        key=form.key(("offers", "which")),
    )
    place: Place = ("offers", number or 0)
    if form.value_at(("nation",)) == "england":
        form.choose(
            (*place, "pattern"),
            "Unsocial hours pattern, beside the post held",
            {None: "Not said yet", **labels.PATTERNS},
        )
    form.choose((*place, "move"), "Kind of move", labels.MOVES)
    if form.value_at((*place, "move")):
        form.number((*place, "lasts_years"), "It lasts, years")
        form.number((*place, "lasts_months"), "or months")
        form.number((*place, "lasts_weeks"), "or weeks")
        form.number((*place, "blocks", "away"), "or in blocks: weeks in the post offered")
        form.number((*place, "blocks", "home"), "and weeks back in the post held")
    else:
        form.yes_no((*place, "same_post"), "The post held itself, on another rota or for other hours", unstated=False)
    form.number((*place, "one_off_payment"), "One-off payment on taking the post, pounds", step=100.0)
    form.number((*place, "protection", "months"), "Local pay protection, months", hint="Of a fall of pay, made up.")
    draw_post_fields(form, place)


def draw_post_fields(form: Form, place: Place) -> None:
    """The fields of a post: band, rota, payments."""
    form.text((*place, "name"), "Name")
    form.choose((*place, "band"), "Band", labels.BAND_LABELS)
    form.choose((*place, "step"), "Step", labels.STEPS)
    form.choose((*place, "rota"), "Rota", rotas_to_choose(form))
    if form.value_at((*place, "rota")):
        form.choose((*place, "if_hours_differ"), "Where its hours are not the contract's", labels.HOURS_DIFFER)
    if place[0] == "current":
        form.choose((*place, "unsocial_hours"), "Unsocial hours are paid by", labels.UNSOCIAL)
    with st.expander("Hours and unsocial pay without a rota", key="hours-and-unsocial-pay-without-a-rota"):
        _draw_fields(form, place, UNSOCIAL_PAY)
        if place[0] == "current":
            _draw_fields(form, place, ANNEX_5)
    with st.expander("Overtime and on-call", key="overtime-and-on-call"):
        _draw_fields(form, place, (*OVERTIME, "on_call_payment"))
        form.text((*place, "on_call", "frequency"), "or on-call rota", placeholder="1 in 8")
        form.number((*place, "on_call", "pounds_a_year"), "its pounds a year", step=100.0)
        form.text((*place, "on_call", "percent"), "or its percentage of basic pay", placeholder="4.5%")
        if form.value_at((*place, "on_call")):
            form.yes_no((*place, "on_call", "pensionable"), "On-call is pensionable", unstated=True)
    with st.expander("Supplement, premium, own basic pay", key="supplement-premium-own-basic-pay"):
        form.choose((*place, "high_cost_area"), FIELDS["high_cost_area"].label, labels.ZONES)
        _draw_fields(form, place, PREMIUMS)
        _draw_fields(form, place, OTHERS_OF_POSTS)
        form.number((*place, "whole_time_equivalent"), "Whole time equivalent of this post", step=0.05)
    form.watch(place)


STEPS = {Kind.POUNDS: 100.0, Kind.HOURS: 0.5, Kind.HOURS_A_WEEK: 0.5, Kind.SHARE: 0.01}
"""By how much the buttons of a field change its number."""


def _draw_fields(form: Form, place: Place, names: Iterable[str]) -> None:
    """Fields of a job, each as what it holds is written; hours of a year by the week."""
    for each in (FIELDS[name] for name in names):
        at = (*place, each.by_the_week or each.name)
        if each.kind is Kind.YES_NO:
            form.yes_no(at, each.label, unstated=each.default, hint=each.hint)
        elif each.is_number:
            form.number(at, each.label, step=STEPS.get(each.kind, 1.0), hint=each.hint, placeholder=each.example)
        else:
            form.text(at, each.label, hint=each.hint, placeholder=each.example)


def _person(form: Form) -> None:
    place: Place = ("person",)
    draw_whole_time(form)
    form.number(
        (*place, "years_in_band"), "Years in the band held now", hint="Whole years; they must agree with the step."
    )
    _draw_fields(form, place, PENSION)
    form.choose_several((*place, "student_loan"), FIELDS["student_loan"].label, labels.LOANS)
    form.choose((*place, "tax_residence"), "Tax residence", labels.RESIDENCES)
    _draw_fields(form, place, ("children",))
    form.choose((*place, "marriage_allowance"), FIELDS["marriage_allowance"].label, labels.MARRIAGE_ALLOWANCE)
    form.choose((*place, "high_cost_area"), FIELDS["high_cost_area"].label, labels.ZONES)
    _draw_fields(form, place, OTHERS_OF_PERSONS)
    form.number((*place, "travel_cost_per_attendance"), "Travel cost for each attendance, pounds")
    form.watch(place)


def _policies(form: Form) -> None:
    policies = form.value_at(("policies",)) or [{"name": DEFAULT_POLICY}]
    form.put(("policies",), policies)
    render.note("A policy changes the question; its answer is shown beside the first. Up to four.")
    for number, policy in enumerate(policies):
        with st.expander(
            f"{number + 1}. {plain(policy.get('name') or 'Policy')}",
            expanded=number == len(policies) - 1,
            key=form.key(("policies", number)),
        ):
            place: Place = ("policies", number)
            form.text((*place, "name"), "Name of the policy")
            form.text((*place, "because"), "Why")
            for path, value in list((policy.get("change") or {}).items()):
                if isinstance(value, (dict, list)):
                    render.note("Changed in the scenario file alone:")
                    st.code(to_yaml({path: value}), language="yaml", wrap_lines=True)
                else:
                    form.text((*place, "change", path), plain(CHANGES[path][0] if path in CHANGES else path))
            _new_change(form, place)
    add, drop = st.columns(2)
    if add.button("Add a policy", disabled=len(policies) >= MOST_POLICIES, width="stretch"):
        taken = {policy.get("name") for policy in policies}
        name = next(name for number in range(2, 99) if (name := f"Policy {number}") not in taken)
        form.put(("policies",), [*policies, {"name": name}])
        _draw_again(form)
    if drop.button("Drop the last", disabled=len(policies) < 2, width="stretch"):
        form.put(("policies",), policies[:-1])
        _draw_again(form)
    form.watch(("policies",))


CHANGES = {
    "offers.all.long_term_premium": ("Long-term premium of every post offered", "5%"),
    "offers.all.short_term_premium": ("Short-term premium of every post offered", "5%"),
    "offers.all.step": ("Starting step of every post offered", "intermediate"),
    "offers.all.rota": ("Rota of every post offered", "hybrid-one-clinical-week-in-five"),
    "offers.all.on_call_payment": ("On-call payment of every post offered", "1528"),
    "award.percent": ("Pay award first", "3.3%"),
    "award.pounds": ("Pay award first, pounds", "1000"),
    "switches.annex_5_protected": ("Annex 5 pay counts as previous earnings", "no"),
    "person.whole_time_equivalent": ("Whole time equivalent", "0.8"),
}
"""What a policy may change, ready to choose: its path, words, a value to start from. Other paths may be written."""


def _new_change(form: Form, place: Place) -> None:
    held = form.value_at((*place, "change")) or {}
    if len(held) >= MOST_CHANGES:
        return
    free = [path for path in CHANGES if path not in held]
    path = st.selectbox(
        "What it changes",
        free,
        index=None,
        format_func=lambda path: CHANGES[path][0] if path in CHANGES else path,
        key=form.key((*place, "new", len(held))),
        placeholder="Choose, or write a path",
        accept_new_options=True,
    )
    if path:
        form.put((*place, "change", str(path)), CHANGES.get(str(path), ("", "0"))[1])
        _draw_again(form)


def _draw_again(form: Form) -> None:
    """Draw the fields anew over what the question holds now."""
    state.keep_question(form.question)
    st.rerun()


PARTS = {HELD: _held, OFFERED: _offered, PERSON: _person, RULES: _day, POLICIES: _policies}
"""What draws each part."""
