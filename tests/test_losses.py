"""Who loses in a workforce: counting by key equals one person at a time."""

from dataclasses import replace
from itertools import chain
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import paymodel
from paymodel.moves.break_evens import long_term_premium
from paymodel.moves.posts import Post, offer_payslip, placed
from paymodel.pay.job import BAND_CODE, BANDS, Job
from paymodel.pay.payslips import payslip
from paymodel.pay.rule_book import RuleBook, Switches
from paymodel.workforces import tally
from paymodel.workforces.impact import changes_of, measure
from paymodel.workforces.measured import COUNTS, Measured, Spread
from paymodel.workforces.pay_to_match import RATE_UNIT, _by_halves, _by_table
from paymodel.workforces.people import Group, Staff, number_alike
from paymodel.workforces.questions import Question
from paymodel.workforces.tally import Tally
from tests.examples_at_random import examples

DAY = "2026-11-22"
ENGLAND = paymodel.load_policy("england", DAY)
SCOTLAND = paymodel.load_policy("scotland", DAY)
DEARER = paymodel.load_policy("england", DAY, changes={"member-pension-contribution.3.rate": "11%"})


@given(st.data())
@settings(max_examples=examples(30), deadline=None)
def test_counting_by_key_equals_a_plain_loop(data: st.DataObject) -> None:
    people = data.draw(st.integers(1, 60))
    keys, groups, offers = (data.draw(st.integers(1, most)) for most in (5, 4, 4))
    numbers = st.integers(-2_000, 2_000)  # whole pence, close together so that there are ties
    key = np.array(data.draw(st.lists(st.integers(0, keys - 1), min_size=people, max_size=people)))
    _, key = np.unique(key, return_inverse=True)
    group = np.array(data.draw(st.lists(st.integers(0, groups - 1), min_size=people, max_size=people)))
    current = np.array(data.draw(st.lists(numbers, min_size=people, max_size=people)))
    kinds = int(key.max()) + 1
    offered = np.array(data.draw(st.lists(numbers, min_size=offers * kinds, max_size=offers * kinds)))
    offered = offered.reshape(offers, kinds)
    open_to = np.array(data.draw(st.lists(st.booleans(), min_size=offers * kinds, max_size=offers * kinds)))
    open_to = open_to.reshape(offers, kinds)
    tolerance = data.draw(st.sampled_from([0, 1, 60, 500]))
    price = np.arange(kinds) % 3  # every third key is worth the same in each offer
    other = np.arange(people) % 2  # a second column, so that columns stand side by side
    ways = []
    for most in (0, 10_000):  # a table that is held as filled places, a few people looked at at a time; and all at once
        with mock.patch.multiple(tally, MOST_DENSE=most, MOST_LOOKED_AT=most + 3):
            columns, which = [(groups, group), (2, other)], np.arange(offers)
            worth, prices = offered[:, price], offered[:, : min(3, kinds)]
            ways.append(Tally(current, key, columns).count(worth, worth, open_to, which, tolerance))
            ways.append(Tally(current, key, columns, price).count(prices, worth, open_to, which, tolerance))
    for offer in range(offers):
        for one in range(-1, groups):
            found = dict.fromkeys(COUNTS, 0)
            for person in range(people):
                if one in (-1, group[person]) and open_to[offer, key[person]]:
                    change = int(offered[offer, price[key[person]]] - current[person])
                    found["people"] += 1
                    found["lose"] += change < -tolerance
                    found["gain"] += change > tolerance
                    found["change"] += change
                    found["losses"] += -change if change < -tolerance else 0
            for way in ways:
                assert {name: int(getattr(way, name)[offer, one + 1]) for name in COUNTS} == found


def posts() -> tuple[Post, ...]:
    def post(
        name: str, band: str, pattern: str | None = "different", own: frozenset[str] = frozenset(), **job: object
    ) -> Post:
        held = Job(band=BAND_CODE[band], **job)  # type: ignore[arg-type]
        return Post(name, held, held, step_stated="step" in job, pattern=pattern, own=own)

    return (
        post("office", "8a"),
        post("with hours", "8a", "same", saturday_night_hours_a_year=700.0, sunday_holiday_hours_a_year=300.0),
        post("on call", "8b", on_call_payment=1_500.0, short_term_premium=900.0),
        post("top", "8a", step=2),
        post("half time", "8a", own=frozenset({"whole_time_equivalent"}), whole_time_equivalent=0.5),
        post("rung", "7", long_term_premium_share=0.05),
        post("short", "8a", short_term_premium_share=0.03),
    )


