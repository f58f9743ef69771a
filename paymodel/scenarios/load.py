"""Scenario files: what people write, checked, and made into the cases that a comparison answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from paymodel.errors import Fault, Faults, NotInForce, Refused, nearest, shortened
from paymodel.files.rotas import rota_of
from paymodel.files.scales import Scales, load_policy, shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import YesNo
from paymodel.files.yaml_documents import Document, Place, read_document
from paymodel.moves.career_path import NO_PLAN
from paymodel.moves.comparison import Case, Scenario
from paymodel.moves.posts import Post
from paymodel.pay.award import Award, job_under_award, under_award
from paymodel.pay.rule_book import RuleBook, Switches
from paymodel.scenarios.move_builder import Moves
from paymodel.scenarios.post_builder import Builder, SharedReads
from paymodel.scenarios.schema import PolicyFile, ScenarioFile, SwitchesFile
from paymodel.scenarios.stated_keys import StatedKeys, award_of
from paymodel.scenarios.uncertain_inputs import plausible_faults, point_of

EVERY = "all"
"""In a dotted path, every entry of a list: `offers.all.long_term_premium`."""
CHECKS_REST_ON = frozenset(
    {
        *("nation", "as_at", "person", "current", "offers", "policies", "change", "switches", "posts", "post", "band"),
        *("step", "basic_pay", "rota", "pattern", "whole_time_equivalent", "years_in_band", "if_hours_differ"),
        *("unsocial_hours", "high_cost_area"),
    }
)
"""Keys without which further checks of a scenario would only guess."""


def shipped_scenarios() -> list[str]:
    """Names of the scenarios that ship with the package."""
    return sorted(path.stem for path in shipped_folder("scenarios").glob("*.yaml"))


def load_scenario(path: Path | str, *, scales: Scales | None = None) -> Scenario:
    """Read a scenario file with the rotas and posts it names, or a shipped scenario by its name.

    Raises `Faults` with every fault found.

    >>> load_scenario("paramedic-to-operations-manager").nation
    'england'
    """
    document, folder = open_scenario(path)
    return scenario_of(document, folder, Path(path).stem, scales)


def open_scenario(path: Path | str) -> tuple[Document, Path]:
    """The document of a scenario file, or of a shipped scenario by its name, and the folder its paths start from."""
    file = Path(path)
    if isinstance(path, str) and re.fullmatch(r"[A-Za-z0-9_-]+", path) and not file.exists():
        file = shipped_folder("scenarios") / f"{path}.yaml"
        if not file.is_file():
            raise Faults([Fault(path, "", f"not a file or a shipped scenario; {nearest(path, shipped_scenarios())}")])
    return read_document(file, str(path)), file.parent


def scenario_of(
    document: Document,
    folder: Path | None,
    identity: str,
    scales: Scales | None = None,
    shared: "SharedReads | None" = None,
) -> Scenario:
    """Check a scenario document and make the scenario. Relative paths start from `folder`, if given, and stay in it.

    `shared`, if given, holds afterwards which rotas and post libraries were read.
    """
    faults: list[Fault] = []
    try:
        base = validate(document, ScenarioFile)
    except Faults as error:
        from paymodel.files.model_faults import sound_part  # only a fault needs it

        left = sound_part(document, ScenarioFile, CHECKS_REST_ON)
        if left is None:
            raise
        base, faults = left, list(error.faults)
    faults += faults_of_repeated_names(document, "policies", [policy.name for policy in base.policies])
    for name in base.rotas:
        faults += rota_faults(document, name)
    faults += plausible_faults(document, base.plausible)
    cases = []
    shared = shared or SharedReads()
    for index, policy in enumerate(base.policies):
        try:
            cases.append(case_of(document, base, policy, index, folder, scales, shared))
        except Faults as error:
            of_policy = [fault_of_policy(document, document, policy, index, fault) for fault in error.faults]
            known = {(fault.file, fault.place) for fault in faults}
            faults.extend(fault for fault in of_policy if (fault.file, fault.place) not in known)
    if not faults:
        faults += _plausible_faults(document, base, folder, scales, shared)
    if faults:
        raise Faults(faults)
    return Scenario(identity, base.title, base.question, base.as_at, base.nation, base.horizon_years, tuple(cases))


def _plausible_faults(
    document: Document, base: ScenarioFile, folder: Path | None, scales: Scales | None, shared: "SharedReads"
) -> list[Fault]:
    """What is wrong with the plausible values that a scenario states itself: each must be possible in it."""
    faults = []
    for name, plausible in base.plausible.items():
        for words, change in plausible.values.items():
            try:
                policy = PolicyFile(name=words, change=point_of(change, document.data))
                case_of(document, base, policy, 0, folder, scales, shared, with_career=False)
            except Faults as error:
                fault = error.faults[0]
                place = "" if "policies" in fault.at else f"{fault.place}: "
                faults.append(document.fault(("plausible", name, "values", words), f"{place}{fault.message}"))
    return faults


def rota_faults(document: Document, name: str) -> Sequence[Fault]:
    """What is wrong with a rota that a scenario holds."""
    try:
        rota_of(document.part("rotas", name))
    except Faults as error:
        return error.faults
    return ()


def varied_cases(
    document: Document,
    folder: Path | None,
    grid: Sequence[Mapping[str, Any]],
    scales: Scales | None = None,
    shared: "SharedReads | None" = None,
) -> list[Case]:
    """The cases of a scenario for each point of a grid (dotted path to value), policy by policy within a point.

    `shared`, if given, shares rotas and rule books with other grids of the same document. Raises `Faults`, each naming
    the path and the value that brought it in.
    """
    base = validate(document, ScenarioFile)
    shared = shared or SharedReads()
    cases: list[Case] = []
    for point in grid:
        for index, policy in enumerate(base.policies):
            varied = msgspec.structs.replace(policy, change={**point, **policy.change})
            try:
                cases.append(case_of(document, base, varied, index, folder, scales, shared, with_career=False))
            except Faults as error:
                raise Faults(fault_of_point(point, fault) for fault in error.faults) from None
    return cases


def fault_of_point(point: Mapping[str, Any], fault: Fault) -> Fault:
    """A fault of a grid's point, with the values that brought it in; that of a point without any as it is."""
    if not point:
        return fault
    values = ", ".join(f"{path}={shortened(value)[1:-1]}" for path, value in point.items())
    return Fault(fault.file, f"--vary {values}", f"{fault.place}: {fault.message}", fault.at)


