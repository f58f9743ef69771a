"""Second, independent transcription of the pay, tax and pension figures, typed apart from the scale files.

The tests compare the two, so that a slip in either shows. Plain literals only. Pay years from 2023-24
(tax years from 6 April 2023). Per cent are as printed (5.2 means 5.2%); money is in pounds.

Figures in force before the cover starts are keyed at its start: 1 April 2023 for pay, hours and pensions,
6 April 2023 for tax.
"""

# Agenda for Change pay points: (years to reach the point, pounds a year).
PAY_POINTS = {
    # NHS Employers, pay scales 2023/24. Band 2 entry and top are the same figure.
    ("england", "2023-04-01"): {
        "2": ((0, 22383), (2, 22383)),
        "3": ((0, 22816), (2, 24336)),
        "4": ((0, 25147), (3, 27596)),
        "5": ((0, 28407), (2, 30639), (4, 34581)),
        "6": ((0, 35392), (2, 37350), (5, 42618)),
        "7": ((0, 43742), (2, 45996), (5, 50056)),
        "8a": ((0, 50952), (5, 57349)),
        "8b": ((0, 58972), (5, 68525)),
        "8c": ((0, 70417), (5, 81138)),
        "8d": ((0, 83571), (5, 96376)),
        "9": ((0, 99891), (5, 114949)),
    },
    # Health Careers, Agenda for Change pay rates from April 2024. RCNi, citing NHS Employers: the middle points of
    # bands 8a to 8d, and the whole of band 8d. Derived from the years either side: the middle points of 7 and 9.
    ("england", "2024-04-01"): {
        "2": ((0, 23615), (2, 23615)),
        "3": ((0, 24071), (2, 25674)),
        "4": ((0, 26530), (3, 29114)),
        "5": ((0, 29970), (2, 32324), (4, 36483)),
        "6": ((0, 37338), (2, 39405), (5, 44962)),
        "7": ((0, 46148), (2, 48526), (5, 52809)),
        "8a": ((0, 53755), (2, 56454), (5, 60504)),
        "8b": ((0, 62215), (2, 66246), (5, 72293)),
        "8c": ((0, 74290), (2, 78814), (5, 85601)),
        "8d": ((0, 88168), (2, 93572), (5, 101677)),
        "9": ((0, 105385), (2, 111740), (5, 121271)),
    },
    # NHS Employers, pay scales 2025/26.
    ("england", "2025-04-01"): {
        "2": ((0, 24465), (2, 24465)),
        "3": ((0, 24937), (2, 26598)),
        "4": ((0, 27485), (3, 30162)),
        "5": ((0, 31049), (2, 33487), (4, 37796)),
        "6": ((0, 38682), (2, 40823), (5, 46580)),
        "7": ((0, 47810), (2, 50273), (5, 54710)),
        "8a": ((0, 55690), (2, 58487), (5, 62682)),
        "8b": ((0, 64455), (2, 68631), (5, 74896)),
        "8c": ((0, 76965), (2, 81652), (5, 88682)),
        "8d": ((0, 91342), (2, 96941), (5, 105337)),
        "9": ((0, 109179), (2, 115763), (5, 125637)),
    },
    # NHS Employers, pay scales 2026/27.
    ("england", "2026-04-01"): {
        "2": ((0, 25272), (2, 25272)),
        "3": ((0, 25760), (2, 27476)),
        "4": ((0, 28392), (3, 31157)),
        "5": ((0, 32073), (2, 34592), (4, 39043)),
        "6": ((0, 39959), (2, 42170), (5, 48117)),
        "7": ((0, 49387), (2, 51932), (5, 56515)),
        "8a": ((0, 57528), (2, 60417), (5, 64750)),
        "8b": ((0, 66582), (2, 70896), (5, 77368)),
        "8c": ((0, 79504), (2, 84346), (5, 91609)),
        "8d": ((0, 94356), (2, 100140), (5, 108814)),
        "9": ((0, 112782), (2, 119583), (5, 129783)),
    },
    # Derived from Welsh circular AfC(W) 02/2025 and the 5.5% award of 1 April 2024; no pound table found.
    ("wales", "2024-04-01"): {
        "2": ((0, 23970), (2, 23970)),
        "3": ((0, 24433), (2, 26060)),
        "4": ((0, 26928), (3, 29551)),
        "5": ((0, 30420), (2, 32810), (4, 37030)),
        "6": ((0, 37898), (2, 39997), (5, 45637)),
        "7": ((0, 46840), (2, 49254), (5, 53602)),
        "8a": ((0, 54550), (2, 57295), (5, 61412)),  # the entry is £11 below what the awards before it would give
        "8b": ((0, 63150), (2, 67232), (5, 73379)),
        "8c": ((0, 75405), (2, 79996), (5, 86885)),
        "8d": ((0, 89491), (2, 94975), (5, 103203)),
        "9": ((0, 106967), (2, 113416), (5, 123091)),
    },
    # Welsh Government circular AfC(W) 02/2025, 29 May 2025.
    ("wales", "2025-04-01"): {
        "2": ((0, 24833), (2, 24833)),
        "3": ((0, 25313), (2, 26999)),
        "4": ((0, 27898), (3, 30615)),
        "5": ((0, 31516), (2, 33992), (4, 38364)),
        "6": ((0, 39263), (2, 41437), (5, 47280)),
        "7": ((0, 48527), (2, 51028), (5, 55532)),
        "8a": ((0, 56514), (2, 59358), (5, 63623)),
        "8b": ((0, 65424), (2, 69653), (5, 76021)),
        "8c": ((0, 78120), (2, 82876), (5, 90013)),
        "8d": ((0, 92713), (2, 98395), (5, 106919)),
        "9": ((0, 110818), (2, 117499), (5, 127523)),
    },
    # Welsh Government circular AfC(W) 02/2026, 12 February 2026; living-wage floor from AfC(W) 01/2026.
    ("wales", "2026-04-01"): {
        "2": ((0, 26300), (2, 26300)),
        "3": ((0, 26300), (2, 27890)),
        "4": ((0, 28819), (3, 31626)),
        "5": ((0, 32557), (2, 35114), (4, 39631)),
        "6": ((0, 40559), (2, 42805), (5, 48841)),
        "7": ((0, 50129), (2, 52712), (5, 57365)),
        "8a": ((0, 58379), (2, 61317), (5, 65723)),
        "8b": ((0, 67583), (2, 71952), (5, 78530)),
        "8c": ((0, 80698), (2, 85611), (5, 92984)),
        "8d": ((0, 95773), (2, 101643), (5, 110448)),
        "9": ((0, 114475), (2, 121377), (5, 131732)),
    },
    # Scottish Government pay table, 2023-24 settlement. Bands 8d and 9 not found.
    ("scotland", "2023-04-01"): {
        "2": ((0, 23362), (2, 25368)),
        "3": ((0, 25468), (2, 27486)),
        "4": ((0, 27598), (3, 30019)),
        "5": ((0, 30229), (2, 32300), (4, 37664)),
        "6": ((0, 37831), (2, 39498), (5, 46100)),
        "7": ((0, 46244), (2, 48010), (5, 53789)),
        "8a": ((0, 56992), (5, 61522)),
        "8b": ((0, 67285), (5, 71978)),
        "8c": ((0, 79466), (5, 85181)),
    },
    # Scottish Government pay table, 2024-25 settlement. Bands 8d and 9 derived from 2025-26.
    ("scotland", "2024-04-01"): {
        "2": ((0, 24647), (2, 26763)),
        "3": ((0, 26869), (2, 28998)),
        "4": ((0, 29116), (3, 31670)),
        "5": ((0, 31892), (2, 34077), (4, 39735)),
        "6": ((0, 39912), (2, 41670), (5, 48635)),
        "7": ((0, 48788), (2, 50651), (5, 56747)),
        "8a": ((0, 60126), (5, 64906)),
        "8b": ((0, 70986), (5, 75937)),
        "8c": ((0, 83837), (5, 89866)),
        "8d": ((0, 99534), (5, 103795)),
        "9": ((0, 117732), (5, 122831)),
    },
    # Scottish circular PCS(AFC)2026/1, Annex B: 2025-26 as revised to 4.4%.
    ("scotland", "2025-04-01"): {
        "2": ((0, 25731), (2, 27941)),
        "3": ((0, 28051), (2, 30274)),
        "4": ((0, 30397), (3, 33063)),
        "5": ((0, 33295), (2, 35576), (4, 41483)),
        "6": ((0, 41668), (2, 43503), (5, 50775)),
        "7": ((0, 50935), (2, 52880), (5, 59244)),
        "8a": ((0, 62772), (5, 67762)),
        "8b": ((0, 74109), (5, 79278)),
        "8c": ((0, 87526), (5, 93820)),
        "8d": ((0, 103913), (5, 108362)),
        "9": ((0, 122912), (5, 128236)),
    },
    # Scottish circular PCS(AFC)2026/1, Annexes B and C, 23 January 2026.
    ("scotland", "2026-04-01"): {
        "2": ((0, 26696), (2, 28988)),
        "3": ((0, 29103), (2, 31409)),
        "4": ((0, 31537), (3, 34303)),
        "5": ((0, 34544), (2, 36911), (4, 43039)),
        "6": ((0, 43231), (2, 45135), (5, 52679)),
        "7": ((0, 52845), (2, 54863), (5, 61466)),
        "8a": ((0, 65125), (5, 70303)),
        "8b": ((0, 76888), (5, 82251)),
        "8c": ((0, 90808), (5, 97338)),
        "8d": ((0, 107810), (5, 112426)),
        "9": ((0, 127521), (5, 133044)),
    },
    # HSC recruitment, pay bands in Health and Social Care, updated 12 June 2024.
    ("northern_ireland", "2023-04-01"): {
        "2": ((0, 22383), (2, 22383)),
        "3": ((0, 22816), (2, 24336)),
        "4": ((0, 25147), (3, 27596)),
        "5": ((0, 28407), (2, 30639), (4, 34581)),
        "6": ((0, 35392), (2, 37350), (5, 42618)),
        "7": ((0, 43742), (2, 45996), (5, 50056)),
        "8a": ((0, 50952), (5, 57349)),
        "8b": ((0, 58972), (5, 68525)),
        "8c": ((0, 70417), (5, 81138)),
        "8d": ((0, 83571), (5, 96376)),
        "9": ((0, 99891), (5, 114949)),
    },
    # Derived: England 2024-25 by pay parity; no pound table for Northern Ireland found.
    ("northern_ireland", "2024-04-01"): {
        "2": ((0, 23615),),
        "3": ((0, 24071), (2, 25674)),
        "4": ((0, 26530), (3, 29114)),
        "5": ((0, 29970), (2, 32324), (4, 36483)),
        "6": ((0, 37338), (2, 39405), (5, 44962)),
        "7": ((0, 46148), (2, 48526), (5, 52809)),
        "8a": ((0, 53755), (2, 56454), (5, 60504)),
        "8b": ((0, 62215), (2, 66246), (5, 72293)),
        "8c": ((0, 74290), (2, 78814), (5, 85601)),
        "8d": ((0, 88168), (2, 93572), (5, 101677)),
        "9": ((0, 105385), (2, 111740), (5, 121271)),
    },
    # Department of Health circular HSC (AfC) 06/2025, 3 December 2025: band 2 printed as a single rate.
    ("northern_ireland", "2025-04-01"): {
        "2": ((0, 24465),),
        "3": ((0, 24937), (2, 26598)),
        "4": ((0, 27485), (3, 30162)),
        "5": ((0, 31049), (2, 33487), (4, 37796)),
        "6": ((0, 38682), (2, 40823), (5, 46580)),
        "7": ((0, 47810), (2, 50273), (5, 54710)),
        "8a": ((0, 55690), (2, 58487), (5, 62682)),
        "8b": ((0, 64455), (2, 68631), (5, 74896)),
        "8c": ((0, 76965), (2, 81652), (5, 88682)),
        "8d": ((0, 91342), (2, 96941), (5, 105337)),
        "9": ((0, 109179), (2, 115763), (5, 125637)),
    },
}

