"""Every shipped scenario answers its own question: what the program prints of it holds the statement that does.

Each question is written here once more, so that nobody changes one without looking at its answer. The figures are the
program's; `test_scenarios.py` works them out by hand.
"""

import re
from typing import NamedTuple

import pytest

from paymodel.cli import main
from paymodel.scenarios.load import load_scenario, shipped_scenarios


class Answer(NamedTuple):
    """The question, the statements that answer it as they are printed (spaces as one), and the command that prints."""

    question: str
    said: tuple[str, ...]
    command: str = "compare"


ANSWERS: dict[str, Answer] = {
    "ahp-ladder-1-profession-lead-8a": Answer(
        "What does the first leadership rung pay the top of band 7, where both posts keep office hours?",
        ("Take-home pay rises by £44 a month (£523 a year)", "Unsocial hours do not change."),
    ),
    "ahp-ladder-2-profession-lead-8b": Answer(
        "What does the step from the top of band 8a to band 8b leave after tax and a rise in pension contributions?",
        (
            "Take-home pay rises by £79 a month (£945 a year): 52% of the gross rise of £1,832 a year is kept",
            "Pension contribution 6,928.25 7,124.27 +196.02 -196.02",
        ),
    ),
    "ahp-ladder-3-part-multiprofessional-8c": Answer(
        "What does the step from the top of band 8b to leading several professions at band 8c pay, on-call included?",
        ("Take-home pay rises by £133 a month", "On-call payment 0.00 1,019.00 +1,019.00 +1,019.00"),
    ),
    "ahp-ladder-4-overarching-8c": Answer(
        "Where a trust has no posts between, what does the step from the top of band 8a to leading all professions"
        " pay?",
        ("Take-home pay rises by £606 a month (£7,266 a year)",),
    ),
    "ahp-ladder-5-overarching-8d": Answer(
        "What does the step from the top of band 8c to the overarching lead at band 8d leave after tax and pension?",
        ("Take-home pay rises by £116 a month (£1,387 a year): 50% of the gross rise of £2,747 a year is kept",),
    ),
    "ahp-ladder-6-strategic-8d": Answer(
        "What does the step from the top of band 8c to a strategic post at band 8d pay, director on-call included?",
        ("Take-home pay rises by £124 a month", "On-call payment 1,019.00 1,222.00 +203.00 +203.00"),
    ),
    "ahp-ladder-7-strategic-9": Answer(
        "What does the step from the top of band 8d to band 9 pay, and what follows when income passes £100,000?",
        (
            "Take-home pay rises by £167 a month",
            "adjusted net income rises above £100,000: the personal allowance tapers, and tax-free childcare and funded"
            " hours are lost, from year 3",
        ),
    ),
    "annex-5-ends-on-promotion": Answer(
        "What becomes of a paramedic's 25% when a promotion moves them to Section 2, and what if they are off sick?",
        (
            "Unsocial hours payment 12,029.25 12,500.17 +470.92 +470.92",
            "Unsocial hours payment 12,029.25 11,250.16 -779.09 -779.09",  # nine tenths of 12,468.73
            "Team leader, same rota (pattern same), In force. Take-home pay rises by £75 a month",
            "Team leader, same rota (pattern same), Off sick for a tenth of the year. Take-home pay rises by £21 a"
            " month",
        ),
    ),
    "annex-5-to-section-2-by-choice": Answer(
        "Would a paramedic on the full rota gain by choosing Section 2, well and with a month of sickness a year?",
        ("Well all year +77.11", "A month of sickness -425.44"),
    ),
    "award-flat-or-percentage": Answer(
        "Does the shape of an award change whether the move to operations manager pays?",
        ("In force -1,350.49", "3.3% for all -1,395.37", "£1,500 for all -1,543.92"),
    ),
    "award-over-a-pension-tier": Answer(
        "Does an award push a new operations manager over a pension tier, and how large must it be to be worth it?",
        (
            "2.2%, tiers as they are: crosses a pension tier: 10.7% to 12.5% of all pensionable pay",
            "2%, tiers as they are - -57.93 -695.14 yes +683.95",
            "2.2%, tiers as they are - -119.04 -1,428.52 yes +20.53",
            "4.5%, tiers as they are - -121.69 -1,460.32 yes +790.65",
        ),
        "remedies",
    ),
    "back-from-8a-to-the-rota": Answer(
        "What does an operations manager gain by going back to the band 6 rota, on Section 2: Annex 5 does not come"
        " back?",
        (
            "Take-home pay rises by £119 a month (£1,428 a year)",
            "it is ahead at first, and £9,400 behind after 10 years",
            "If it starts on the entry step, not the top: -£4,583.97 a year.",
        ),
    ),
    "band-6-with-200-a-month-to-band-7": Answer(
        "Is a 9-to-5 post in band 7 worth it, now, in year 2 and in year 5?",
        (
            "Take-home pay falls by £62 a month",
            "2 3 1 35,946.12 35,206.30 -739.82 -1,479.64",
            "5 3 2 35,946.12 36,938.89 +992.77 +1,498.67",
        ),
    ),
    "band-7-at-fewer-hours": Answer(
        "What is left of take-home pay at 0.8 of a band 7 post, and is it more than a whole-time band 6 post pays?",
        (
            "Band 7 at 0.8. Take-home pay falls by £599 a month (£7,185 a year)",
            "Band 6 whole time. Take-home pay falls by £438 a month (£5,261 a year)",
        ),
    ),
    "band-7-from-the-rota-to-the-office": Answer(
        "What does a team leader lose by an office post in the same band, and is Annex 5 gone for good?",
        (
            "Take-home pay falls by £544 a month (£6,525 a year)",
            "A new post in the same band ends Annex 5 for good, a post in a lower band too (switch"
            " annex_5_in_a_new_post). [unverified]",
        ),
    ),
    "band-7-top-to-8a-no-unsocial-hours": Answer(
        "With no unsocial hours to lose, what is the 1.79% rise from the top of band 7 to band 8a worth after tax?",
        ("Take-home pay rises by £44 a month (£523 a year): 52% of the gross rise of £1,013 a year is kept",),
    ),
    "career-now-later-or-through-7": Answer(
        "Which path from a 24/7 rota leaves most take-home pay over ten years, and when does each catch up?",
        (
            "Move now: Operations manager 6 +11,359",
            "Move now: Team leader 1 +36,428",
            "Move now: Two-year secondment never -2,728",
            "Wait three years 9 +3,196",
            "Through 7, then 8a 1 +7,516",
            "Secondment, then for good 10 +469",
        ),
        "career",
    ),
    "catch-up-with-and-without-the-2024-point": Answer(
        "How many years until a paramedic's take-home pay has caught up, and what if band 8a had no point in year 3?",
        (
            "In force -1,350.49 -2,618.25 -3,646.70 6",
            "Without the intermediate point -1,350.49 -2,618.25 -3,646.70 8",
        ),
    ),
    "four-fixes-side-by-side": Answer(
        "Which of them leaves a paramedic no worse off at the least cost?",
        (
            "A new pay point at entry 1 +0.18 +2.20 no +1,429.80 +3,860.84 +7,721.68",
            "A larger gap 2 +4.65 +55.84 no +1,483.44 +4,005.69 +20,634.33",
        ),
        "remedies",
    ),
    "fourteen-professions": Answer(
        "Does a physiotherapist at the top of band 7 on a seven-day rota lose on the first rungs of the ladder?",
        ("Take-home pay falls by £121 a month (£1,451 a year)", "Take-home pay rises by £268 a month"),
    ),
    "gap-from-7-to-8a-at-10-to-25-per-cent": Answer(
        "Where would band 8a have to start for nobody on such pay to lose?",
        tuple(
            f"New pay point assumed {pounds} pounds a year instead of 57,528"
            for pounds in ("62,167", "64,993", "67,818", "70,644")
        ),
        "remedies",
    ),
    "half-the-weeks-in-the-office": Answer(
        "Where half of a paramedic's weeks become office weeks, what is lost week about, and on one rota of both?",
        (
            "Week about, rotation, 1 week away and 1 at home. Take-home pay falls by £291 a month (£3,488 a year)",
            "One rota, Annex 5 estimated again. Take-home pay falls by £277 a month (£3,321 a year)",
        ),
    ),
    "hybrid-curve-clinical-weeks-kept": Answer(
        "How does take-home pay change with each clinical week in ten that a manager keeps?",
        (
            "No clinical weeks -1,427.60",
            "One week in ten -676.51",
            "Two weeks in ten +74.56",
            "Three weeks in ten +825.65",
            "Four weeks in ten +1,576.73",
            "Five weeks in ten +2,327.81",
        ),
    ),
    "inner-london-paramedic-to-operations-manager": Answer(
        "What does the move pay where the high cost area supplement is at its maximum in both posts and does not rise?",
        ("Take-home pay falls by £57 a month", "High cost area supplement 8,746.00 8,746.00 0.00 0.00"),
    ),
    "is-it-getting-worse": Answer(
        "Has the move from band 7 to 8a become worse since 2018, in pounds and as a share of take-home pay?",
        tuple(
            f"by {then} a year in 2018-19 and by {now} in 2026-27; as a share of take-home pay by {was} and by {share}"
            for then, now, was, share in (
                ("\u2212£5,085", "\u2212£6,002", "\u221214.5%", "\u221213.0%"),
                ("\u2212£2,303", "\u2212£3,850", "\u22127.1%", "\u22128.7%"),
                ("\u2212£357", "\u2212£3,810", "\u22121.2%", "\u22128.7%"),
                ("+£1,726", "\u2212£1,132", "+6.3%", "\u22122.7%"),
            )
        ),
        "history",
    ),
    "low-typical-high-sickness-overtime-bank": Answer(
        "How much does the answer depend on the sickness, overtime and bank shifts that people really have?",
        (
            "Typical -3,099.82",
            "Low sickness -3,288.27",
            "High sickness -2,785.74",
            "No overtime -1,983.50",
            "High overtime -5,332.44",
            "No bank shifts -2,229.82",
            "Many bank shifts -5,709.82",
        ),
    ),
    "married-band-6-with-1995-service-to-8a": Answer(
        "What becomes of marriage allowance, and of pension from earlier service, on a move into higher-rate tax?",
        (
            "income is taxed at 40%: marriage allowance of £252 a year is lost",
            "Final-salary link, 15 years of the 1995 Section: +£1,764.56 a year and a lump sum of +£5,293.69",
        ),
    ),
    "northern-ireland-paramedic-to-operations-manager": Answer(
        "Does take-home pay fall in Northern Ireland, where the 2025-26 pay points still apply, and for how long?",
        ("Take-home pay falls by £129 a month", "it catches up in year 7", "Basic pay 46,580.00 55,690.00"),
    ),
    "odp-to-theatre-manager": Answer(
        "Does a hospital profession that gives up weekend lists and on-call lose on promotion to band 8a?",
        ("Take-home pay rises by £261 a month (£3,137 a year)", "On-call payment 1,528.00 0.00 -1,528.00 -1,528.00"),
    ),
    "paramedic-section-2-to-operations-manager": Answer(
        "What happens to take-home pay when nights and weekends end with a promotion to Monday to Friday?",
        ("Take-home pay falls by £119 a month (£1,428 a year)", "Unsocial hours given up: 24.5 a week"),
    ),
    "paramedic-to-hybrid-operations-manager": Answer(
        "Does keeping one clinical week in five, with on-call, make up for the loss of unsocial hours?",
        ("Take-home pay rises by £50 a month (£604 a year)", "Unsocial hours payment 12,178.73 2,411.03"),
    ),
    "paramedic-to-operations-commander-same-pattern": Answer(
        "Does promotion to band 8a pay when the new post keeps nights and weekends?",
        ("Take-home pay rises by £341 a month (£4,089 a year)", "Unsocial hours payment 12,178.73 12,153.70"),
    ),
    "paramedic-to-operations-manager": Answer(
        "Does take-home pay fall, and what would fix it?",
        ("Take-home pay falls by £113 a month (£1,350 a year)", "A long-term premium of £2,619 a year (4.56%"),
    ),
    "part-time-carer-paramedic-to-operations-manager": Answer(
        "Does a part-time carer lose, and how many more days of travel and care does the new post ask for?",
        ("Take-home pay falls by £54 a month", "Days travelled: 51 more a year", "travel costs change by +£606.60"),
    ),
    "radiographer-to-service-manager": Answer(
        "Does a diagnostic radiographer on a 24/7 rota lose money on promotion to band 8a?",
        ("Take-home pay falls by £338 a month (£4,061 a year)",),
    ),
    "roster-review-fewer-nights": Answer(
        "Does the loss on promotion fall, and what do those who stay on the rota lose?",
        ("Rota today - -118.97 -1,427.60", "Rota after the review - -73.39 -880.70 yes 0.00 -546.90"),
        "remedies",
    ),
    "rotation-six-weeks-about-for-a-year": Answer(
        "What does a year of six weeks about take from a paramedic, and what would holding them harmless cost?",
        (
            "Over 1 year, 26.1 weeks of it away, take-home pay falls by £3,488.42 in all.",
            "would cost the employer £8,377.17",
        ),
    ),
    "rotation-to-primary-care-for-12-weeks": Answer(
        "What does a paramedic lose over 12 weeks of office hours, and what would it cost that nobody does?",
        ("Over 12 weeks take-home pay falls by £1,427.93 in all.", "would cost the employer £3,855.80"),
    ),
    "scotland-band-7-top-to-8a": Answer(
        "How much of Scotland's 5.95% rise from the top of band 7 is left after tax and pension?",
        (
            "Take-home pay rises by £150 a month (£1,803 a year): 49% of the gross rise of £3,659 a year is kept",
            "Basic pay 61,466.00 65,125.00 +3,659.00",  # 5.95%
        ),
    ),
    "scotland-paramedic-to-operations-manager": Answer(
        "Does take-home pay fall in Scotland, with its own pay points, income tax and 36-hour week, and for how long?",
        ("Take-home pay falls by £27 a month", "it catches up in year 6"),
    ),
    "secondment-that-becomes-permanent": Answer(
        "What does a year's secondment to 8a take from a paramedic, and what changes once the post is for good?",
        ("Seconded, then for good. It catches up in year 8, by £1,117",),
        "career",
    ),
    "six-months-acting-up-to-8a": Answer(
        "Does acting up for six months pay, over the six months and by the year, and what does the return bring?",
        (
            "Over 6 months take-home pay falls by £675.23 in all.",
            "At a yearly rate, take-home pay falls by £113 a month (£1,350 a year)",
            "were it lost, the return would pay +£12.64 a year in a usual year",
        ),
    ),
    "student-loan-and-two-children": Answer(
        "How much of the fall do the student loan and the child benefit charge take back?",
        (
            "Student loan repayment 3,729.00 2,532.00 -1,197.00 +1,197.00",
            "Child benefit charge 210.00 0.00 -210.00 +210.00",
        ),
    ),
    "surprise-1-top-of-band-7-gains-almost-nothing": Answer(
        "How few unsocial hours wipe out the gross rise of £1,013 (1.79%) from the top of band 7 to the start of 8a?",
        (
            "No unsocial hours to lose +522.51 +1,013.00",
            "2.2 hours a week at Saturday-and-night rate now +9.45 +18.34",
            "2.3 hours a week at Saturday-and-night rate now -13.87 -26.88",
        ),
    ),
    "surprise-2-new-band-7s-do-not-lose": Answer(
        "Half-way up band 7, how many unsocial hours does it take to lose by moving to 8a?",
        ("13.5 hours a week at Saturday-and-night rate now -6.54 -12.66",),
    ),
    "surprise-3-band-6-with-annex-5-beats-8a": Answer(
        "Does the top of band 6 with Annex 5 exceed the start of 8a, and even the middle?",
        ("Gross pay 60,146.25 57,528.00 -2,618.25", "Gross pay 60,146.25 60,417.00 +270.75"),
    ),
    "surprise-4-band-7-with-20-per-cent-beats-all-of-8a": Answer(
        "Does 8a ever catch up with the top of band 7 and unsocial pay of 20%?",
        (
            "it never catches up within 20 years (£31,156 behind by then)",
            "it never catches up within 20 years (£17,001 behind by then)",
        ),
    ),
    "surprise-5-same-person-protected-or-not": Answer(
        "What is it worth whether the commander rota counts as substantially the same pattern (handbook 1.19)?",
        (
            "(pattern different). Take-home pay falls by £97 a month (£1,164 a year)",
            "(pattern same). Take-home pay does not change",
            "Promotion protection 0.00 2,305.25",
        ),
    ),
    "surprise-6-pension-tier-softens-the-loss-or-makes-it": Answer(
        "How much of the fall do lower deductions absorb as the pension rate drops from 12.5% to 10.7%, and what undoes"
        " it?",
        (
            "gross pay falls by £3,100 a year, and lower deductions absorb 73% of that",
            "the pension contribution is 10.7% of all of it, in place of 12.5%",
            "Two per cent more. Take-home pay falls by £74 a month (£893 a year): gross pay falls by £1,768 a year, and"
            " lower deductions absorb 50% of that",
        ),
    ),
    "surprise-7-the-second-loss-is-pension": Answer(
        "Beside take-home pay, how much yearly pension does a HART team leader stop building up?",
        ("Take-home pay falls by £321 a month", "Yearly pension earned this year: -£164.76"),
    ),
    "team-leader-annex-5-to-operations-commander": Answer(
        "If nobody has settled whether the commander rota is substantially the same pattern, what is at stake?",
        (
            "(pattern different). Take-home pay falls by £40 a month (£486 a year)",
            "(pattern same). Take-home pay does not change",
            "If Annex 5 pay does not count as previous earnings, take-home pay changes by -£485.83 a year",
        ),
    ),
    "team-leader-annex-5-to-operations-manager": Answer(
        "What does a team leader with the full 25% of Annex 5 give up for band 8a, and can it be earned back?",
        (
            "Unsocial hours payment 14,128.75 0.00 -14,128.75",
            "Take-home pay falls by £500 a month",
            "it never catches up within 10 years (£36,926 behind by then)",
        ),
    ),
    "team-leader-in-band-6-or-7": Answer(
        "If team leaders move from band 6 to band 7, does the loss only move up a rung?",
        (
            "Team leader in band 6 - -118.97 -1,427.60 yes 0.00 0.00",
            "In band 7, first step - -187.37 -2,248.46 yes 0.00 +820.86",
            "In band 7, last step - -507.57 -6,090.81 yes 0.00 +4,663.21",
        ),
        "remedies",
    ),
    "team-leader-section-2-to-operations-manager": Answer(
        "How much does the top of band 7 on a 24/7 rota lose on promotion to 8a, and for how long?",
        ("Take-home pay falls by £508 a month (£6,091 a year)", "it never catches up within 10 years"),
    ),
    "three-ways-to-put-it-right": Answer(
        "Which of a five per cent premium and paid on-call leaves a paramedic no worse off, and at what cost?",
        (
            "Five per cent premium 1 +4.67 +56.05 no +1,483.65 +4,006.25",
            "On-call added - -53.29 -639.45 yes +788.15 +2,128.20",
        ),
        "remedies",
    ),
    "wales-paramedic-to-operations-manager": Answer(
        "Does take-home pay fall in Wales, with its own pay points, and for how long?",
        ("Take-home pay falls by £121 a month", "it catches up in year 7"),
    ),
    "why-8a-loses-pattern-eligibility-overtime": Answer(
        "Is pay lost because of the rules, or because leadership posts are Monday to Friday?",
        (
            "In force Operations manager (pattern different) -3,024.96",
            "The pattern kept Operations manager (pattern different) +3,706.91",
            "Eligible for protection Operations manager (pattern same) -1,674.47",
            "Overtime paid in band 8a Operations manager (pattern different) -1,022.98",
        ),
    ),
}


def test_every_shipped_scenario_has_a_question_and_its_answer_here() -> None:
    assert sorted(ANSWERS) == sorted(shipped_scenarios())


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_scenario_answers_its_question(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ANSWERS[name]
    assert load_scenario(name).question == answer.question
    assert main([answer.command, name]) == 0
    printed = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert answer.said
    for statement in answer.said:
        assert re.search(r"[0-9]", statement) or "not change" in statement  # a figure, or that there is none
        assert statement in printed, f"{answer.question} {statement}"