def fault_of_policy(document: Document, policies: Document, policy: PolicyFile, index: int, fault: Fault) -> Fault:
    """A fault that a policy brought in, at the path of `policies` that it changes; any other as it is."""
    if fault.file != document.file:
        return fault
    place = ".".join(str(part) for part in fault.at)
    for path in policy.change:
        above = ("policies", index, "change", path)
        plain = path.replace(f".{EVERY}.", ".0.")
        touches = place == plain or place.startswith(f"{plain}.") or plain.startswith(f"{place}.")
        if fault.at == above or (place and touches):
            return policies.fault(above, fault.message)
    return fault


def faults_of_repeated_names(document: Document, key: str, names: Sequence[str]) -> list[Fault]:
    """A fault for each name that stands already, of the entries under a key."""
    return [
        document.fault((key, index, "name"), f"'{name}' stands twice; give each its own name")
        for index, name in enumerate(names)
        if name in names[:index]
    ]


def case_of(
    document: Document,
    base: ScenarioFile,
    change: PolicyFile,
    index: int,
    folder: Path | None,
    scales: Scales | None,
    shared: SharedReads,
    *,
    with_career: bool = True,
) -> Case:
    """The case of one policy (the one at `index`) of a scenario: its rule book, and the posts as they stand under it.

    Raises `Faults`.
    """
    changed = changed_by(document, base, change, index)
    horizon = base.horizon_years
    return case_under(changed, change, folder, scales, shared, horizon_years=horizon, with_career=with_career)


@dataclass(frozen=True, eq=False)
class Changed:
    """A scenario as a policy changes it, and what the policy changes in the scale files.

    `said` holds what its posts say, each read once: it is the same in every nation.
    """

    document: Document
    file: ScenarioFile
    scales: Mapping[str, Any]
    stated: dict[Place, "StatedKeys"] = field(default_factory=dict)


def changed_by(document: Document, base: ScenarioFile, change: PolicyFile, index: int) -> Changed:
    """The scenario under one policy (the one at `index`). Raises `Faults`."""
    data = _copy_of(document.data)
    scale_changes: dict[str, Any] = {}
    faults = []
    for path, value in change.change.items():
        if path.startswith("scales."):
            scale_changes[path.removeprefix("scales.")] = value
            continue
        try:
            _set_path(data, path, value)
        except ValueError as error:
            faults.append(document.fault(("policies", index, "change", path), str(error)))
    if faults:
        raise Faults(faults)
    changed = Document(document.file, data, document.lines)
    return Changed(changed, validate(changed, ScenarioFile) if change.change else base, scale_changes)