# NHS terms and conditions of service handbook, amendment 62, Annex 9: (per cent of basic, minimum, maximum).
# England only. 2023-24: NHSBSA KA-23439 (2022-23), and the award of 5%. 2024-25: worked back from 2025-26 by 3.6%.
HIGH_COST_AREA_SUPPLEMENTS = {
    "2023-04-01": {"inner": (20, 5132, 7746), "outer": (15, 4313, 5436), "fringe": (5, 1193, 2011)},
    "2024-04-01": {"inner": (20, 5414, 8172), "outer": (15, 4550, 5735), "fringe": (5, 1258, 2122)},
    "2025-04-01": {"inner": (20, 5609, 8466), "outer": (15, 4714, 5941), "fringe": (5, 1303, 2198)},
    "2026-04-01": {"inner": (20, 5794, 8746), "outer": (15, 4870, 6137), "fringe": (5, 1346, 2270)},
}

# Handbook Section 2, unsocial hours: (Saturday and weekday night, Sunday and public holiday), per cent.
# NHS Employers, unsocial hours payments; NHS Pay in Cymru Wales; HSC (AfC) 06/2025 (bands 2 and 3 by its
# pointer to the England rates). Scotland: bands 1 to 3 not settled, so left out.
SECTION_2_RATES = {
    "england": {"1": (47, 94), "2": (41, 83), "3": (35, 69), "4-9": (30, 60)},
    "wales": {"1": (47, 94), "2": (41, 83), "3": (35, 69), "4-9": (30, 60)},
    "scotland": {"4-9": (30, 60)},
    "northern_ireland": {"1": (47, 94), "2": (41, 83), "3": (35, 69), "4-9": (30, 60)},
}

