"""What an answer about a workforce shows on its page: who loses, by group, ways to fix it, the pay bill, its files."""

from dataclasses import replace
from functools import partial

import streamlit as st

from paymodel.answers.blocks import Paragraph
from paymodel.answers.phrasing import sentence
from paymodel.answers.tables import csv_file
from paymodel.answers.workforce import Published
from paymodel.answers.workforce_paybill import PAYBILL_IS, incentive_in_words, paybill_in_words
from paymodel.answers.workforce_phrasing import most_lost, next_rungs
from paymodel.answers.workforce_record import files_of
from paymodel.answers.workforce_remedies import remedies_in_words, remedies_ranked, what_comes_with
from paymodel.answers.workforce_tables import HIDDEN, group_words, groups_in_words, post_words
from paymodel.app import render
from paymodel.app.take_report import BUTTON, board_zip
from paymodel.app.workforce_question import Asked, StaffList, mapping_name, twin_of
from paymodel.charts.picture import Picture, mark_invented, stamp_of
from paymodel.charts.workforce_costs import policy_costs
from paymodel.charts.workforce_frontier import frontier
from paymodel.charts.workforce_heat import losers_by_group_and_post
from paymodel.charts.workforce_ladder import ladder_of_workforce
from paymodel.charts.workforce_losers import losers
from paymodel.reports.answer_book import workforce_book
from paymodel.reports.zips import zip_files
from paymodel.workforces.disclosure import EXACT

FIRST_GROUPS = ("band", "profession", "staff_group")


def stamp_of_answer(answered: Published) -> str:
    """The stamp of what is drawn of an answer."""
    return stamp_of("", answered.nation, answered.as_at)


def _policy(answered: Published, key: str) -> str:
    names = list(dict.fromkeys(str(row[0]) for row in answered.summary.rows))
    return render.policy_of(names, key)


def _move(answered: Published, key: str) -> tuple[str, str]:
    """A post, with its pattern where there are two."""
    moves = list(answered.moves)
    worst = most_lost(answered.summary)
    if st.session_state.get(key) not in range(len(moves)):
        st.session_state[key] = moves.index((str(worst["post"]), str(worst["pattern"]))) if worst else 0
    number = st.selectbox(
        "Post",
        range(len(moves)),
        format_func=lambda index: post_words({"post": moves[index][0], "pattern": moves[index][1]}),
        key=key,
    )
    return moves[number or 0]


def _band_held(answered: Published, post: str, pattern: str, key: str) -> str:
    """One of the bands below a post, the band just below first."""
    summary = answered.summary
    rows = summary.where(policy=summary.rows[0][0], post=post, pattern=pattern).values("band_held")
    words = {"all": "Everybody below"}
    names = [str(held) for held in rows]
    if st.session_state.get(key) not in names:
        st.session_state[key] = names[0]
    return st.selectbox("Band held", names, format_func=lambda held: words.get(held, f"Band {held}"), key=key)


def draw_picture(picture: Picture, key: str, answered: Published) -> None:
    """Draw a picture of an answer: it says where its figures are exact, or its people invented."""
    if answered.control.internal:
        picture = replace(picture, stamp=f"{picture.stamp} {sentence(EXACT)}.")
    render.picture(mark_invented(picture, invented=answered.invented), key)


def draw_losers(answered: Published) -> None:
    """Draw who loses under a policy, post by post and rung by rung."""
    summary = answered.summary
    policy = _policy(answered, "lose-policy")
    stamp, threshold = stamp_of_answer(answered), answered.control.threshold
    draw_picture(losers(summary, stamp, policy=policy, threshold=threshold), "workforce-losers", answered)
    if any(row["people"] != 0 for row in next_rungs(summary, policy)):
        ladder = ladder_of_workforce(summary, stamp, policy=policy, threshold=threshold)
        draw_picture(ladder, "workforce-ladder", answered)
    number = list(dict.fromkeys(row[0] for row in summary.rows)).index(policy)
    if number < len(answered.policies):
        render.blocks(answered.policies[number])
    render.blocks([answered.marks])
    render.download("This table, every policy (CSV)", csv_file(summary), "summary.csv", "lose")


