"""Which policies of a scenario a grid of values can be worked out under, and in words why others cannot."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from paymodel.errors import Fault, Faults
from paymodel.files.typed_paths import EVERY
from paymodel.pay.payslips import payslip
from paymodel.scenarios.schema import PolicyFile, ScenarioFile
from paymodel.scenarios.what_ifs import WhatIfs, cases_at

Asked = WhatIfs[ScenarioFile]


def keep_policies_that_let_vary(asked: Asked, paths: Sequence[str]) -> tuple[Asked, list[str]]:
    """A scenario with the policies that leave some paths to a grid; in words those that set one themselves.

    A policy's own change goes before a value of the grid, so nothing would vary under it. Raises `Faults` where every
    policy sets a path.
    """
    policies = asked.terms.policies
    sets = {policy.name: path for policy in policies if (path := set_by(policy, paths)) is not None}
    if sets and len(sets) == len(policies):
        words = f"every policy sets {next(iter(sets.values()))} itself, so nothing would vary"
        raise Faults([asked.document.fault(("policies",), words)])
    kept = [policy for policy in policies if policy.name not in sets]
    left_out = [f"Left out: policy {name}: it sets {path} itself, so nothing varies." for name, path in sets.items()]
    return with_policies(asked, kept), left_out


def set_by(policy: PolicyFile, paths: Sequence[str]) -> str | None:
    """The first path that a policy changes and that is one of some paths, part of one, or holds one."""
    return next((path for path in policy.change if any(_meet(path, other) for other in paths)), None)


def _meet(path: str, other_path: str) -> bool:
    """Whether a dotted path leads to another, or through it.

    >>> _meet("offers.all.step", "offers.0.step"), _meet("award", "award.percent"), _meet("award.pounds", "award")
    (True, True, True)
    >>> _meet("award.pounds", "award.percent")
    False
    """
    pairs = zip(path.split("."), other_path.split("."), strict=False)
    return all(a == b or EVERY in (a, b) for a, b in pairs)


def keep_possible_policies(asked: Asked, points: Sequence[dict[str, Any]]) -> tuple[Asked, list[str]]:
    """A scenario with those of its policies that can be at some points for posts of the library; in words the others.

    A policy may be about the scenario's own offers: hours in place of a rota, or another offer than the first. Raises
    `Faults` where none can be.
    """
    kept, left_out = [], []
    faults: list[Fault] = []
    for policy in asked.terms.policies:
        try:
            cases_at(with_policies(asked, [policy]), points)
            kept.append(policy)
        except Faults as error:
            faults += error.faults
            left_out.append(f"Left out: policy {policy.name}: it cannot be for every post of the library.")
    if faults and not kept:
        raise Faults(faults)
    return with_policies(asked, kept), left_out


def keep_policies_of_one_basic_pay(asked: Asked) -> tuple[Asked, list[str]]:
    """A scenario with the policies that leave the post held the basic pay of the first; in words the others.

    A percentage of basic pay is another sum under those.
    """
    cases = cases_at(asked, [{}])
    basic = [float(payslip(case.current.job, case.rule_book)["basic_pay"]) for case in cases]
    others = {case.policy_name for case, pay in zip(cases, basic, strict=True) if pay != basic[0]}
    kept = [policy for policy in asked.terms.policies if policy.name not in others]
    words = "the basic pay of the post held is another under it, so its percentages are others."
    return with_policies(asked, kept), [
        f"Left out: policy {case.policy_name}: {words}" for case in cases if case.policy_name in others
    ]


def with_policies(asked: Asked, policies: Sequence[PolicyFile]) -> Asked:
    """The scenario with other policies."""
    return replace(asked, terms=msgspec.structs.replace(asked.terms, policies=list(policies)))