# Handbook Annex 5, bands 1 to 7: (lower bound of average unsocial hours a week, per cent of basic). Only
# 13 to 17 hours at 17% and the 25% maximum are verified; below 5 hours is for local agreement.
ANNEX_5_BRACKETS = ((5, 9), (9, 13), (13, 17), (17, 21), (21, 25))

# Handbook Section 3, paragraphs 3.1 and 3.6: multiples of the plain hourly rate.
OVERTIME = {"bands": ("1", "2", "3", "4", "5", "6", "7"), "rate": 1.5, "public_holiday_rate": 2.0}
# HSJ, 26 July 2023, and the Chartered Society of Physiotherapy: bands 8 and 9 too in Scotland (no circular found).
OVERTIME_UNVERIFIED = {"scotland": ("2023-07-26", ("8a", "8b", "8c", "8d", "9"))}

# Handbook Section 10; Scottish circulars PCS(AFC)2024/2 and PCS(AFC)2026/2.
WEEKLY_HOURS = {
    "england": (("2023-04-01", 37.5),),
    "wales": (("2023-04-01", 37.5),),
    "scotland": (("2023-04-01", 37.5), ("2024-04-01", 37), ("2026-04-01", 36)),
    "northern_ireland": (("2023-04-01", 37.5),),
}

