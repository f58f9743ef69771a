"""The fourteen allied health professions against the ladder of the review of 2018: a ready-made grid of a sweep."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
import numpy as np

from paymodel.files.scales import shipped_folder
from paymodel.moves.batch import Moves
from paymodel.moves.comparison import Case
from paymodel.rounding import Array
from paymodel.scenarios.post_builder import CLINICAL_POSTS, LEADERSHIP_POSTS
from paymodel.scenarios.ready_grids import HELD_HOURS, HELD_POSTS, LEADERSHIP, offer_of
from paymodel.scenarios.schema import LibraryPost, PostFile
from paymodel.scenarios.shared_reads import read_library
from paymodel.scenarios.stated_keys import stated_in
from paymodel.scenarios.sweep_policies import Asked, keep_policies_that_let_vary, keep_possible_policies
from paymodel.scenarios.what_ifs import cases_at

LADDER = "ahp-ladder"
"""The group of the posts of the ladder among the leadership posts."""


@cache
def professions() -> Mapping[str, LibraryPost]:
    """The shipped clinical posts by key: each profession at the top of bands 6 and 7. `group` is the profession."""
    return read_library(shipped_folder("scenarios") / CLINICAL_POSTS)


@cache
def ladder_posts() -> Mapping[str, LibraryPost]:
    """The posts of the ladder from band 8a up, by key, from the lowest band."""
    posts = read_library(shipped_folder("scenarios") / LEADERSHIP_POSTS)
    return {key: post for key, post in posts.items() if post.group == LADDER and post.band in LEADERSHIP}


def professions_grid(asked: Asked) -> tuple[Asked, list[dict[str, Any]], list[str]]:
    """Each profession at the top of bands 6 and 7 to each post of the ladder from 8a up, one offer a point.

    The scenario gives the day, the nation, the person, the switches and the policies; its posts and its library are
    left out. Rotas are scaled to the contract. Ambulance posts are on Section 2 where the nation has no Annex 5. In
    words as the third part: policies that set the post held, or cannot be for these posts.
    """
    asked, left_out = keep_policies_that_let_vary(asked, (*HELD_POSTS, *HELD_HOURS))
    terms = msgspec.structs.replace(asked.terms, offers=asked.terms.offers[:1])
    rule_book = cases_at(replace(asked, terms=terms), [{}])[0].rule_book
    stated = stated_in(terms.current)
    asked = replace(
        asked, terms=msgspec.structs.replace(terms, posts=None, current=PostFile(post=next(iter(professions()))))
    )
    no_annex_5 = rule_book.working_time.annex_5 is None
    grid = []
    for key, post in professions().items():
        held: dict[str, Any] = {f"current.{name}": None for name in stated}
        held |= {"current.post": key, "current.name": post.name, "current.if_hours_differ": "scale"}
        held["person.years_in_band"] = None
        if no_annex_5 and post.unsocial_hours == "annex_5":
            held["current.unsocial_hours"] = "section_2"
        grid += [{**held, "offers.0": offer_of(one, offer, rule_book)} for one, offer in ladder_posts().items()]
    asked, impossible = keep_possible_policies(asked, grid[: len(ladder_posts())])
    return asked, grid, [*left_out, *impossible]


def shares_of_unsocial_hours(worked: Moves) -> Array:
    """Unsocial hours pay as a share of basic pay in the post held of each case.

    A post held without basic pay has none.
    """
    held = worked.offer < 0
    basic, payment = (worked.held[line][held] for line in ("basic_pay", "unsocial_hours_payment"))
    shares: Array = np.zeros(len(basic))
    np.divide(payment, basic, out=shares, where=basic > 0)
    return np.round(shares, 4)


def held_columns(cases: Sequence[Case], worked: Moves) -> Mapping[str, Any]:
    """Columns of the post held, for each row: the profession, its rota, and unsocial hours pay in % of basic pay."""
    shares = np.round(shares_of_unsocial_hours(worked) * 100, 2)
    of_name = {post.name: post for post in professions().values()}
    posts = [of_name[cases[number].current.name] for number in worked.case]
    return {
        "profession": [post.group for post in posts],
        "band_held": [post.band for post in posts],
        "rota": [post.rota for post in posts],
        "unsocial_hours_percent": shares[worked.case],
    }
