"""A scenario with each thing that is not sure at its plausible values, one at a time and together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Faults, Refused
from paymodel.files.rotas import load_rota
from paymodel.files.yaml_documents import Document, convert
from paymodel.moves.batch import moves
from paymodel.moves.comparison import Case, Scenario, refuse_impossible, verdict_of
from paymodel.moves.sensitivity import LEAST, Combination, Combined, Sensitivity, Swing, Tried, combine, order_swings
from paymodel.scenarios.load import what_ifs_of
from paymodel.scenarios.schema import ScenarioFile
from paymodel.scenarios.uncertain_inputs import Plausible, combinations, point_of, shipped_plausible
from paymodel.scenarios.what_ifs import cases_at

MOST_COMBINATIONS = 20_000
MovePlace = tuple[int, int, int]
"""A move of a scenario: the places of its policy, its offer, and its pattern where both are shown."""
Answers = Mapping[MovePlace, float] | Refused
"""The change of take-home pay on each move, pounds a year; or why there is none."""
Point = dict[str, Any]
"""What a scenario is changed by: dotted paths, each with what it is set to."""


def sensitivities(scenario: Scenario, document: Document, folder: Path | None) -> list[Sensitivity]:
    """What the answer to every move of a scenario depends on. `document` and `folder` are those that it was read from.

    Each thing that is not sure takes each of its plausible values alone; then those to be combined that move an answer
    take all their values together. Raises `Faults` where combinations are too many, and `Refused` where a rule cannot
    answer the scenario itself.
    """
    return _Tries(scenario, document, folder).sensitivities()


class _Tries:
    """A scenario and what was tried on it."""

    def __init__(self, scenario: Scenario, document: Document, folder: Path | None) -> None:
        self.scenario, self.document = scenario, document
        self.what_ifs = what_ifs_of(document, folder)
        self.uncertain = uncertain_in(scenario, document)
        self.answers: dict[str, Answers] = {}
        self.names: dict[MovePlace, tuple[Case, str, str | None]] = {}

    def sensitivities(self) -> list[Sensitivity]:
        """The sensitivity of each move, policy by policy."""
        offers = range(len(self.scenario.cases[0].offers))
        changes = [change for plausible in self.uncertain.values() for change in plausible.values.values()]
        self._work_out([{}, *(self._point(change, offer) for change in changes for offer in offers)])
        stands = self._answers({})
        if isinstance(stands, Refused):
            raise stands
        swings = {move: self._swings(move, answer) for move, answer in stands.items()}
        moving = {swing.id for of_move in swings.values() for swing in of_move if swing.moves_by >= LEAST}
        together = [plausible for name, plausible in self.uncertain.items() if plausible.combined and name in moving]
        grid = self._grid(together)
        self._work_out([self._point(change, offer) for _, change in grid for offer in offers])
        return [
            self._sensitivity(move, answer, swings[move], self._combined(move, together, grid))
            for move, answer in stands.items()
        ]

    def _point(self, change: Mapping[str, Any], offer: int) -> Point:
        return point_of(change, self.what_ifs.terms, offer)

    def _answers(self, point: Point) -> Answers:
        return self.answers[repr(point)]

    def _work_out(self, points: Iterable[Point]) -> None:
        """Work out every move at some points, all of them at once."""
        cases: dict[str, list[Case]] = {}
        for point in points:
            key = repr(point)
            if key in self.answers or key in cases:
                continue
            self.what_ifs.shared.forget_many()
            try:
                cases_there = cases_at(self.what_ifs, [point])
                refuse_impossible(replace(self.scenario, cases=tuple(cases_there)))
                cases[key] = cases_there
            except Faults as error:
                self.answers[key] = Refused(error.faults[0].place, error.faults[0].message)
            except Refused as error:
                self.answers[key] = error.with_traceback(None)
        if not cases:
            return
        each = len(self.scenario.cases)
        every = [case for cases_there in cases.values() for case in cases_there]
        worked = moves(every)
        keys, changes = list(cases), [dict[MovePlace, float]() for _ in cases]
        for row in np.flatnonzero(worked.offer >= 0).tolist():
            place, policy = divmod(int(worked.case[row]), each)
            offer, pattern = int(worked.offer[row]), 0
            while (policy, offer, pattern) in changes[place]:
                pattern += 1
            move = (policy, offer, pattern)
            changes[place][move] = float(worked.take_home_change[row])
            case = every[worked.case[row]]
            self.names.setdefault(move, (case, case.offers[offer].name, worked.pattern[row]))
        self.answers |= dict(zip(keys, changes, strict=True))

    def _tried(self, move: MovePlace, words: str, change: Mapping[str, Any]) -> Tried:
        """One value, for one move."""
        answers = self._answers(self._point(change, move[1]))
        if isinstance(answers, Refused):
            return Tried(words, None, answers.message)
        if (*move[:2], 1) in self.names and (*move[:2], 1) not in answers:
            return Tried(words, None, "both patterns are shown already")
        return Tried(words, answers[move])

    def _swings(self, move: MovePlace, stands: float) -> list[Swing]:
        return [
            plausible.swing(
                name, stands, (self._tried(move, words, change) for words, change in plausible.values.items())
            )
            for name, plausible in self.uncertain.items()
        ]

    def _grid(self, together: Sequence[Plausible]) -> list[tuple[dict[str, str], Point]]:
        """Every combination of the values of some things: what each is called, and the changes that make it."""
        count = int(np.prod([float(len(plausible.values)) for plausible in together])) if together else 0
        if count > MOST_COMBINATIONS:
            words = f"makes {counted(count, 'combination')}; at most {MOST_COMBINATIONS:,}: give fewer values"
            raise Faults([self.document.fault(("plausible",), words)])
        return [
            (names, {path: value for change in changes for path, value in change.items()})
            for names, changes in (combinations(together) if together else ())
        ]

    def _combined(
        self, move: MovePlace, together: Sequence[Plausible], grid: Sequence[tuple[dict[str, str], Point]]
    ) -> Combined | None:
        tried = [(names, self._tried(move, "", change).answer) for names, change in grid]
        sound = [Combination(names, answer) for names, answer in tried if answer is not None]
        switches = self.names[move][0].rule_book.switches
        return combine([plausible.what for plausible in together], sound, switches) if sound else None

    def _sensitivity(
        self, move: MovePlace, stands: float, swings: list[Swing], combined: Combined | None
    ) -> Sensitivity:
        case, post, pattern = self.names[move]
        moving, still, not_here = order_swings(swings)
        verdict = verdict_of(stands, case.rule_book.switches)
        return Sensitivity(
            post=post,
            policy_name=case.policy_name,
            pattern=pattern,
            take_home_change=stands,
            verdict=verdict,
            swings=moving,
            still=still,
            not_here=not_here,
            combined=combined,
        )


def uncertain_in(scenario: Scenario, document: Document) -> dict[str, Plausible]:
    """Uncertain input in a scenario: what ships, where it applies, and what the scenario puts in its place."""
    own = convert(document.data, ScenarioFile).plausible
    held = scenario.cases[0].current.rota_title
    shipped = {
        name: plausible
        for name, plausible in shipped_plausible().items()
        if not plausible.rotas or held in {load_rota(rota).title for rota in plausible.rotas}
    }
    return {
        name: plausible
        for name, plausible in {**shipped, **own}.items()
        if plausible.values and plausible.is_open(scenario.nation, scenario.as_at)
    }