# Member contributions: (annualised pensionable pay up to and including, per cent of the whole of it).
MEMBER_PENSION = {
    # NHSBSA, cost of being in the Scheme; SI 2023/576 for 2023-24. 2025-26 as backdated in October 2025.
    "england_and_wales": {
        "2023-04-01": (
            (13246, 5.1),
            (17673, 5.7),
            (24022, 6.1),
            (25146, 6.8),
            (29635, 7.7),
            (30638, 8.8),
            (45996, 9.8),
            (51708, 10),
            (58972, 11.6),
            (75632, 12.5),
            (None, 13.5),
        ),
        "2024-04-01": ((13259, 5.2), (26831, 6.5), (32691, 8.3), (49078, 9.8), (62924, 10.7), (None, 12.5)),
        "2025-04-01": ((13259, 5.2), (27797, 6.5), (33868, 8.3), (50845, 9.8), (65190, 10.7), (None, 12.5)),
        "2026-04-01": ((13259, 5.2), (28854, 6.5), (35155, 8.3), (52778, 9.8), (67668, 10.7), (None, 12.5)),
    },
    # SPPA, member contributions, table 2 (current-year pay); circular 2026/03 for 2026-27. The first table
    # was published for April to September 2024 and runs to 30 September 2024; its start is inferred.
    # The tiers of April to September 2023 were not found.
    "scotland": {
        "2023-10-01": (
            (13330, 5.7),
            (25367, 6.1),
            (30018, 6.7),
            (37663, 8.2),
            (37830, 9.8),
            (39497, 10),
            (48009, 10.5),
            (51954, 10.8),
            (72656, 11.3),
            (None, 13.7),
        ),
        "2024-10-01": (
            (13330, 5.7),
            (26762, 6.4),
            (31669, 7),
            (39734, 8.7),
            (41669, 9.8),
            (50650, 10.5),
            (54811, 11.2),
            (76652, 11.6),
            (None, 12.7),
        ),
        "2025-04-01": (
            (13330, 5.7),
            (27899, 6.4),
            (33015, 7),
            (41423, 8.7),
            (43440, 9.8),
            (52803, 10.5),
            (57140, 11.2),
            (79910, 11.6),
            (None, 12.7),
        ),
        "2026-04-01": (
            (13330, 5.7),
            (28987, 6.4),
            (34302, 7),
            (43038, 8.7),
            (45134, 9.8),
            (54862, 10.5),
            (59369, 11.2),
            (83026, 11.6),
            (None, 12.7),
        ),
    },
    # HSC Pension Service, contribution rates 22/23, 23/24 and 24/25, and its later tables. The bounds of 2025-26 are
    # those of 2024-25 raised by the award of 3.6%, as backdated to 1 April 2025.
    "northern_ireland": {
        "2023-04-01": (
            (13246, 5.1),
            (17673, 5.7),
            (24022, 6.1),
            (25146, 6.8),
            (29635, 7.7),
            (30638, 8.8),
            (45996, 9.8),
            (51708, 10),
            (58972, 11.6),
            (75632, 12.5),
            (None, 13.5),
        ),
        "2024-04-01": ((13259, 5.2), (26831, 6.5), (32691, 8.3), (49078, 9.8), (62924, 10.7), (None, 12.5)),
        "2025-04-01": ((13259, 5.2), (27797, 6.7), (33868, 8.5), (50845, 10), (65190, 10.9), (None, 12.7)),
        "2026-04-01": ((13259, 5.2), (28854, 6.7), (35155, 8.5), (52778, 10), (67668, 10.9), (None, 12.7)),
    },
}