def random_staff(random: np.random.Generator, size: int, policies: dict[str, RuleBook]) -> Staff:
    nation = random.choice(list(policies), size)
    loans = random.choice(["", "plan_2", "plan_1+postgraduate"], size)
    area = np.where(nation == "england", random.choice(["", "inner"], size, p=[0.8, 0.2]), "")
    groups = []
    for key in sorted(set(zip(nation, loans, area, strict=True))):
        rows = np.flatnonzero((nation == key[0]) & (loans == key[1]) & (area == key[2]))
        count = len(rows)
        payment = np.where(random.random(count) < 0.4, random.integers(0, 18_000, count).astype(float), np.nan)
        annex = (random.random(count) < 0.3) & np.isnan(payment) & (key[0] == "england")
        stated = np.isnan(payment) & ~annex
        job = Job(
            band=random.choice([BAND_CODE[band] for band in ("5", "6", "7", "8a")], count),
            step=random.integers(1, 3, count).astype(float),
            whole_time_equivalent=random.choice([1.0, 0.6, 0.8], count),
            unsocial_hours_payment=payment,
            annex_5_percent=np.where(annex, 0.25, np.nan),
            saturday_night_hours_a_year=np.where(stated, random.choice([0.0, 700.0, 913.5], count), 0.0),
            sunday_holiday_hours_a_year=np.where(stated, random.choice([0.0, 300.0, 365.4], count), 0.0),
            long_term_premium=random.choice([0.0, 0.0, 9_000.0], count),
            short_term_premium=random.choice([0.0, 0.0, 4_000.0], count),
            in_pension_scheme=random.random(count) < 0.9,
            children=random.integers(0, 3, count),
            marriage_allowance=random.random(count) < 0.2,
            other_pay=random.choice([0.0, 1_200.0], count),
            salary_sacrifice=random.choice([0.0, 0.0, 1_500.0], count),
            sickness_absence=random.choice([0.0, 0.04], count),
            high_cost_area=key[2] or None,
            student_loan=tuple(key[1].split("+")) if key[1] else (),
        )
        groups.append(Group(key[0], key[0], job, rows))
    return Staff(tuple(groups), size)


def one_job(job: Job, at: int) -> Job:
    names = [name for name in job.__dataclass_fields__ if name not in ("high_cost_area", "student_loan")]
    return job.with_(**{n: np.asarray(getattr(job, n))[at] for n in names if np.ndim(getattr(job, n))})


def as_held(offer: Post, held: Job) -> Post:
    """The offer to one person, made by hand: own keys of the post stay, everything else is the person's."""
    job = offer.job
    part = float(np.asarray(job.whole_time_equivalent))
    if "whole_time_equivalent" not in offer.own:
        part = float(np.asarray(held.whole_time_equivalent))
    scale = part / float(np.asarray(job.whole_time_equivalent))
    mine = job.with_(
        whole_time_equivalent=part,
        saturday_night_hours_a_year=np.asarray(job.saturday_night_hours_a_year) * scale,
        sunday_holiday_hours_a_year=np.asarray(job.sunday_holiday_hours_a_year) * scale,
        on_call_payment=np.asarray(job.on_call_payment) * scale,
        in_pension_scheme=held.in_pension_scheme,
        children=held.children,
        marriage_allowance=held.marriage_allowance,
        sickness_absence=held.sickness_absence,
        salary_sacrifice=held.salary_sacrifice,
        other_pay=held.other_pay,
        high_cost_area=held.high_cost_area,
        student_loan=held.student_loan,
    )
    return replace(offer, job=mine, later_job=mine)


def hours_whole_time(job: Job) -> float:
    hours = np.asarray(job.saturday_night_hours_a_year) + np.asarray(job.sunday_holiday_hours_a_year)
    return float(hours / np.asarray(job.whole_time_equivalent))


