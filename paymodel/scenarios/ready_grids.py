"""Ready-made grids of a sweep: every band and post, every rota, the professions, a line of unsocial hours pay."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import numpy as np

from paymodel.errors import Fault, Faults
from paymodel.files.rotas import inside, shipped_rotas
from paymodel.files.scales import shipped_folder
from paymodel.moves.comparison import Case
from paymodel.pay.job import BANDS, NO_BAND
from paymodel.pay.payslips import payslip
from paymodel.pay.rule_book import RuleBook
from paymodel.rounding import as_array
from paymodel.scenarios.post_builder import LEADERSHIP_POSTS
from paymodel.scenarios.schema import LibraryPost
from paymodel.scenarios.shared_reads import read_library
from paymodel.scenarios.sweep_policies import Asked, keep_policies_that_let_vary, keep_possible_policies
from paymodel.scenarios.vary import SweptLine
from paymodel.scenarios.what_ifs import cases_at

FROM_AND_TO: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "matrix": lambda point: str(point["current.name"]),
    "rotas": lambda point: str(point["current.rota"]),
    "professions": lambda point: str(point["current.name"]),
}
"""Ready-made grids of things that have no order, and what a point of each is called."""


FROM_BANDS = ("5", "6", "7")
LEADERSHIP = ("8a", "8b", "8c", "8d", "9")


READY = {
    "matrix": ("current.band", "current.step"),
    "rotas": ("current.rota", "current.if_hours_differ"),
    "unsocial": ("current.unsocial_hours_payment",),
    "professions": ("current.post",),
}
"""Ready-made grids, and the paths that they write as columns."""


OF_NO_SCENARIO = {"professions": "fourteen-professions"}
"""Ready-made grids that can do without a scenario, and the shipped one that gives them the day and the nation."""


HELD_POSTS = ("current.band", "current.step", "current.basic_pay", "current.post", "person.years_in_band")
"""What the ready-made matrix sets of the post held."""


HELD_HOURS = (
    *("current.rota", "current.unsocial_hours_payment"),
    *("current.annex_5_percent", "current.annex_5_hours_a_week"),
    *("current.saturday_night_hours_a_week", "current.saturday_night_hours_a_year"),
    *("current.sunday_holiday_hours_a_week", "current.sunday_holiday_hours_a_year"),
)
"""What a rota of the post held comes to, or stands in place of it."""


def scenario_of_grid(scenario: str | None, kind: str | None, command: str) -> str:
    """The scenario that was given, or for a grid that can do without one the shipped one. Raises `Faults`."""
    if scenario is not None:
        return scenario
    if kind not in OF_NO_SCENARIO:
        raise Faults([Fault(command, "", "give a scenario file, or the name of a shipped scenario")])
    return OF_NO_SCENARIO[kind]


def _base(asked: Asked) -> Case:
    """The scenario as it stands, under its first policy."""
    return cases_at(asked, [{}])[0]


def _cleared(asked: Asked, keys: Sequence[str]) -> dict[str, None]:
    """Changes that take stated keys of the post held away."""
    hours = [f"{kind}_hours_a_{unit}" for kind in ("saturday_night", "sunday_holiday") for unit in ("week", "year")]
    stated = [key for key in (*keys, *hours) if getattr(asked.terms.current, key) is not None]
    return {f"current.{key}": None for key in stated}


def _both_patterns(asked: Asked, base: Case) -> dict[str, str]:
    """Offers that do not say whether the pattern is the same are shown both ways, where it matters."""
    if base.rule_book.promotion_method != "maintain":
        return {}
    offers = enumerate(asked.terms.offers)
    return {f"offers.{number}.pattern": "unsure" for number, offer in offers if offer.pattern is None}


def unsocial_line(asked: Asked) -> SweptLine:
    """Unsocial hours pay of the post held from 0% to 40% of its basic pay, in halves of a per cent."""
    base = _base(asked)
    basic = float(payslip(base.current.job, base.rule_book)["basic_pay"])
    cleared = _cleared(asked, ("rota", "if_hours_differ", "unsocial_hours", "annex_5_percent", "annex_5_hours_a_week"))
    others = {**cleared, **_both_patterns(asked, base)}

    def point(place: int) -> dict[str, Any]:
        return {"current.unsocial_hours_payment": f"{basic * place / 10_000:.2f}", **others}

    what = "unsocial hours pay, % of basic pay"
    return SweptLine(what, np.arange(0, 4_001, 50), Decimal("0.01"), "0.01% of basic pay", point, "{}%")


def rotas_grid(asked: Asked) -> tuple[list[dict[str, Any]], list[str]]:
    """Every shipped rota for the post held, and in words those that cannot be for it."""
    cleared = _cleared(asked, ("unsocial_hours_payment", "annex_5_hours_a_week"))
    others = {**cleared, **_both_patterns(asked, _base(asked))}
    grid, left_out = [], []
    faults: list[Fault] = []
    for rota in shipped_rotas():
        point = {"current.rota": rota, "current.if_hours_differ": "scale", **others}
        try:
            cases_at(asked, [point])
            grid.append(point)
        except Faults as error:
            faults += error.faults
            left_out.append(f"Left out: {rota}: {error.faults[0].message}")
    if not grid:
        raise Faults(faults)
    return grid, left_out


def matrix_grid(asked: Asked) -> tuple[Asked, list[dict[str, Any]], list[str]]:
    """Every band and step from 5 to 7 to every post of the library from band 8a up, one offer a point.

    Rotas are scaled to the contract: a post of the library is whole time at 37.5 hours. Other offers of the scenario
    are left out; so are policies that cannot be for posts of the library, in words as the third part.
    """
    asked, left_out = keep_policies_that_let_vary(asked, HELD_POSTS)
    base = _base(asked)
    rule_book = base.rule_book
    own = asked.terms.posts
    library = read_library(inside(own, asked.folder) if own else shipped_folder("scenarios") / LEADERSHIP_POSTS)
    alone = replace(asked, terms=msgspec.structs.replace(asked.terms, offers=asked.terms.offers[:1]))
    grid: list[dict[str, Any]] = []
    for band in FROM_BANDS:
        for step in range(1, rule_book.pay_points.steps(BANDS.index(band)) + 1):
            held = {
                "current.band": band,
                "current.step": str(step),
                "current.name": f"Band {band}, step {step}",
                "current.basic_pay": None,
                "person.years_in_band": None,
            }
            for key, post in library.items():
                if post.band is None or BANDS.index(post.band) < BANDS.index("8a"):
                    continue
                grid.append({**held, "offers.0": offer_of(key, post, rule_book)})
    if not grid:
        raise Faults([Fault(asked.document.file, "posts", "the library has no post from band 8a up")])
    posts = {str(point["offers.0"]): point for point in grid}
    alone, impossible = keep_possible_policies(alone, list(posts.values()))
    return alone, grid, [*left_out, *impossible]


def bands_grid(asked: Asked) -> tuple[Asked, list[dict[str, Any]], list[str]]:
    """The post held to each band from 8a up that is above it, in office hours, one offer a point.

    Other offers of the scenario are left out; so are policies that cannot be for such a post, in words as the third
    part. Raises `Faults` where no band is above.
    """
    base = _base(asked)
    held = int(as_array(base.current.job.band))
    above = [band for band in LEADERSHIP if BANDS.index(band) > held]
    if held == NO_BAND or not above:
        words = f"'{base.current.name}' has no band of {LEADERSHIP[0]} to {LEADERSHIP[-1]} above it to be asked about"
        raise Faults([asked.document.fault(("current",), words)])
    pattern = {"pattern": "different"} if base.rule_book.promotion_method == "maintain" else {}
    grid = [{"offers.0": {"name": f"Band {band}", "band": band, **pattern}} for band in above]
    alone = replace(asked, terms=msgspec.structs.replace(asked.terms, offers=asked.terms.offers[:1]))
    alone, left_out = keep_possible_policies(alone, grid)
    return alone, grid, left_out


def offer_of(key: str, post: LibraryPost, rule_book: RuleBook) -> dict[str, str]:
    """A post of a library as an offer, its rota scaled to the contract, with its pattern where the rules ask for it."""
    offer = {"post": key}
    if rule_book.promotion_method == "maintain":
        offer["pattern"] = _pattern(post)
    if post.rota is not None:
        offer["if_hours_differ"] = "scale"
    return offer


def _pattern(post: LibraryPost) -> str:
    """Office posts are a different pattern; of the others it has to be said."""
    office = ("monday-to-friday", "hybrid-one-clinical-week-in-five", "scotland-monday-to-friday-36h")
    return "different" if post.rota in office else "unsure"