# SPPA, member contributions, table 1 (previous-year pay).
SCOTLAND_TABLE_1 = {
    "2024-10-01": (
        (13330, 5.7),
        (25367, 6.4),
        (30018, 7),
        (37663, 8.7),
        (39497, 9.8),
        (48009, 10.5),
        (51954, 11.2),
        (72656, 11.6),
        (None, 12.7),
    ),
    "2025-04-01": (
        (13330, 5.7),
        (26762, 6.4),
        (31669, 7),
        (39734, 8.7),
        (41669, 9.8),
        (50650, 10.5),
        (54811, 11.2),
        (76652, 11.6),
        (None, 12.7),
    ),
    # Derived from pay of 2025-26 as revised to 4.4% (PCS(AFC)2026/1); the table itself was not read.
    "2026-04-01": (
        (13330, 5.7),
        (27940, 6.4),
        (33062, 7),
        (41482, 8.7),
        (43502, 9.8),
        (52879, 10.5),
        (57223, 11.2),
        (80025, 11.6),
        (None, 12.7),
    ),
}

# Employer contributions: (total per cent with the 0.08 levy where there is one, per cent paid centrally).
# NHSBSA employer contribution rates; SPPA; HSC employer technical update. The first of each dates from
# 1 April 2019.
EMPLOYER_PENSION = {
    "england_and_wales": {"2023-04-01": (20.68, 6.3), "2024-04-01": (23.78, 9.4)},
    "scotland": {"2023-04-01": (20.9, 0), "2024-04-01": (22.5, 0)},
    "northern_ireland": {"2023-04-01": (22.5, 0), "2024-04-01": (23.2, 0)},
}

