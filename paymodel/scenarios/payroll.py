"""The payroll view of a scenario: its rule books by month, and what was asked checked."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from paymodel.errors import Refused, nearest, shortened
from paymodel.files import parsers
from paymodel.files.scales import CODE_LETTERS, load_paye, load_policy
from paymodel.moves.comparison import Case, Scenario
from paymodel.moves.payroll import PayrollYear, RulesOf, payroll_year
from paymodel.moves.posts import Post, refuse_impossible_pattern
from paymodel.pay.payslips import marriage_allowance_of, payslip
from paymodel.pay.rule_book import Paye, RuleBook
from paymodel.pay.rules.paye import TaxCode, with_marriage_allowance

PATTERNS = ("same", "different")


def payroll(
    scenario: Scenario,
    *,
    promoted_on: datetime.date | None = None,
    offer: str | None = None,
    policy: str | None = None,
    pattern: str | None = None,
    tax_code: str | None = None,
    month_1: bool = False,
    in_arrears: bool | None = None,
) -> PayrollYear:
    """Twelve payslips of a scenario's person: in the post held, and from `promoted_on` in an offer [the first].

    `policy` names one of the scenario's [the first]; `pattern` (same, different) is needed where the offer's is unsure;
    `tax_code` is the standard one of the tax residence unless given, with marriage allowance where the post held now is
    due it; `in_arrears` overrides the scenario's switch.

    Raises `Refused` and `NotInForce`.

    >>> from paymodel import load_scenario
    >>> year = payroll(load_scenario("paramedic-to-operations-manager"), promoted_on=datetime.date(2026, 9, 14))
    >>> len(year.slips["gross_pay"]), year.code.text
    (12, '1257L')
    """
    case = scenario.cases[place_of([case.policy_name for case in scenario.cases], policy, "--policy")]
    if in_arrears is not None:
        case = _in_arrears(case, in_arrears)
    code, rules, basis = code_of_case(case, tax_code)
    if month_1 and basis == parsers.BASES[0]:
        raise Refused("--tax-code", f"{shortened(tax_code)} says cumulative, and --month-1 says otherwise")
    month_1 = month_1 or basis == parsers.BASES[1]
    to = None
    if promoted_on is not None:
        to = case.offers[place_of([post.name for post in case.offers], offer, "--offer")]
    elif offer is not None or pattern is not None:
        raise Refused("--offer" if offer else "--pattern", "needs --promoted-on, the day of the promotion")
    return payroll_year(
        case,
        code,
        rules,
        rules_of_case(case),
        month_1=month_1,
        code_stated=tax_code is not None,
        offer=to,
        promoted_on=promoted_on,
        same_pattern=to is not None and _is_same(case, to, pattern),
    )


def code_of_case(case: Case, tax_code: str | None) -> tuple[TaxCode, Paye, str]:
    """A tax code, the figures that it is worked out with, and the basis that is written beside it (no text for none).

    Without one: the standard code of the tax residence, with marriage allowance where the post held now is due it.
    Raises `Refused`.
    """
    rule_book, job = case.rule_book, case.current.job
    rules = load_paye(rule_book.tax_residence, rule_book.as_at)
    if tax_code is None:
        code = parsers.tax_code(rules.standard_code)
        due = marriage_allowance_of(job, rule_book, payslip(job, rule_book)["taxable_pay"])
        return (with_marriage_allowance(code, rule_book.marriage_allowance.transferred) if due else code), rules, ""
    try:
        code, basis = parsers.tax_code_and_basis(tax_code)
    except ValueError as error:
        raise Refused("--tax-code", str(error)) from None
    return code, load_paye(code.nation or nation_without_letter(rule_book), rule_book.as_at), basis


def place_of(names: Sequence[str], wanted: str | None, option: str) -> int:
    """The place of a name among some; the first where none is wanted."""
    if wanted is None:
        return 0
    if wanted not in names:
        raise Refused(option, f"{shortened(wanted)} is not in the scenario; {nearest(wanted, names)}")
    return names.index(wanted)


def _is_same(case: Case, offer: Post, pattern: str | None) -> bool:
    """Whether the unsocial pattern is the same, as the offer or the option says."""
    if pattern and pattern not in PATTERNS:
        raise Refused("--pattern", f"{shortened(pattern)} is not a pattern; {nearest(pattern, PATTERNS)}")
    stated = pattern or offer.pattern
    if case.rule_book.promotion_method != "maintain":
        return False
    if stated == "unsure":
        raise Refused("--pattern", f"missing: the pattern of '{offer.name}' is unsure; say same or different")
    if stated == "same":
        refuse_impossible_pattern(case.current, offer, case.rule_book, "--pattern" if pattern else "pattern")
    return stated == "same"


def _in_arrears(case: Case, value: bool) -> Case:
    """A case with its switch for arrears set."""

    def switched(rule_book: RuleBook) -> RuleBook:
        time = rule_book.working_time
        switches = replace(time.switches, enhancements_in_arrears=value)
        return replace(rule_book, working_time=replace(time, switches=switches))

    before = None if case.before_award is None else switched(case.before_award)
    return replace(case, rule_book=switched(case.rule_book), before_award=before)


def nation_without_letter(rule_book: RuleBook) -> str:
    """The nation whose rates a tax code without a letter asks for."""
    return rule_book.tax_residence if rule_book.tax_residence not in CODE_LETTERS else "england"


def rules_of_case(case: Case) -> RulesOf:
    """The rule book in force on a day: the case's own, all year, where a policy or an award changes figures.

    Until the day that an award is paid from, it is the one before the award.
    """
    rule_book, before, since = case.rule_book, case.before_award, case.award.since
    if before is not None and since is not None:
        return lambda day: rule_book if day >= since else before
    if rule_book.changed or case.award:
        return lambda _day: rule_book
    needs_points = any(bool(np.isnan(post.job.basic_pay)) for post in (case.current, *case.offers))

    @cache
    def rules_of(day: datetime.date) -> RuleBook:
        return load_policy(
            rule_book.nation,
            day,
            tax_residence=rule_book.tax_residence,
            switches=rule_book.switches,
            needs_pay_points=needs_points,
        )

    return rules_of
