"""The moves of a scenario: which kind each offer is, what must be said of it, and career paths."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from paymodel.errors import nearest, shortened
from paymodel.files.yaml_documents import Place
from paymodel.moves.career_path import MOVE_NOW, STAY, CareerPath, CareerPlan, PlannedMove, promoted_from
from paymodel.moves.kinds import ACTING_UP, DOWN, FOR_GOOD, ROTATION, SECONDMENT, SIDEWAYS, direction, kind_of, rises
from paymodel.moves.posts import Post
from paymodel.pay.job import BANDS, NO_BAND
from paymodel.rounding import as_array
from paymodel.scenarios.post_builder import Builder
from paymodel.scenarios.schema import CareerFile, MoveFile
from paymodel.scenarios.stated_keys import award_of


@dataclass
class Moves:
    """Fits the posts that a builder made to the moves between them, gathering its faults."""

    builder: Builder
    current: Post

    def offers(self, offers: list[Post]) -> list[Post]:
        """The offers with the kind of move that each is. The pattern is the user's to say where promotion turns on it.

        Within the band and downwards no rule turns on the pattern, so that none is kept.
        """
        fitted = []
        for number, offer in enumerate(offers):
            self._check_stated_kind(offer, ("offers", number))
            kind = self._kind(offer, number)
            up = not self.builder.terms.offers[number].same_post and bool(rises(self.current.job, offer.job))
            pattern = offer.pattern if up else None
            as_it_is = (kind, pattern) == (offer.move, offer.pattern)
            fitted.append(offer if as_it_is else replace(offer, move=kind, pattern=pattern))
            if up and self._pattern_is_missing(self.current, offer, pattern):
                words = "missing: say whether the unsocial hours pattern is substantially the same (handbook 1.19):"
                self.builder._fault(("offers", number, "pattern"), f"{words} same, different or unsure")
        return fitted

    def _kind(self, offer: Post, number: int) -> str:
        """The kind of move: as stated for a time; else by what it alternates with, by its end and by the bands."""
        if offer.for_good and self.builder.terms.offers[number].same_post:
            return SIDEWAYS  # whether its band is stated or not
        if offer.for_good or self.builder.terms.offers[number].move is not None:
            return kind_of(self.current.job, offer.job, offer.move)
        if offer.blocks is not None:
            return ROTATION
        return ACTING_UP if rises(self.current.job, offer.job) else SECONDMENT

    def _check_stated_kind(self, offer: Post, place: Place) -> None:
        """A stated kind of move that the bands say is another."""
        keys = self.builder.terms.offers[int(place[1])]
        stated = keys.move
        actual = SIDEWAYS if keys.same_post else FOR_GOOD[1 - int(direction(self.current.job, offer.job))]
        if stated not in FOR_GOOD or stated == actual:
            return
        old, new = (int(as_array(post.job.band)) for post in (self.current, offer))
        if NO_BAND in (old, new):
            words = f"a move {stated} needs the band of both posts" if stated in (SIDEWAYS, DOWN) else ""
            self.builder._fault((*place, "move"), f"{words}; state it beside basic_pay, or leave this out")
            return
        words = f"from band {BANDS[old]} to band {BANDS[new]} is {_as_said(actual)}; say {actual}, or leave this out"
        self.builder._fault((*place, "move"), words)

    def _pattern_is_missing(self, held: Post, offer: Post, pattern: str | None) -> bool:
        """Whether the rule on promotion needs the pattern and nobody said it."""
        if self.builder.rule_book.promotion_method != "maintain" or pattern is not None:
            return False
        enhanced = held.enhanced_hours()
        return bool(rises(held.job, offer.job)) and (enhanced is None or enhanced > 0)

    def plan(self, offers: list[Post], file: CareerFile, horizon_years: int) -> CareerPlan:
        """The career paths of a file, with a fault for each move that cannot be."""
        known = {offer.name: offer for offer in offers}
        names = [path.name for path in file.paths]
        paths = []
        for number, path in enumerate(file.paths):
            place: Place = ("career", "paths", number)
            if path.name == STAY or path.name.startswith(f"{MOVE_NOW}:") or path.name in names[:number]:
                self.builder._fault((*place, "name"), f"'{path.name}' stands already; give each path its own name")
            moves: list[PlannedMove] = []
            for index, keys in enumerate(path.moves):
                move = self._move_of(keys, (*place, "moves", index), known, horizon_years)
                if move is None:
                    break
                moves.append(move)
                moves[-1] = self._checked(moves, (*place, "moves", index))
            paths.append(CareerPath(path.name, tuple(moves)))
        return CareerPlan(tuple(paths), award_of(file.award_a_year), file.discount_rate, file.pension_revaluation)

    def _move_of(
        self, keys: MoveFile, place: Place, known: Mapping[str, Post], horizon_years: int
    ) -> PlannedMove | None:
        if keys.to not in known:
            words = f"{shortened(keys.to)} is not the name of an offer; {nearest(keys.to, known)}"
            self.builder._fault((*place, "to"), words)
            return None
        if keys.in_year > horizon_years:
            words = f"year {keys.in_year} lies beyond the horizon; give 1 to {horizon_years}, or raise horizon_years"
            self.builder._fault((*place, "in_year"), words)
            return None
        stated = self.builder.terms.offers[list(known).index(keys.to)].pattern
        return PlannedMove(known[keys.to], keys.in_year, keys.pattern or stated)

    def _checked(self, moves: list[PlannedMove], place: Place) -> PlannedMove:
        """The last of some moves, as it is from the post held then; it must come later than the one before."""
        *earlier, move = moves
        if earlier and move.in_year <= earlier[-1].in_year:
            words = f"year {move.in_year} does not come after year {earlier[-1].in_year}, that of the move before"
            self.builder._fault((*place, "in_year"), f"{words}; years must rise")
        held = (self.current, *(move.offer for move in moves))[promoted_from(moves)[-1]]
        up = bool(rises(held.job, move.offer.job))
        if move.pattern == "unsure" and up:
            words = "missing: the offer's pattern is unsure, and a path needs one answer: same or different"
            self.builder._fault((*place, "pattern"), words)
        if self._pattern_is_missing(held, move.offer, move.pattern):
            words = f"missing: say whether the unsocial hours pattern of '{held.name}' is substantially the same"
            self.builder._fault((*place, "pattern"), f"{words} (handbook 1.19): same or different")
        if move.offer.on_annex_5 and (up or not held.on_annex_5):
            words = f"'{move.offer.name}' is paid Annex 5, which whoever leaves '{held.name}' for it is not"
            self.builder._fault((*place, "to"), f"{words}; offer it on section_2 too and name that")
        kind = kind_of(held.job, move.offer.job, move.offer.move)
        return move._replace(offer=replace(move.offer, move=kind), pattern=move.pattern if up else None)


def _as_said(kind: str) -> str:
    return "a promotion" if kind not in (SIDEWAYS, DOWN) else f"a move {kind}"