# Finance Act 2021 section 5 as amended; Scottish Rate Resolutions (2024-25 S6M-12252, 2025-26 S6M-16531,
# 2026-27 S6M-20844): (taxable income up to, per cent).
INCOME_TAX = {
    "rest_of_uk": {
        "2023-04-06": ((37700, 20), (125140, 40), (None, 45)),
        "2024-04-06": ((37700, 20), (125140, 40), (None, 45)),
        "2025-04-06": ((37700, 20), (125140, 40), (None, 45)),
        "2026-04-06": ((37700, 20), (125140, 40), (None, 45)),
    },
    "scotland": {
        "2023-04-06": ((2162, 19), (13118, 20), (31092, 21), (125140, 42), (None, 47)),
        "2024-04-06": ((2306, 19), (13991, 20), (31092, 21), (62430, 42), (125140, 45), (None, 48)),
        "2025-04-06": ((2827, 19), (14921, 20), (31092, 21), (62430, 42), (125140, 45), (None, 48)),
        "2026-04-06": ((3967, 19), (16956, 20), (31092, 21), (62430, 42), (125140, 45), (None, 48)),
    },
}

# Income Tax Act 2007 section 35: (allowance, income above which it tapers).
PERSONAL_ALLOWANCE = {
    "2023-04-06": (12570, 100000),
    "2024-04-06": (12570, 100000),
    "2025-04-06": (12570, 100000),
    "2026-04-06": (12570, 100000),
}

# HMRC rates and thresholds for employers; SI 2001/1004 regulations 10 and 11; NIC (Reduction in Rates) Acts.
# Category A. Thresholds are (week, month, year).
NATIONAL_INSURANCE_EMPLOYEE = {
    "2023-04-06": {
        "lower_earnings_limit": (123, 533, 6396),
        "primary_threshold": (242, 1048, 12570),
        "upper_earnings_limit": (967, 4189, 50270),
        "main": 12,
        "upper": 2,
    },
    "2024-01-06": {
        "lower_earnings_limit": (123, 533, 6396),
        "primary_threshold": (242, 1048, 12570),
        "upper_earnings_limit": (967, 4189, 50270),
        "main": 10,
        "upper": 2,
    },
    "2024-04-06": {
        "lower_earnings_limit": (123, 533, 6396),
        "primary_threshold": (242, 1048, 12570),
        "upper_earnings_limit": (967, 4189, 50270),
        "main": 8,
        "upper": 2,
    },
    "2025-04-06": {
        "lower_earnings_limit": (125, 542, 6500),
        "primary_threshold": (242, 1048, 12570),
        "upper_earnings_limit": (967, 4189, 50270),
        "main": 8,
        "upper": 2,
    },
    "2026-04-06": {
        "lower_earnings_limit": (129, 559, 6708),
        "primary_threshold": (242, 1048, 12570),
        "upper_earnings_limit": (967, 4189, 50270),
        "main": 8,
        "upper": 2,
    },
}

# The same, and the NIC (Secondary Class 1 Contributions) Act 2025.
NATIONAL_INSURANCE_EMPLOYER = {
    "2023-04-06": {"secondary_threshold": (175, 758, 9100), "rate": 13.8},
    "2024-04-06": {"secondary_threshold": (175, 758, 9100), "rate": 13.8},
    "2025-04-06": {"secondary_threshold": (96, 417, 5000), "rate": 15},
    "2026-04-06": {"secondary_threshold": (96, 417, 5000), "rate": 15},
}