def case_under(
    changed: Changed,
    change: PolicyFile,
    folder: Path | None,
    scales: Scales | None,
    shared: SharedReads,
    *,
    horizon_years: int,
    with_career: bool = True,
) -> Case:
    """The case of a scenario that a policy has changed. Raises `Faults`."""
    document, file, scale_changes = changed.document, changed.file, changed.scales
    switches = switches_of(file.switches)
    needs_points = any(post.basic_pay is None for post in (file.current, *file.offers))
    key = (file.nation, file.as_at, file.person.tax_residence, switches, repr(scale_changes), needs_points)
    try:
        if key not in shared.rule_books:
            shared.rule_books[key] = load_policy(
                file.nation,
                file.as_at,
                tax_residence=file.person.tax_residence,
                switches=switches,
                changes=scale_changes,
                scales=scales,
                needs_pay_points=needs_points,
            )
        rule_book = shared.rule_books[key]
    except NotInForce as error:
        raise Faults([document.fault(("as_at",), str(error))]) from None
    except Refused as error:
        raise Faults([document.fault(tuple(error.place.split(".")), error.message)]) from None
    award = award_of(file.award)
    before = rule_book
    if award:
        if (key, award) not in shared.awarded:
            shared.awarded[key, award] = under_award(before, award)
        rule_book = shared.awarded[key, award]
        shared.before_award[id(rule_book)] = before
    builder = Builder(document, file, rule_book, folder, shared, changed.stated)
    current = builder.post(file.current, ("current",), offer=False)
    offers = [builder.post(offer, ("offers", number), offer=True) for number, offer in enumerate(file.offers)]
    if builder.faults:
        raise Faults(builder.faults)
    moves = Moves(builder, current)
    offers = moves.offers(offers)
    if builder.faults:
        raise Faults(builder.faults)
    if same := faults_of_repeated_names(document, "offers", [offer.name for offer in offers]):
        raise Faults(same)
    if award:
        current, *offers = (_post_under_award(post, award, before, rule_book) for post in (current, *offers))
    plan = moves.plan(offers, horizon_years) if with_career else NO_PLAN
    if builder.faults:
        raise Faults(builder.faults)
    changes = tuple((path, str(value)) for path, value in change.change.items())
    return Case(change.name, change.because, rule_book, current, tuple(offers), changes, award, plan)


def _post_under_award(post: Post, award: Award, before: RuleBook, after: RuleBook) -> Post:
    """A post under an award: what it states of basic pay and unsocial hours rises too."""
    job, later = (job_under_award(job, award, before, after) for job in (post.job, post.later_job))
    return replace(post, job=job, later_job=later)


CREATED = ("person", "switches", "award", "career", "career.award_a_year")
"""Mappings that a policy's path may lead through even where the scenario has none."""


def _copy_of(data: Any) -> Any:
    """A copy of what a document holds: mappings, lists and text (much quicker than `copy.deepcopy`)."""
    if isinstance(data, dict):
        return {key: _copy_of(value) for key, value in data.items()}
    return [_copy_of(value) for value in data] if isinstance(data, list) else data


def _set_path(data: Any, path: str, value: Any) -> None:
    """Set a dotted path in the raw data; a last key may be new, everything before it must exist."""
    *parents, last = path.split(".")
    if not parents or parents[0] == "policies":
        raise ValueError(
            f"{shortened(path)} cannot be changed; give a path such as offers.0.long_term_premium,"
            " switches.annex_5_protected or scales.overtime.rate"
        )
    at = data
    for number, part in enumerate(parents):
        if ".".join(parents[: number + 1]) in CREATED and isinstance(at, dict) and part not in at:
            at[part] = {}
        if part == EVERY and isinstance(at, list):
            rest = ".".join([*parents[number + 1 :], last])
            for place in range(len(at)):
                _set_path(data, ".".join([*parents[:number], str(place), rest]), value)
            return
        at = at[_key_in(at, part, parents[:number], must_exist=True)]
    at[_key_in(at, last, parents, must_exist=False)] = _copy_of(value)  # a later path may change it within


def _key_in(at: Any, part: str, above: list[str], *, must_exist: bool) -> Any:
    """The key or index that a part of a dotted path names."""
    if isinstance(at, list):
        if re.fullmatch(r"[0-9]{1,4}", part) and int(part) < len(at):
            return int(part)
        valid = "the only one is 0" if len(at) == 1 else f"they are 0 to {len(at) - 1}"
        raise ValueError(f"{shortened(part)} leads nowhere; {valid}")
    if isinstance(at, dict):
        if must_exist and part not in at:
            raise ValueError(f"{shortened(part)} leads nowhere; {nearest(part, at)}")
        return part
    raise ValueError(f"{shortened(part)} leads nowhere: {'.'.join(above)} holds text")


def switches_of(file: SwitchesFile) -> Switches:
    """The switches that a file sets, the others at their defaults."""
    values = {name: value for name, value in msgspec.structs.asdict(file).items() if value is not None}
    values = {name: bool(value) if isinstance(value, YesNo) else value for name, value in values.items()}
    if "scotland_pension_table" in values:
        values["scotland_pension_table"] = int(values["scotland_pension_table"])
    return Switches(**values)