def draw_groups(answered: Published) -> None:
    """Draw who loses by group, for one post and for all."""
    groups = answered.table("groups")
    if groups is None:
        return
    places = st.columns(3)
    with places[0]:
        post, pattern = _move(answered, "group-post")
    names = list(dict.fromkeys(str(row[3]) for row in groups.rows))
    with places[1]:
        if st.session_state.get("group-column") not in names:
            st.session_state["group-column"] = next((name for name in FIRST_GROUPS if name in names), names[0])
        column = st.selectbox("Group by", names, format_func=group_words, key="group-column")
    with places[2]:
        policy = _policy(answered, "group-policy")
    named = {"column": column, "post": post, "pattern": pattern, "policy": policy}
    picture = losers(groups, stamp_of_answer(answered), **named, threshold=answered.control.threshold)
    draw_picture(picture, "workforce-groups", answered)
    render.table(groups_in_words(groups, policy, post, pattern, column))
    if any(row[groups.names.index("people")] != 0 for row in groups.where(column=column, policy=policy).rows):
        heat = losers_by_group_and_post(groups, stamp_of_answer(answered), column=column, policy=policy)
        draw_picture(heat, "workforce-heat-map", answered)
    render.blocks([answered.marks])
    render.download("Every group, post and policy (CSV)", csv_file(groups), "groups.csv", "group")


def draw_remedies(answered: Published) -> None:
    """Draw the policies ranked by what each costs for each who no longer loses."""
    costs = answered.table("costs")
    if costs is None:
        return
    post, pattern = _move(answered, "cost-post")
    held = _band_held(answered, post, pattern, "cost-band")
    remedies = answered.table("remedies")
    ranked = remedies_ranked(remedies, {"post": post, "pattern": pattern, "band_held": held})
    if remedies is not None and ranked is not None:
        render.table(remedies_in_words(ranked))
        render.blocks(what_comes_with({post: ranked}))
        render.download("Every ranking, post and band held (CSV)", csv_file(remedies), "remedies.csv", "cost")
        if any(not isinstance(each, str) for each in ranked.values("cost_for_each_fewer_loser")):
            picture = policy_costs(
                remedies,
                stamp_of_answer(answered),
                post=post,
                pattern=pattern,
                band_held=held,
                threshold=answered.control.threshold,
            )
            draw_picture(picture, "workforce-costs", answered)
    render.blocks([answered.marks])
    render.download("Every cost, post and policy (CSV)", csv_file(costs), "costs.csv", "cost")


def draw_pay_bill(answered: Published) -> None:
    """What each policy costs on everybody in post, beside how many fewer lose on moving to a post."""
    paybill, incentive = answered.table("paybill"), answered.table("incentive")
    if paybill is None or incentive is None:
        return
    post, pattern = _move(answered, "bill-post")
    of_post = incentive.where(post=post, pattern=pattern)
    if any(HIDDEN not in row for row in of_post.pick("fewer_losers", "change_in_a_full_year").rows):
        draw_picture(frontier(of_post, stamp_of_answer(answered), post=post), "workforce-frontier", answered)
    else:
        render.note("Nothing is drawn for this post: the cost or the losers of every policy are redacted.")
    render.table(incentive_in_words(incentive, post, pattern))
    render.blocks([Paragraph(PAYBILL_IS), paybill_in_words(paybill), answered.marks])
    with st.container(horizontal=True):
        for table in (paybill, incentive):
            render.download(f"{table.name}.csv, every row", csv_file(table), f"{table.name}.csv", "bill")


def draw_downloads(answered: Published, asked: Asked, staff_list: StaffList) -> None:
    """Draw what can be taken away, and how it is asked outside the app."""
    render.note(f"{answered.control.words()} Not payroll, not advice.")
    files = files_of(answered)
    with st.container(horizontal=True):
        for name, text in files.items():
            render.download(name, text, name, "take")
        whole = {name: text.encode() for name, text in files.items()}
        render.download(BUTTON, partial(board_zip, answered), "board-paper.zip", "take")
        book = partial(workforce_book, answered)
        render.download("The answer as a workbook (Excel)", book, "answer.xlsx", "take")
        render.download("All of these (zip)", lambda: zip_files(whole), "workforce.zip", "take")
    outside = twin_of(asked, mapping_name(asked.mapping, staff_list.headings))
    with st.expander("Do this in Python or on the command line", expanded=True):
        st.code(outside.command, language="shell", wrap_lines=True)
        st.code(outside.python, wrap_lines=True)
        for name, text in outside.files.items():
            render.download(f"{name}, which it needs", text, name, "twin")