# gov.uk, student loan repayment thresholds. First plan 5 deductions: April 2026.
STUDENT_LOANS = {
    "2023-04-06": {"plan_1": 22015, "plan_2": 27295, "plan_4": 27660, "plan_5": None, "postgraduate": 21000},
    "2024-04-06": {"plan_1": 24990, "plan_2": 27295, "plan_4": 31395, "plan_5": None, "postgraduate": 21000},
    "2025-04-06": {"plan_1": 26065, "plan_2": 28470, "plan_4": 32745, "plan_5": None, "postgraduate": 21000},
    "2026-04-06": {"plan_1": 26900, "plan_2": 29385, "plan_4": 33795, "plan_5": 25000, "postgraduate": 21000},
}
STUDENT_LOAN_RATES = {"plan_1": 9, "plan_2": 9, "plan_4": 9, "plan_5": 9, "postgraduate": 6}

# gov.uk, child benefit rates: (eldest or only child, each further child), pounds a week.
CHILD_BENEFIT = {
    "2023-04-06": (24.00, 15.90),
    "2024-04-06": (25.60, 16.95),
    "2025-04-06": (26.05, 17.25),
    "2026-04-06": (27.05, 17.90),
}

# Income Tax (Earnings and Pensions) Act 2003 section 681C: (starts above, whole at, pounds for each 1%).
CHILD_BENEFIT_CHARGE = {
    "2023-04-06": (50000, 60000, 100),
    "2024-04-06": (60000, 80000, 200),
    "2025-04-06": (60000, 80000, 200),
    "2026-04-06": (60000, 80000, 200),
}

# HMRC, pay Apprenticeship Levy: (per cent, yearly allowance in pounds).
APPRENTICESHIP_LEVY = {
    "2023-04-06": (0.5, 15000),
    "2024-04-06": (0.5, 15000),
    "2025-04-06": (0.5, 15000),
    "2026-04-06": (0.5, 15000),
}

# Income Tax Act 2007, section 55B: 10% of the personal allowance of 12,570 is 1,257, rounded up to ten pounds; the
# basic rate of it. Received where no rate is due above the basic rate (the first band), in Scotland above the
# intermediate rate (the third).
MARRIAGE_ALLOWANCE = {f"{year}-04-06": (1260, 20, {"scotland": 3}) for year in (2023, 2024, 2025, 2026)}

# 2015 Scheme, SI 2015/94: a year earns 1/54 of pensionable pay.
PENSION_BUILD_UP = 54

# NHSBSA KA-04622 and SI 1995/300 (E1, E6): an eightieth of pay for a year of the 1995 Section and three times that as
# a lump sum; a sixtieth for a year of the 2008 Section.
FINAL_SALARY = (80, 3, 60)