def changes_one_by_one(staff: Staff, offers: tuple[Post, ...], policies: dict[str, RuleBook]) -> np.ndarray:
    """Changes of take-home pay in whole pence, each worked out as a single comparison would."""
    out = np.zeros((len(offers), staff.size), dtype=np.int64)
    for group in staff.groups:
        policy = policies[group.nation]
        for at, row in enumerate(group.rows):
            held = one_job(group.job, at)
            current = Post("now", held, held)
            for number, offer in enumerate(offers):
                mine = as_held(offer, held)
                known = bool(np.isnan(held.unsocial_hours_payment)) and not current.on_annex_5
                old, new = hours_whole_time(held), hours_whole_time(mine.job)
                same = offer.pattern == "same" and not (known and new < 0.75 * old)
                moved = placed(current, mine, policy)
                slip = offer_payslip(current, moved.job, policy, same_pattern=same)
                change = slip["take_home_pay"] - payslip(held, policy)["take_home_pay"]
                out[number, row] = round(float(change) * 100)
    return out


def questions_for(staff: Staff, offers: tuple[Post, ...], rules: dict[str, RuleBook], size: int) -> Question:
    band = staff.number("band")
    return Question(
        policy_name="In force",
        because="",
        staff=staff,
        rules={(nation, nation): policy for nation, policy in rules.items()},
        offers=dict.fromkeys(rules, offers),
        moves=[(number, offer.pattern) for number, offer in enumerate(offers)],
        open_to=[band < int(np.asarray(offer.job.band)) for offer in offers] if size else [],
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_workforce_is_its_people_one_by_one(seed: int) -> None:
    random = np.random.default_rng(seed)
    policies = {"england": ENGLAND, "scotland": SCOTLAND}
    staff, offers = random_staff(random, 50, policies), posts()
    site = random.integers(0, 3, staff.size)
    first = questions_for(staff, offers, policies, staff.size)
    raised = tuple(replace(o, job=o.job.with_(long_term_premium=3_000.0, long_term_premium_share=0.0)) for o in offers)
    dearer = {"england": DEARER, "scotland": SCOTLAND}
    asked = [
        first,
        replace(first, policy_name="premium", offers=dict.fromkeys(policies, raised)),
        replace(first, policy_name="dearer", rules={(nation, nation): policy for nation, policy in dearer.items()}),
    ]
    found = measure(asked, {"site": (("a", "b", "c"), site)})
    truth = [
        changes_one_by_one(staff, offers, policies),
        changes_one_by_one(staff, raised, policies),
        changes_one_by_one(staff, offers, dearer),
    ]
    for number, question in enumerate(asked):
        for move, open_to in enumerate(question.open_to):
            for row, (_, value) in enumerate(found.rows):
                here = open_to & (site == "abc".index(value) if value else True)
                change = truth[number][move][here]
                expected = (
                    len(change),
                    (change < -6_000).sum(),
                    (change > 6_000).sum(),
                    change.sum(),
                    -change[change < -6_000].sum(),
                )
                assert tuple(int(found.counts[name][number, move, row]) for name in COUNTS) == tuple(map(int, expected))
            assert found.spreads is not None
            steps = np.sort(
                np.floor(truth[number][move][open_to] / 1_000 + 0.5).astype(int)
            )  # to the nearest ten pounds
            for rank in (1, len(steps) // 2 + 1, len(steps)):
                assert found.spread_of(number, move, None).changes_at(rank) == [steps[rank - 1]]
            for band in range(len(BANDS)):
                held = truth[number][move][open_to & (staff.number("band") == band)]
                own = np.sort(np.floor(held / 1_000 + 0.5).astype(int)).tolist()
                spread = found.spread_of(number, move, band)
                assert spread.counts.sum() == len(own)
                assert spread.changes_at(*range(1, len(own) + 1)) == own
    for (_, moves), one in zip(changes_of(asked), truth, strict=True):
        for move, (_, change, _, open_to) in enumerate(moves):
            assert np.array_equal(change[open_to], one[move][open_to])


@pytest.mark.parametrize(
    ("policy", "reverse"), [(ENGLAND, False), (ENGLAND, True), (SCOTLAND, False), (SCOTLAND, True)]
)
def test_people_who_share_a_key_are_not_told_what_another_of_them_is(policy: RuleBook, *, reverse: bool) -> None:
    """Everybody is alike but for band and step, so that whoever comes first must not decide for the others."""
    kinds = [(band, step) for band in ("5", "6", "7", "8a", "8b", "8c", "9") for step in (1.0, 2.0)]
    kinds = kinds[::-1] if reverse else kinds
    job = Job(
        band=np.array([BAND_CODE[band] for band, _ in kinds]),
        step=np.array([step for _, step in kinds]),
        whole_time_equivalent=np.full(len(kinds), 0.8),
        saturday_night_hours_a_year=np.full(len(kinds), 700.0),
    )
    staff = Staff((Group(policy.nation, policy.nation, job, np.arange(len(kinds))),), len(kinds))
    rules = {policy.nation: policy}
    one_by_one = changes_one_by_one(staff, posts(), rules)
    ((_, moves),) = changes_of([questions_for(staff, posts(), rules, len(kinds))])
    for move, (_, change, _, open_to) in enumerate(moves):
        assert change[open_to].tolist() == one_by_one[move][open_to].tolist()


def halves(staff: Staff, keep: np.ndarray) -> Staff:
    """The people of a mask, numbered anew."""
    number = np.cumsum(keep) - 1
    groups = []
    for group in staff.groups:
        here = np.flatnonzero(keep[group.rows])
        job = group.job
        names = [name for name in job.__dataclass_fields__ if name not in ("high_cost_area", "student_loan")]
        cut = job.with_(**{n: np.asarray(getattr(job, n))[here] for n in names if np.ndim(getattr(job, n))})
        if len(here):
            groups.append(Group(group.nation, group.tax_residence, cut, number[group.rows[here]]))
    return Staff(tuple(groups), int(keep.sum()))


def test_parts_add_up_to_the_whole_to_the_penny() -> None:
    random = np.random.default_rng(7)
    policies = {"england": ENGLAND, "scotland": SCOTLAND}
    staff, offers = random_staff(random, 200, policies), posts()
    site = random.integers(0, 3, staff.size)

    def of(people: Staff, sites: np.ndarray) -> Measured:
        first = questions_for(people, offers, policies, people.size)
        raised = tuple(replace(o, job=o.job.with_(long_term_premium=2_000.0)) for o in offers)
        other = replace(first, policy_name="premium", offers=dict.fromkeys(policies, raised))
        return measure([first, other], {"site": (("a", "b", "c"), sites)})

    whole = of(staff, site)
    keep = random.random(staff.size) < 0.3
    parts = of(halves(staff, keep), site[keep])
    parts.add(of(halves(staff, ~keep), site[~keep]))
    assert parts.rows == whole.rows
    for name, values in whole.counts.items():
        assert np.array_equal(parts.counts[name], values), name
    for name, values in whole.costs.items():
        assert np.array_equal(parts.costs[name], values), name
    assert np.array_equal(parts.extremes, whole.extremes)
    for band in sorted(set(staff.number("band").astype(int).tolist())):  # whoever holds a band is a part too
        mine = staff.number("band") == band
        alone = of(halves(staff, mine), site[mine])
        for policy, move in np.ndindex(whole.extremes.shape[:2]):
            assert alone.costs_by_band()[policy][move][-1] == whole.costs_by_band()[policy][move][band]
            assert np.array_equal(alone.all_extremes()[policy, move], whole.extremes[policy, move, band])
    for name in ("spreads", "premiums"):
        spreads = zip(chain(*chain(*getattr(parts, name))), chain(*chain(*getattr(whole, name))), strict=True)
        for mine, theirs in spreads:
            assert mine.lowest == theirs.lowest
            assert mine.counts.tolist() == theirs.counts.tolist()


def test_extremes_are_the_two_lowest_and_the_two_highest_changes() -> None:
    random = np.random.default_rng(11)
    policies = {"england": ENGLAND, "scotland": SCOTLAND}
    staff = random_staff(random, 60, policies)
    question = questions_for(staff, posts(), policies, staff.size)
    found = measure([question], {}).all_extremes()[0]
    ((_, changes),) = changes_of([question])
    for move, (_, change, _, open_to) in enumerate(changes):
        rising = np.sort(change[open_to])
        expected = [*np.minimum(rising[:2], 0), *np.maximum(rising[-2:], 0)]
        assert found[move].tolist() == [int(each) for each in expected]


def test_the_premium_that_is_enough_for_all_is_that_of_the_worst_off() -> None:
    held = [
        Job(band=BAND_CODE["6"], step=3, unsocial_hours_payment=payment, whole_time_equivalent=part)
        for payment, part in ((12_000.0, 1.0), (14_000.0, 1.0), (9_000.0, 0.6))
    ]
    offer = posts()[0]
    job = Job(
        band=np.full(3, BAND_CODE["6"]),
        step=np.full(3, 3.0),
        unsocial_hours_payment=np.array([one.unsocial_hours_payment for one in held]),
        whole_time_equivalent=np.array([one.whole_time_equivalent for one in held]),
    )
    staff = Staff((Group("england", "england", job, np.arange(3)),), 3)
    found = measure([questions_for(staff, (offer,), {"england": ENGLAND}, 3)], {}, premium_step=1)
    alone = []
    for one in held:
        mine = as_held(offer, one)
        needed = long_term_premium(Post("now", one, one), mine, ENGLAND)
        assert needed is not None
        alone.append(needed.value)
    worst = max(alone)
    assert found.counts["lose"][0, 0, 0] == 3
    enough = found.premium_that_is_enough(0, 0, None, 3, 100)
    assert worst <= enough <= worst + 1 / 0.6 + 1  # whole pounds of pay, then of a whole-time premium
    # two thirds of the three people need no more than the second; of four, one of whom loses nothing, half do
    assert found.premium_that_is_enough(0, 0, None, 3, 66) == found.premium_that_is_enough(0, 0, None, 4, 75)
    assert sorted(alone)[1] <= found.premium_that_is_enough(0, 0, None, 3, 66) <= sorted(alone)[1] + 1 / 0.6 + 1
    assert found.premium_that_is_enough(0, 0, None, 60, 95) == 0  # 57 of the 60 lose nothing
    in_fifties = measure([questions_for(staff, (offer,), {"england": ENGLAND}, 3)], {})
    assert in_fifties.premium_that_is_enough(0, 0, None, 3, 100) == -(-enough // 50) * 50
    with_it = replace(offer, job=offer.job.with_(long_term_premium=float(enough)))
    assert measure([questions_for(staff, (with_it,), {"england": ENGLAND}, 3)], {}).counts["lose"][0, 0, 0] == 0
    # 23.78% pension, 15% National Insurance and 0.5% levy on the whole-time share of each: 1.3928 x (1 + 1 + 0.6)
    assert found.costs_by_band()[0][0][-1]["whole_time"] == round(1.3928 * 2.6 * RATE_UNIT**2)
    # each loser's own need, with the same on-costs; needs are in whole pounds of pensionable pay
    needs = sum(premium * part for premium, part in zip(alone, (1.0, 1.0, 0.6), strict=True))
    assert found.costs_by_band()[0][0][-1]["whole_again"] / RATE_UNIT / 100 == pytest.approx(
        needs * 1.3928, abs=3 * 1.3928
    )


@pytest.mark.parametrize("own", [frozenset[str](), frozenset({"in_pension_scheme"})])
def test_making_whole_costs_what_membership_in_the_post_costs(own: frozenset[str]) -> None:
    # Two people of band 6 top with a stated 14,000: a member, and one who has opted out. A post may take in neither.
    job = Job(
        band=np.full(2, BAND_CODE["6"]),
        step=np.full(2, 3.0),
        unsocial_hours_payment=np.full(2, 14_000.0),
        in_pension_scheme=np.array([True, False]),
    )
    staff = Staff((Group("england", "england", job, np.arange(2)),), 2)
    held = Job(band=BAND_CODE["8a"], in_pension_scheme=not own)
    offer = Post("office", held, held, pattern="different", own=own)
    found = measure([questions_for(staff, (offer,), {"england": ENGLAND}, 2)], {}, premium_step=1)
    # 23.78% pension for members of the post, 15% National Insurance, 0.5% levy
    rates = [1.155, 1.155] if own else [1.3928, 1.155]
    assert found.costs_by_band()[0][0][-1]["whole_time"] == round(sum(rates) * RATE_UNIT**2)
    # Who has opted out lacks all of 62,117 less 57,528. So does a member; who in a post outside the scheme lacks
    # nothing: 62,117 less 10.7% of it is 55,470.48.
    needs = [0 if own else 4589, 4589]
    assert [48117 + 14000 - 57528] * 2 == [4589, 4589]
    assert found.counts["lose"][0, 0, 0] == sum(need > 0 for need in needs)
    whole = sum(need * rate for need, rate in zip(needs, rates, strict=True))
    assert found.costs_by_band()[0][0][-1]["whole_again"] / RATE_UNIT / 100 == pytest.approx(whole, abs=0.01)
    assert found.premium_that_is_enough(0, 0, None, 2, 100) == max(needs)


def test_leakage_is_what_goes_to_people_who_were_not_losing() -> None:
    payments = np.array([0.0, 0.0, 0.0, 14_000.0])
    job = Job(band=np.full(4, BAND_CODE["6"]), step=np.full(4, 3.0), unsocial_hours_payment=payments)
    staff = Staff((Group("england", "england", job, np.arange(4)),), 4)
    offer = posts()[0]
    first = questions_for(staff, (offer,), {"england": ENGLAND}, 4)
    raised = replace(offer, job=offer.job.with_(long_term_premium=1_000.0))
    found = measure([first, replace(first, policy_name="premium", offers={"england": (raised,)})], {})
    assert found.counts["lose"][0, 0, 0] == 1
    # 1,000 pounds with 23.78% + 15% + 0.5% on-costs for each of four people, three of whom were not losing
    assert found.costs_by_band()[1][0][-1]["cost"] == 4 * 139_280
    assert found.costs_by_band()[1][0][-1]["cost_to_not_losing"] == 3 * 139_280


def test_spreads_of_parts_line_up() -> None:
    one, other = Spread(-2, np.array([1, 0, 2])), Spread(1, np.array([4]))
    one.add(other)
    assert (one.lowest, one.counts.tolist()) == (-2, [1, 0, 2, 4])
    one.add(Spread())
    empty = Spread()
    empty.add(one)
    assert empty.changes_at(4) == [1]


def test_people_alike_in_everything_share_a_key() -> None:
    key, first = number_alike([np.array([2.0, 2.0, 1.0, 1.0]), np.array([0, 1, 0, 0])], 4)
    assert key[2] == key[3]
    assert len(set(key.tolist())) == 3
    assert key[first].tolist() == [0, 1, 2]


def test_a_changed_switch_changes_who_is_about_the_same() -> None:
    wide = paymodel.load_policy("england", DAY, switches=Switches(same_within_pounds_a_month=1_000))
    random = np.random.default_rng(3)
    staff = random_staff(random, 60, {"england": ENGLAND})
    found = measure([questions_for(staff, posts()[:1], {"england": wide}, 60)], {})
    narrow = measure([questions_for(staff, posts()[:1], {"england": ENGLAND}, 60)], {})
    assert found.counts["lose"][0, 0, 0] < narrow.counts["lose"][0, 0, 0]
    assert found.counts["change"][0, 0, 0] == narrow.counts["change"][0, 0, 0]


@pytest.mark.parametrize(
    ("policy", "loans"), [(ENGLAND, ("plan_2", "postgraduate")), (ENGLAND, ()), (SCOTLAND, ("plan_4",))]
)
def test_the_pay_that_matches_is_the_smallest_that_does_for_good(policy: RuleBook, loans: tuple[str, ...]) -> None:
    group = Group(policy.nation, policy.nation, Job(student_loan=loans), np.zeros(0, dtype=np.intp))
    pounds = np.arange(0.0, 220_000.0)
    kinds = ((True, 0, False, 0.0, 0), (False, 0, False, 0.0, 120_000), (True, 0, False, 1_500.0, 77_777))
    for kind in (*kinds, (True, 0, True, 0.0, 0), (False, 0, True, 1_500.0, 77_777)):
        in_scheme, _, married, sacrifice, beside = kind
        job = Job(
            basic_pay=pounds + sacrifice,
            other_pay=beside / 100,
            in_pension_scheme=in_scheme,
            marriage_allowance=married,
            salary_sacrifice=sacrifice,
            student_loan=loans,
        )
        take_home = np.rint(payslip(job, policy)["take_home_pay"] * 100).astype(np.int64)
        paid = np.sort(np.random.default_rng(5).integers(1_200_000, 7_000_000, 300))
        falls_short = take_home[np.newaxis] < paid[:, np.newaxis]
        smallest = len(pounds) - np.argmax(falls_short[:, ::-1], axis=1)  # one pound above the last that falls short
        assert _by_table(paid, kind, group, policy).tolist() == (smallest * 100).tolist()
        assert married or _by_halves(paid, kind, group, policy).tolist() == (smallest * 100).tolist()
