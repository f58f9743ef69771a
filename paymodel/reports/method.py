"""What every report says in plain words: how the figures are made, and what they are not for."""

from paymodel import __version__

METHOD = (
    "Hours: the rota's shifts are laid on the pay year, with its public holidays, and each hour is counted once at the"
    " highest rate that applies to it (handbook Section 2), or by the older Annex 5 windows where these still apply.",
    "Gross pay: basic pay of the band and step, times the whole time equivalent, then high cost area supplement,"
    " recruitment and retention premium, unsocial hours, overtime and on-call payments by the rules of the nation.",
    "Promotion: the pay step offered follows the nation's rule on promotion. Where the pattern of unsocial hours stays"
    " substantially the same, pay may not fall (handbook 1.18 and 1.19); the scenario says whether it does.",
    "Take-home pay: gross pay less the member's pension contribution (the tier goes by the whole of pensionable pay, so"
    " pay can fall where a tier begins), income tax for the nation of residence, National Insurance, student loans and"
    " the high income child benefit charge, all for one whole year.",
    "Employer cost: gross pay, the employer's pension contribution, National Insurance and the apprenticeship levy.",
    "Years ahead: pay steps as they fall due in today's scale, unless an award is stated; the year in which the move"
    " catches up is the first in which it is ahead in total, and stays ahead within the years shown.",
    "Remedies: the smallest value of each kind that leaves no loss of take-home pay in the first year, found by trying"
    " every pound (or hour, or week), since pension tiers make pay fall as well as rise.",
)
METHOD_OF_WORKFORCE = (
    "Staff list: each row is a person in post, with band, step, hours, rota or unsocial hours pay, pension membership"
    " and loans of their own; rows that cannot be used are left out, and listed for whoever keeps the list.",
    "Who is counted: for each post the people in the band just below it to whom it is open, who would be appointed;"
    " then each further band, and everybody last. A mean over several bands is no headline.",
    *METHOD[:5],
    "Remedies: the policies that were tried, a premium for all, and each loser paid just what is lost, ranked by the"
    " cost for each person who no longer loses. A payment made person by person is pay protection, which is for"
    " organisational change, and comes last. Costs hold pension, National Insurance and levy.",
    "Whom a remedy overtakes, and who is paid more for the same step, follows from the posts and the pay points.",
)
LIMITS = (
    "Estimates for comparing posts. Not payroll, not advice, not an offer of pay: do not use them to pay anybody.",
    "A year as a whole: a payslip differs with the tax code, the month, arrears and absences.",
    "One person's pay, not why posts are hard to fill: nothing here says who would apply.",
    "Local agreements (on-call, protection, retention payments) are as the scenario states them.",
)
LIMITS_OF_WORKFORCE = (
    *LIMITS[:2],
    "The first year only: careers, later awards and pension are questions for one person's scenario.",
    "Nothing here says who would apply, or why posts are hard to fill.",
    "A post's hours and payments are those of a whole-time holder; a part-time person has a share of them.",
)
NOT_MODELLED = (
    "Pay at leaving, and how the 1995 and 2008 Sections choose it among years: the final-salary link is shown as it"
    " moves with this change.",
    "Annual allowance charges on growth in pension.",
    "Universal credit and other benefits than child benefit, tax-free childcare and funded hours.",
    "Income other than from the post, except what the scenario states, and the pay of a partner.",
    "Re-earnable pay.",
    "PAYE under a tax code, and pay month by month, in a comparison: a year as a whole is worked out.",
    "Work done while on call: availability alone is paid.",
    "The value of hours given up, and travel and child care beyond what the scenario states.",
    "Who would apply, who would stay, and how easily a post is filled.",
)
CITATION = (
    "The paymodel authors. paymodel: does a move from a clinical rota to an NHS leadership post pay?"
    f" Version {__version__}. MIT licence."
)
"""How to cite the model. A figure in force is cited by its own source."""
QUALITY_WORDS = (
    "Quality says how well founded an assumption is: good rests on a published rule, fair on the usual reading of one,"
    " poor on neither. Impact says how far it can move the answer: small is pounds a year, moderate tens to hundreds,"
    " large can change whether the move pays."
)