# gov.uk, UK bank holidays. 1 April 2023 to 31 March 2028, substitute days in place of the weekend dates.
PUBLIC_HOLIDAYS = {
    "england": (
        "2023-04-07",
        "2023-04-10",
        "2023-05-01",
        "2023-05-08",  # coronation
        "2023-05-29",
        "2023-08-28",
        "2023-12-25",
        "2023-12-26",
        "2024-01-01",
        "2024-03-29",
        "2024-04-01",
        "2024-05-06",
        "2024-05-27",
        "2024-08-26",
        "2024-12-25",
        "2024-12-26",
        "2025-01-01",
        "2025-04-18",
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
        "2025-08-25",
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",  # substitute for Boxing Day
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
        "2027-12-27",  # substitute for Christmas Day
        "2027-12-28",  # substitute for Boxing Day
        "2028-01-03",  # substitute for New Year's Day
    ),
    "wales": (
        "2023-04-07",
        "2023-04-10",
        "2023-05-01",
        "2023-05-08",  # coronation
        "2023-05-29",
        "2023-08-28",
        "2023-12-25",
        "2023-12-26",
        "2024-01-01",
        "2024-03-29",
        "2024-04-01",
        "2024-05-06",
        "2024-05-27",
        "2024-08-26",
        "2024-12-25",
        "2024-12-26",
        "2025-01-01",
        "2025-04-18",
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
        "2025-08-25",
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",  # substitute for Boxing Day
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
        "2027-12-27",  # substitute for Christmas Day
        "2027-12-28",  # substitute for Boxing Day
        "2028-01-03",  # substitute for New Year's Day
    ),
    "scotland": (
        "2023-04-07",
        "2023-05-01",
        "2023-05-08",  # coronation
        "2023-05-29",
        "2023-08-07",
        "2023-11-30",
        "2023-12-25",
        "2023-12-26",
        "2024-01-01",
        "2024-01-02",
        "2024-03-29",
        "2024-05-06",
        "2024-05-27",
        "2024-08-05",
        "2024-12-02",  # substitute for St Andrew's Day
        "2024-12-25",
        "2024-12-26",
        "2025-01-01",
        "2025-01-02",
        "2025-04-18",
        "2025-05-05",
        "2025-05-26",
        "2025-08-04",
        "2025-12-01",  # substitute for St Andrew's Day
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
        "2026-01-02",
        "2026-04-03",
        "2026-05-04",
        "2026-05-25",
        "2026-08-03",
        "2026-11-30",
        "2026-12-25",
        "2026-12-28",  # substitute for Boxing Day
        "2027-01-01",
        "2027-01-04",  # substitute for 2 January
        "2027-03-26",
        "2027-05-03",
        "2027-05-31",
        "2027-08-02",
        "2027-11-30",
        "2027-12-27",  # substitute for Christmas Day
        "2027-12-28",  # substitute for Boxing Day
        "2028-01-03",  # substitute for New Year's Day
        "2028-01-04",  # substitute for 2 January
    ),
    "northern_ireland": (
        "2023-04-07",
        "2023-04-10",
        "2023-05-01",
        "2023-05-08",  # coronation
        "2023-05-29",
        "2023-07-12",
        "2023-08-28",
        "2023-12-25",
        "2023-12-26",
        "2024-01-01",
        "2024-03-18",  # substitute for St Patrick's Day
        "2024-03-29",
        "2024-04-01",
        "2024-05-06",
        "2024-05-27",
        "2024-07-12",
        "2024-08-26",
        "2024-12-25",
        "2024-12-26",
        "2025-01-01",
        "2025-03-17",
        "2025-04-18",
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
        "2025-07-14",  # substitute for the Battle of the Boyne
        "2025-08-25",
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
        "2026-03-17",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-07-13",  # substitute for the Battle of the Boyne
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",  # substitute for Boxing Day
        "2027-01-01",
        "2027-03-17",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-07-12",
        "2027-08-30",
        "2027-12-27",  # substitute for Christmas Day
        "2027-12-28",  # substitute for Boxing Day
        "2028-01-03",  # substitute for New Year's Day
        "2028-03-17",
    ),
}

# CSP, 8 November 2021, and Mersey Care, 25 November 2022, on handbook 2.28 and Annex 25: days at a weekend that are
# public holidays beside others, of which a person is paid no more than the days named (25 to 28 December, New Year). In
# Scotland (STAC) a day and its own substitute; of Northern Ireland nothing was read.
CHRISTMAS_2026, CHRISTMAS_2027 = ("2026-12-25", "2026-12-28"), ("2027-12-27", "2027-12-28")
_UNITED = {
    "2026-12-26": CHRISTMAS_2026,
    "2027-12-25": CHRISTMAS_2027,
    "2027-12-26": CHRISTMAS_2027,
    "2028-01-01": ("2028-01-03",),
}
PUBLIC_HOLIDAYS_AT_A_WEEKEND = {
    "england": _UNITED,
    "wales": _UNITED,
    "northern_ireland": _UNITED,
    "scotland": {
        "2026-12-26": ("2026-12-28",),
        "2027-12-25": ("2027-12-27",),
        "2027-12-26": ("2027-12-28",),
        "2028-01-01": ("2028-01-03",),
        "2028-01-02": ("2028-01-04",),
    },
}

# World Cup bank holiday, reported as proclaimed in February 2026, and as given to all staff of NHS Scotland; kept apart
# until the circular has been read.
PUBLIC_HOLIDAYS_UNVERIFIED = {"scotland": ("2026-06-15",)}

# HMRC, specification for PAYE tax table routines: the emergency code, the rate of code BR, free pay a month for each
# 500 of a code's number, and the most of a month's pay that may be deducted. The same from 2023-24 to 2026-27.
TAX_CODES = {"2023-04-06": ("1257L", 20, 416.67, 50)}
