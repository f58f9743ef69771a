"""A synthetic workforce: invented people in plausible posts, the same for the same seed on every machine.

Every spread in the tables below is an assumption of an illustration (status: assumed). None was taken from a staff
record, and no person in the result is real. What is not invented is taken from the scales in force on `AS_AT`: how many
steps each band has in each nation, its pay, and the years to its next step.

Weights are whole numbers and only their proportions matter. Everything is worked out in whole numbers from raw
generator output, which numpy promises never to change, so that no machine's rounding can change a row.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from paymodel.about import NATIONS
from paymodel.counting import counted
from paymodel.errors import Fault, Faults, nearest
from paymodel.files.scales import load_policy
from paymodel.files.tabular_io import appearing_whole
from paymodel.pay.job import BAND_CODE, BANDS
from paymodel.progress import progress

if TYPE_CHECKING:
    import pyarrow as pa

AS_AT = datetime.date(2026, 11, 22)
"""The day whose pay scales the steps, the payments and the increment dates fit."""
COLUMNS = (
    "id",
    "nation",
    "staff_group",
    "profession",
    "band",
    "step",
    "whole_time_equivalent",
    "site",
    "rota",
    "unsocial_hours",
    "annex_5_percent",
    "unsocial_hours_payment",
    "student_loan",
    "in_pension_scheme",
    "high_cost_area",
    "sex",
    "age_band",
    "ethnic_group",
    "increment_date",
)
ROWS = {"ambulance": 5_000, "acute": 10_000, "national": 1_500_000}
"""Kinds of workforce, and how many people each has unless it is said."""
MOST_ROWS = 50_000_000
MOST_SEED = 2**63 - 1
BLOCK = 250_000
LABEL = "SYNTHETIC-"
NOTE = "synthetic: no real person"

# ---- Spreads. All of them are invented (status: assumed); each says why it looks as it does.

PAID = "paid"
"""Stands among rotas for: no rota is held, only what is paid, as staff systems do."""
OFFICE_ROTAS = ("monday-to-friday", "scotland-monday-to-friday-36h")
SCOTLAND_ROTAS = {
    "ambulance-ten-week": "scotland-ambulance-ten-week-36h",
    "monday-to-friday": "scotland-monday-to-friday-36h",
}
"""Scotland's week has 36 hours: these rotas have one that fits; for any other a payment is given."""


class Work(NamedTuple):
    """How people work: weights of rotas, where, and whether an old contract may pay it by Annex 5.

    `paid` is the least and the most that is paid for unsocial hours where no rota is given, as percentages of basic pay
    in bands 4 to 9; in lower bands they are as much more as their rates are.
    """

    rotas: Mapping[str, int]
    paid: tuple[int, int] = (0, 0)
    setting: str = "hospital"
    annex_5: bool = False


WORKS = {
    # Crews: mostly one 24/7 rota; some on response cars or four on, four off; a tenth with a payment only.
    "crew": Work(
        {"ambulance-ten-week": 72, "ambulance-response-car-nine-week": 6, "four-on-four-off-eight-week": 12, PAID: 10},
        (18, 27),
        "station",
        annex_5=True,
    ),
    # Paramedics of band 6: as crews, more on cars, and the hazardous area response team.
    "paramedic": Work(
        {
            "ambulance-ten-week": 66,
            "ambulance-response-car-nine-week": 12,
            "hart-seven-week": 4,
            "four-on-four-off-eight-week": 8,
            PAID: 10,
        },
        (18, 27),
        "station",
        annex_5=True,
    ),
    # Team leaders and advanced paramedics: half with the crews, some command at all hours.
    "crew_leader": Work(
        {
            "ambulance-ten-week": 50,
            "ambulance-response-car-nine-week": 15,
            "hart-seven-week": 5,
            "operations-commander-five-week": 20,
            PAID: 10,
        },
        (15, 25),
        "station",
        annex_5=True,
    ),
    # Band 8a of the ambulance service: office hours, some command rotas, a few keep clinical weeks.
    "commander": Work(
        {"monday-to-friday": 60, "operations-commander-five-week": 28, "hybrid-one-clinical-week-in-five": 12},
        (4, 20),
        "headquarters",
    ),
    "control_room": Work({"emergency-operations-centre-six-week": 90, PAID: 10}, (16, 25), "control", annex_5=True),
    # Planned journeys: office hours for most, earlies and lates for the rest.
    "patient_transport": Work({"monday-to-friday": 60, PAID: 40}, (4, 12), "station"),
    # Wards: local rotas differ, so a fifth have a payment only.
    "ward": Work({"ward-three-week": 68, "monday-to-friday": 12, PAID: 20}, (12, 26)),
    "senior_ward": Work({"ward-three-week": 35, "community-early-late": 15, "monday-to-friday": 38, PAID: 12}, (8, 22)),
    "ward_manager": Work({"ward-three-week": 12, "monday-to-friday": 80, PAID: 8}, (5, 15)),
    "maternity": Work({"ward-three-week": 60, "community-early-late": 15, "monday-to-friday": 10, PAID: 15}, (10, 24)),
    "imaging": Work({"radiography-eight-week": 62, "monday-to-friday": 26, PAID: 12}, (8, 20)),
    "theatres": Work({"theatres-odp-eight-week": 80, PAID: 20}, (4, 18)),
    # Therapies: weekdays for most; seven-day services in hospital and community.
    "therapy": Work({"monday-to-friday": 66, "community-seven-day-eight-week": 26, PAID: 8}, (3, 10), "community"),
    # Laboratories and pharmacies: weekdays, with some nights and weekends in the larger ones.
    "laboratory": Work({"monday-to-friday": 74, PAID: 26}, (4, 18)),
    # Porters, cleaners, catering: about half work evenings or weekends.
    "facilities": Work({"monday-to-friday": 52, PAID: 48}, (5, 22)),
    "clinic": Work({"monday-to-friday": 100}, setting="community"),
    "office": Work({"monday-to-friday": 100}, setting="headquarters"),
}


class Profession(NamedTuple):
    """A profession: staff group, women in a hundred, whose ethnic spread, how many in each kind of workforce, bands.

    `kinds` are weights in an ambulance trust, an acute trust and the nations together; `bands` says for each band how
    its people work and its weight within the profession.
    """

    staff_group: str
    women: int
    ethnic: str
    kinds: tuple[int, int, int]
    bands: str


AHP, NURSING = "allied health professions", "nursing and midwifery"
SUPPORT, AMBULANCE = "clinical support", "ambulance and control room"
SCIENCE, OFFICE, ESTATES = "scientific and technical", "administrative", "estates and facilities"
# Therapies are alike: a fifth start at band 5, four tenths at 6, three tenths specialists at 7, few leaders above.
THERAPY = (
    "5 therapy 190, 6 therapy 430, 7 therapy 290, 8a clinic 70, 8b clinic 14, 8c office 4, 8d office 1, 9 office 1"
)
CLINIC = "5 clinic 190, 6 clinic 430, 7 clinic 290, 8a clinic 70, 8b clinic 14, 8c office 4, 8d office 1, 9 office 1"
IMAGING = "5 imaging 240, 6 imaging 400, 7 imaging 270, 8a clinic 70, 8b office 14, 8c office 5, 8d office 1"
# Band 5 is the first two years after training; band 6 is a paramedic's usual band.
PARAMEDICS = "5 crew 90, 6 paramedic 730, 7 crew_leader 145, 8a commander 24, 8b office 7, 8c office 3, 8d office 1"
# Half the nurses stand at band 5; specialists and ward managers at 6 and 7.
NURSES = (
    "5 ward 480, 6 senior_ward 310, 7 ward_manager 155, 8a office 40, 8b office 10, 8c office 3, 8d office 1,"
    " 9 office 1"
)
MIDWIVES = "5 maternity 120, 6 maternity 660, 7 ward_manager 180, 8a office 30, 8b office 10"
DISPATCH = "4 control_room 560, 5 control_room 300, 6 control_room 100, 7 control_room 30, 8a commander 10"
LABORATORIES = (
    "2 laboratory 90, 3 laboratory 120, 4 laboratory 110, 5 laboratory 120, 6 laboratory 270, 7 laboratory 190,"
    " 8a office 65, 8b office 22, 8c office 9, 8d office 3, 9 office 1"
)
PHARMACY = "6 laboratory 260, 7 laboratory 340, 8a office 290, 8b office 80, 8c office 25, 8d office 5"
PHARMACY_TECHNICIANS = "4 laboratory 420, 5 laboratory 430, 6 laboratory 130, 7 office 20"
PSYCHOLOGY = "6 clinic 140, 7 clinic 400, 8a clinic 300, 8b clinic 110, 8c clinic 40, 8d clinic 10"
ADMINISTRATION = (
    "2 office 200, 3 office 270, 4 office 200, 5 office 110, 6 office 80, 7 office 60, 8a office 40, 8b office 20,"
    " 8c office 12, 8d office 5, 9 office 3"
)
FACILITIES = "2 facilities 740, 3 facilities 120, 4 facilities 80, 5 office 40, 6 office 15, 7 office 5"

# An ambulance trust is mostly paramedics and those who crew with them, a control room and a small headquarters. An
# acute trust: a third nurses, a fifth healthcare assistants, therapies, imaging, theatres, laboratories, offices and
# facilities. The nations together: fewer wards, more community and mental health, a few from ambulance services.
PROFESSIONS = {
    # The fourteen allied health professions.
    "art therapists": Profession(AHP, 85, "clinical", (0, 3, 8), CLINIC),
    "dietitians": Profession(AHP, 94, "clinical", (0, 80, 75), THERAPY),
    "drama therapists": Profession(AHP, 84, "clinical", (0, 1, 3), CLINIC),
    "music therapists": Profession(AHP, 78, "clinical", (0, 2, 4), CLINIC),
    "occupational therapists": Profession(AHP, 91, "clinical", (0, 190, 200), THERAPY),
    "operating department practitioners": Profession(
        AHP, 66, "clinical", (0, 220, 140), "5 theatres 560, 6 theatres 320, 7 theatres 100, 8a office 18, 8b office 2"
    ),
    "orthoptists": Profession(AHP, 90, "clinical", (0, 25, 13), CLINIC),
    "osteopaths": Profession(AHP, 52, "clinical", (0, 2, 2), CLINIC),
    "paramedics": Profession(AHP, 46, "ambulance", (430, 40, 200), PARAMEDICS),
    "physiotherapists": Profession(AHP, 76, "clinical", (0, 300, 270), THERAPY),
    "podiatrists": Profession(AHP, 72, "clinical", (0, 30, 40), CLINIC),
    "prosthetists and orthotists": Profession(AHP, 58, "clinical", (0, 10, 6), CLINIC),
    "radiographers": Profession(AHP, 74, "clinical", (0, 330, 250), IMAGING),
    "speech and language therapists": Profession(AHP, 96, "clinical", (0, 70, 110), THERAPY),
    # Everybody else.
    "nurses": Profession(NURSING, 88, "nursing", (10, 3300, 3100), NURSES),
    "midwives": Profession(NURSING, 99, "nursing", (0, 350, 260), MIDWIVES),
    "healthcare assistants": Profession(
        SUPPORT, 82, "nursing", (0, 1800, 1750), "2 ward 380, 3 ward 500, 4 senior_ward 120"
    ),
    "therapy support workers": Profession(SUPPORT, 84, "clinical", (0, 210, 240), "3 therapy 520, 4 therapy 480"),
    "emergency medical technicians": Profession(AMBULANCE, 44, "ambulance", (110, 0, 55), "4 crew 720, 5 crew 280"),
    "emergency care assistants": Profession(AMBULANCE, 50, "ambulance", (190, 0, 95), "3 crew 840, 4 crew 160"),
    "patient transport staff": Profession(
        AMBULANCE, 36, "ambulance", (45, 0, 30), "2 patient_transport 350, 3 patient_transport 620, 4 office 30"
    ),
    "emergency call handlers": Profession(
        AMBULANCE, 70, "ambulance", (65, 0, 45), "3 control_room 780, 4 control_room 220"
    ),
    "emergency dispatchers": Profession(AMBULANCE, 62, "ambulance", (45, 0, 30), DISPATCH),
    "healthcare scientists": Profession(SCIENCE, 62, "clinical", (0, 450, 420), LABORATORIES),
    "pharmacists": Profession(SCIENCE, 66, "clinical", (1, 150, 150), PHARMACY),
    "pharmacy technicians": Profession(SCIENCE, 84, "clinical", (0, 160, 170), PHARMACY_TECHNICIANS),
    "psychologists": Profession(SCIENCE, 82, "clinical", (0, 60, 220), PSYCHOLOGY),
    "administrative staff": Profession(OFFICE, 76, "other", (84, 1700, 1950), ADMINISTRATION),
    "estates and facilities staff": Profession(ESTATES, 56, "other", (20, 600, 650), FACILITIES),
}
OTHER_WORK = {
    # Nurses of an ambulance trust advise by telephone; paramedics of an acute trust work in its emergency department.
    "ambulance": {"ward": "control_room", "senior_ward": "control_room", "ward_manager": "control_room"},
    "acute": {"crew": "ward", "paramedic": "ward", "crew_leader": "senior_ward", "commander": "office"},
}
"""What stands for some kinds of work in a single trust."""

NATION_SHARES = {"england": 80, "wales": 6, "scotland": 10, "northern_ireland": 4}
"""About each nation's share of the staff of the four health services."""

AGE_BANDS = ("under 25", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 and over")
AGES = {
    # Few people below 25 hold a band 6; nobody below 25 a band 7 or more. The lowest bands hold the young and the old.
    "4": (12, 22, 20, 22, 21, 3),
    "5": (13, 37, 22, 16, 11, 1),
    "6": (2, 31, 30, 22, 14, 1),
    "7": (0, 17, 33, 30, 19, 1),
    "9": (0, 7, 31, 38, 23, 1),
}
"""Weights of the age bands in the bands up to each (4, 5, 6, 7, 9)."""

STEPS = {
    # Steps come with years in the band: nearly half stand at the top, few of the young do.
    1: ((1,), (1,), (1,)),
    2: ((70, 30), (36, 64), (16, 84)),
    3: ((75, 25, 0), (38, 34, 28), (20, 22, 58)),
}
"""Weights of the steps, by how many steps the band has: below 25, 25 to 34, and above."""

FULL_TIME = {"female": 55, "male": 75}
"""Whole time, in a hundred: about 60 together, fewer of the women (caring)."""
PART_TIME = {40: 9, 48: 3, 50: 12, 53: 7, 60: 20, 64: 10, 67: 5, 70: 3, 75: 4, 80: 17, 90: 4, 96: 3}
"""Weights of part-time hundredths: 15, 18, 18.75, 20, 22.5, 24, 25, 26.25, 28, 30, 33.75 and 36 of 37.5 hours."""
ODD_PART_TIME = (43, 57, 71, 77, 88, 93)
"""Fractions that fit no usual week: three in a hundred part-timers have one."""

PLANS = (
    "",
    "plan_1",
    "plan_2",
    "plan_4",
    "plan_5",
    "plan_1+postgraduate",
    "plan_2+postgraduate",
    "plan_4+postgraduate",
)
LOANS: Mapping[str, Sequence[Mapping[str, int]]] = {
    # Band 5 and above: plan 2 began in 2012 and plan 5 in 2023, so each age has its own; older loans are mostly repaid.
    "graduate": (
        {"": 16, "plan_2": 60, "plan_5": 22, "plan_2+postgraduate": 2},
        {"": 24, "plan_1": 4, "plan_2": 64, "plan_5": 1, "plan_2+postgraduate": 7},
        {"": 55, "plan_1": 27, "plan_2": 13, "plan_1+postgraduate": 2, "plan_2+postgraduate": 3},
        {"": 85, "plan_1": 9, "plan_2": 5, "plan_2+postgraduate": 1},
        {"": 96, "plan_1": 2, "plan_2": 2},
        {"": 1},
    ),
    # Bands 2 to 4: fewer have studied.
    "other": (
        {"": 74, "plan_2": 18, "plan_5": 8},
        {"": 74, "plan_1": 3, "plan_2": 23},
        {"": 86, "plan_1": 9, "plan_2": 5},
        {"": 95, "plan_1": 3, "plan_2": 2},
        {"": 99, "plan_2": 1},
        {"": 1},
    ),
}
"""Weights of student loans by age band, as for England."""
LOANS_ELSEWHERE = {
    # Scotland's loans are plan 4; Northern Ireland stayed with plan 1; Wales has no plan 5.
    "scotland": {
        "plan_1": "plan_4",
        "plan_2": "plan_4",
        "plan_5": "plan_4",
        "plan_1+postgraduate": "plan_4+postgraduate",
        "plan_2+postgraduate": "plan_4+postgraduate",
    },
    "wales": {"plan_5": "plan_2"},
    "northern_ireland": {"plan_2": "plan_1", "plan_5": "plan_1", "plan_2+postgraduate": "plan_1+postgraduate"},
}

PENSION = {
    # About 92 in a hundred are members. The young and the low paid leave for want of money, some of the highest paid
    # for the tax charges, and those above 65 have often drawn their pension.
    "4": (87, 89, 92, 95, 94, 62),
    "8b": (90, 92, 94, 96, 94, 62),
    "9": (90, 91, 91, 92, 90, 55),
}
"""Members of the pension scheme in a hundred, by age band, in the bands up to each (4, 8b, 9)."""

ANNEX_5 = (0, 18, 48, 62, 66, 60)
"""In a hundred of England's ambulance staff in bands 4 to 7: in post since before September 2018, by age band."""
ANNEX_5_BANDS = ("4", "5", "6", "7")
ANNEX_5_PERCENT = 25
"""What those on Annex 5 with a payment only are paid: the percentage of a full 24/7 rota."""

ETHNIC_GROUPS = ("white", "asian", "black", "mixed", "other", "not stated")
ETHNIC = {
    # England's nurses and healthcare assistants have often been recruited abroad; ambulance services rarely.
    ("england", "nursing"): (62, 20, 11, 2, 3, 2),
    ("england", "ambulance"): (92, 2, 1, 2, 1, 2),
    ("england", "clinical"): (76, 13, 4, 2, 2, 3),
    ("england", "other"): (80, 9, 4, 2, 2, 3),
    ("wales", ""): (87, 6, 2, 1, 1, 3),
    ("scotland", ""): (84, 4, 2, 1, 1, 8),
    ("northern_ireland", ""): (90, 5, 1, 1, 1, 2),
}
"""Weights of the ethnic groups by nation, and in England by profession."""

Places = Mapping[str, tuple[int, str]]
"""Sites: `{site: (weight, high cost area)}`."""
STATIONS: Places = {
    # A trust at the edge of London: three of its stations lie in a high cost area.
    f"Station {number:02}": (1, {22: "fringe", 23: "fringe", 24: "outer"}.get(number, ""))
    for number in range(1, 25)
}
SITES: Mapping[str, Mapping[str, Places]] = {
    "ambulance": {
        "station": STATIONS,
        "control": {"Control room North": (1, ""), "Control room South": (1, "")},
        "": {"Headquarters": (1, "")},
    },
    # Two hospitals, of which the smaller lies at the edge of London, and clinics.
    "acute": {
        "community": {"North Hospital": (3, ""), "South Hospital": (2, "fringe"), "Community clinics": (5, "")},
        "": {"North Hospital": (65, ""), "South Hospital": (35, "fringe")},
    },
}
"""Sites of a single trust by the setting of the work; the last for every other setting."""
EMPLOYERS = {"england": 210, "wales": 11, "scotland": 22, "northern_ireland": 6}
"""How many sites the national workforce has in each nation: one for each employer, as many people in each."""
LONDON = {"inner": 18, "outer": 18, "fringe": 10}
"""How many of England's sites lie in each high cost area, the first ones: about a fifth, as London's share is."""

# ---- From spreads to people.

_DRAWS = 14
_BITS = 31
_YEAR = 365
_LONGEST_WAIT = 5

Codes = NDArray[np.intp]


class _Spread:
    """Rows of weights over the same choices; a draw picks a choice. Whole numbers only."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        most = max(len(row) for row in rows)
        bounds = np.zeros((len(rows), most - 1), dtype=np.uint64)
        for number, row in enumerate(rows):
            whole, below = sum(row), 0
            for choice in range(most - 1):
                below += row[choice] if choice < len(row) else 0
                bounds[number, choice] = (number << _BITS) + (below << _BITS) // whole
        self.bounds = bounds.ravel()
        self.choices = most

    def pick(self, draws: NDArray[np.uint64], rows: Codes | int = 0) -> Codes:
        """The choice of each draw, a number from 0, by the weights of its row."""
        row = np.asarray(rows, dtype=np.int64)
        found = np.searchsorted(self.bounds, draws + (row.astype(np.uint64) << np.uint64(_BITS)), side="right")
        return np.asarray(found - row * (self.choices - 1), dtype=np.intp)


def _up_to(table: Mapping[str, Any]) -> list[int]:
    """For each band, the number of the entry of a table keyed by the highest band that it speaks for."""
    tops = [BAND_CODE[band] for band in table]
    return [next(number for number, top in enumerate(tops) if code <= top) for code in range(len(BANDS))]


class _Scales(NamedTuple):
    """What is taken from the scales, by nation, band and step: pence, years to the next step, unsocial rates."""

    steps: Codes
    pence: NDArray[np.int64]
    wait: NDArray[np.int64]
    rate: NDArray[np.int64]


@lru_cache(maxsize=1)
def _scales() -> _Scales:
    shape = (len(NATIONS), len(BANDS))
    steps = np.zeros(shape, dtype=np.intp)
    pence, wait = np.zeros((*shape, 3), dtype=np.int64), np.zeros((*shape, 3), dtype=np.int64)
    rate = np.zeros(shape, dtype=np.int64)
    for number, nation in enumerate(NATIONS):
        policy = load_policy(nation, AS_AT)
        years = policy.pay_points.years_to_reach
        for band in range(len(BANDS)):
            steps[number, band] = policy.pay_points.steps(band)
            for step in range(steps[number, band]):
                pence[number, band, step] = round(float(policy.pay_points.pounds[band, step]) * 100)
                if step + 1 < steps[number, band]:
                    wait[number, band, step] = round(float(years[band, step + 1] - years[band, step]))
        rate[number] = np.round(np.nan_to_num(policy.working_time.section_2.lower) * 100).astype(np.int64)
    return _Scales(steps, pence, wait, rate)


def _roles(kind: str) -> list[tuple[int, int, int, int]]:
    """The weight of each profession, band and work (their numbers) in a kind of workforce."""
    works, instead = list(WORKS), OTHER_WORK.get(kind, {})
    roles = []
    for number, profession in enumerate(PROFESSIONS.values()):
        parts = [part.split() for part in profession.bands.split(",")]
        whole = sum(int(weight) for _, _, weight in parts)
        weight_here = profession.kinds[list(ROWS).index(kind)] * 1_000_000 // whole
        roles += [
            (weight_here * int(weight), number, BAND_CODE[band], works.index(instead.get(work, work)))
            for band, work, weight in parts
        ]
    return [role for role in roles if role[0]]


class _Shape:
    """The spreads of one kind of workforce, as arrays."""

    def __init__(self, kind: str, nation: str | None) -> None:
        self.kind, self.nation, self.scales = kind, nation, _scales()
        roles = _roles(kind)
        self.role = _Spread([[weight for weight, *_ in roles]])
        self.profession, self.band, self.work = (np.array([role[n] for role in roles]) for n in (1, 2, 3))
        groups = [profession.staff_group for profession in PROFESSIONS.values()]
        self.staff_groups = list(dict.fromkeys(groups))
        self.staff_group = np.array([self.staff_groups.index(group) for group in groups])
        self.nations = _Spread([[NATION_SHARES[name] for name in NATIONS]])
        self.sex = _Spread([[profession.women, 100 - profession.women] for profession in PROFESSIONS.values()])
        self.age, self.age_row = _Spread(list(AGES.values())), np.array(_up_to(AGES))
        keys = list(ETHNIC)
        self.ethnic = _Spread(list(ETHNIC.values()))
        self.ethnic_row = np.array(
            [
                [keys.index((name, own.ethnic) if (name, own.ethnic) in ETHNIC else (name, "")) for name in NATIONS]
                for own in PROFESSIONS.values()
            ]
        )
        self.step = _Spread(
            [
                STEPS[max(int(self.scales.steps[number, band]), 1)][min(age, 2)]
                for number in range(len(NATIONS))
                for band in range(len(BANDS))
                for age in range(len(AGE_BANDS))
            ]
        )
        self._hours_and_rotas()
        self._deductions()
        self._sites()

    def _hours_and_rotas(self) -> None:
        usual, odd = sum(PART_TIME.values()), len(ODD_PART_TIME)
        part = [weight * 97 * odd for weight in PART_TIME.values()] + [3 * usual] * odd
        self.hundredths = np.array([100, *PART_TIME, *ODD_PART_TIME])
        self.whole_time = _Spread(
            [[100 * usual * odd * full, *(weight * (100 - full) for weight in part)] for full in FULL_TIME.values()]
        )
        rotas = dict.fromkeys(name for work in WORKS.values() for name in work.rotas if name != PAID)
        self.rotas = [*rotas, *(name for name in SCOTLAND_ROTAS.values())]
        self.paid = len(self.rotas)  # the code that stands for a payment
        self.rota = _Spread([[work.rotas.get(name, 0) for name in (*self.rotas, PAID)] for work in WORKS.values()])
        scots = {self.rotas.index(ours): self.rotas.index(theirs) for ours, theirs in SCOTLAND_ROTAS.items()}
        self.scots_rota = np.array([scots.get(code, self.paid) for code in range(self.paid + 1)])
        self.office = np.array([name in OFFICE_ROTAS for name in (*self.rotas, PAID)])
        self.least_paid, self.most_paid = (np.array([work.paid[n] for work in WORKS.values()]) for n in (0, 1))
        by_work = np.array([work.annex_5 for work in WORKS.values()])
        by_band = np.array([band in ANNEX_5_BANDS for band in BANDS])
        self.may_be_annex_5 = by_work[:, np.newaxis] & by_band
        self.annex_5 = _Spread([[100 - share, share] for share in ANNEX_5])

    def _deductions(self) -> None:
        self.loan = _Spread([[ages.get(plan, 0) for plan in PLANS] for kind in LOANS.values() for ages in kind])
        self.loan_in = np.array(
            [[PLANS.index(LOANS_ELSEWHERE.get(name, {}).get(plan, plan)) for plan in PLANS] for name in NATIONS]
        )
        self.pension = _Spread([[100 - share, share] for band in PENSION.values() for share in band])
        self.pension_row = np.array(_up_to(PENSION))

    def _sites(self) -> None:
        if self.kind == "national":
            areas = [area for area, number in LONDON.items() for _ in range(number)]
            places: list[Places] = [
                {
                    f"{name.replace('_', ' ').title()} {number + 1:03}": (
                        1,
                        areas[number] if name == "england" and number < len(areas) else "",
                    )
                    for number in range(EMPLOYERS[name])
                }
                for name in NATIONS
            ]
        else:
            own = SITES[self.kind]
            places = [own.get(work.setting, own[""]) for work in WORKS.values()]
        self.sites = list(dict.fromkeys(site for row in places for site in row))
        area = {site: of for row in places for site, (_, of) in row.items()}
        self.areas = ["", *LONDON]
        self.area = np.array([self.areas.index(area[site]) for site in self.sites])
        self.site = _Spread([[row[site][0] if site in row else 0 for site in self.sites] for row in places])


def _draws(seed: int, kind: str, block: int, rows: int) -> NDArray[np.uint64]:
    """The draws of a block: `_DRAWS` lines of 31 random bits for each row. A shorter block is the start of a longer."""
    words = (_DRAWS + 1) // 2
    sequence = np.random.SeedSequence(seed, spawn_key=(list(ROWS).index(kind), block))
    raw = np.asarray(np.random.PCG64(sequence).random_raw(rows * words), dtype=np.uint64).reshape(rows, words)
    draws = np.empty((2 * words, rows), dtype=np.uint64)
    np.bitwise_and(raw.T, np.uint64(2**_BITS - 1), out=draws[:words])
    np.right_shift(raw.T, np.uint64(64 - _BITS), out=draws[words:])
    return draws


def _people(shape: _Shape, draws: NDArray[np.uint64]) -> dict[str, Codes]:
    """The codes of every column for the people of a block; -1 where the cell is empty."""
    scales = shape.scales
    role = shape.role.pick(draws[0])
    profession, band, work = shape.profession[role], shape.band[role], shape.work[role]
    if shape.nation is None:
        nation = shape.nations.pick(draws[1])
    else:
        nation = np.full(len(role), NATIONS.index(shape.nation), dtype=np.intp)
    sex = shape.sex.pick(draws[2], profession)
    age = shape.age.pick(draws[3], shape.age_row[band])
    step = shape.step.pick(draws[5], (nation * len(BANDS) + band) * len(AGE_BANDS) + age)
    hundredths = shape.hundredths[shape.whole_time.pick(draws[6], sex)]

    rota = shape.rota.pick(draws[7], work)
    scots = nation == NATIONS.index("scotland")
    rota = np.where(scots, shape.scots_rota[rota], rota)
    office = shape.office[rota]
    rate = scales.rate[nation, band]
    rota = np.where((rate == 0) & ~office, shape.paid, rota)  # a rota's hours could not be paid for
    paid = rota == shape.paid
    may = shape.may_be_annex_5[work, band] & (nation == NATIONS.index("england")) & ~office
    annex_5 = may & (shape.annex_5.pick(draws[8], age) == 1)
    least, most = shape.least_paid[work], shape.most_paid[work]
    percent = least + ((draws[9].astype(np.int64) * (most - least + 1)) >> _BITS)
    percent = percent * np.where(rate == 0, 30, rate) // 30
    pence = (scales.pence[nation, band, step] * hundredths * percent + 5_000) // 10_000

    graduate = band >= BAND_CODE["5"]
    loan = shape.loan.pick(draws[10], np.where(graduate, 0, len(AGE_BANDS)) + age)
    site = shape.site.pick(draws[12], nation if shape.kind == "national" else work)
    area = np.where(nation == NATIONS.index("england"), shape.area[site], 0)
    wait = scales.wait[nation, band, step]
    return {
        "nation": nation,
        "staff_group": shape.staff_group[profession],
        "profession": profession,
        "band": band,
        "step": step + 1,
        "whole_time_equivalent": hundredths,
        "site": site,
        "rota": np.where(paid, -1, rota),
        "unsocial_hours": np.where(office, -1, annex_5),
        "annex_5_percent": np.where(paid & annex_5, 0, -1),
        "unsocial_hours_payment": np.where(paid & ~annex_5, pence, -1),
        "student_loan": shape.loan_in[nation, loan] - 1,
        "in_pension_scheme": shape.pension.pick(draws[11], shape.pension_row[band] * len(AGE_BANDS) + age),
        "high_cost_area": area - 1,
        "sex": sex,
        "age_band": age,
        "ethnic_group": shape.ethnic.pick(draws[4], shape.ethnic_row[profession, nation]),
        "increment_date": np.where(wait > 0, (draws[13].astype(np.int64) * wait * _YEAR) >> _BITS, -1),
    }


def _words(shape: _Shape) -> dict[str, Sequence[str]]:
    """What the codes of the columns of words stand for."""
    return {
        "nation": NATIONS,
        "staff_group": shape.staff_groups,
        "profession": list(PROFESSIONS),
        "band": BANDS,
        "site": shape.sites,
        "rota": shape.rotas,
        "unsocial_hours": ("section_2", "annex_5"),
        "annex_5_percent": (f"{ANNEX_5_PERCENT}%",),
        "student_loan": PLANS[1:],
        "high_cost_area": shape.areas[1:],
        "sex": list(FULL_TIME),
        "age_band": AGE_BANDS,
        "ethnic_group": ETHNIC_GROUPS,
        "increment_date": [
            (AS_AT + datetime.timedelta(days=day + 1)).isoformat() for day in range(_LONGEST_WAIT * _YEAR)
        ],
    }


def _blocks(kind: str, nation: str | None, rows: int, seed: int) -> Iterator["pa.Table"]:
    """The workforce, a block of rows at a time."""
    import pyarrow as pa
    import pyarrow.compute as pc

    shape = _Shape(kind, nation)
    words = {column: pa.array(values, pa.string()) for column, values in _words(shape).items()}
    for number, first in enumerate(range(0, rows, BLOCK)):
        codes = _people(shape, _draws(seed, kind, number, min(BLOCK, rows - first)))
        digits = pa.array(np.arange(first + 1, first + 1 + len(codes["band"]))).cast(pa.string())
        columns = {"id": pc.binary_join_element_wise(LABEL, pc.utf8_lpad(digits, 7, "0"), "")}
        for column, values in codes.items():
            if column in words:
                indices = pa.array(values.astype(np.int16), mask=values < 0)
                columns[column] = pa.DictionaryArray.from_arrays(indices, words[column])
        columns["step"] = pa.array(codes["step"].astype(np.int8))
        columns["whole_time_equivalent"] = pa.array(codes["whole_time_equivalent"] / 100)
        payment = codes["unsocial_hours_payment"]
        columns["unsocial_hours_payment"] = pa.array(payment / 100, mask=payment < 0)
        columns["in_pension_scheme"] = pa.array(codes["in_pension_scheme"] == 1)
        yield pa.table({column: columns[column] for column in COLUMNS}).replace_schema_metadata({"note": NOTE})


def synthetic(kind: str, target: Path, *, rows: int | None = None, seed: int = 1, nation: str | None = None) -> int:
    """Write a synthetic workforce, CSV or Parquet by the ending of the name; returns the number of rows.

    `kind` is `ambulance` or `acute` (one trust, of England unless `nation` says otherwise) or `national` (all four
    nations). The same kind, nation and seed give the same people, whatever the format; fewer are the first of more.
    Every `id` begins with `SYNTHETIC-`, and a Parquet file's metadata says that no person is real.

    Raises `Faults` for an unknown kind or nation, for rows or a seed out of range, and for a target that cannot be
    written. Nothing is left half-written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = synthetic("ambulance", Path(folder) / "staff.csv", rows=3)
    ...     lines = (Path(folder) / "staff.csv").read_text(encoding="utf-8").splitlines()
    >>> made, lines[0][:24], lines[3][:17]
    (3, 'id,nation,staff_group,pr', 'SYNTHETIC-0000003')
    """
    rows = rows if rows is not None else ROWS.get(kind, 1)
    faults = _wrong(kind, rows, seed, nation)
    if faults:
        raise Faults([Fault("paymodel synthetic", place, words) for place, words in faults])
    own = None if kind == "national" else nation or "england"
    done = 0
    with appearing_whole(target, private=False) as beside:
        write = _to_csv if target.suffix.lower() == ".csv" else _to_parquet
        for written in write(beside, _blocks(kind, own, rows, seed)):
            done += written
            progress(counted(done, "row"))
    progress("")
    return done


def _wrong(kind: str, rows: int, seed: int, nation: str | None) -> list[tuple[str, str]]:
    faults = []
    if kind not in ROWS:
        faults.append(("", f"'{kind}' is not a kind of workforce; {nearest(kind, list(ROWS))}"))
    if not 1 <= rows <= MOST_ROWS:
        faults.append(("--rows", f"{rows} is out of range: 1 to {MOST_ROWS:,}"))
    if not 0 <= seed <= MOST_SEED:
        faults.append(("--seed", f"{seed} is out of range: 0 to {MOST_SEED}"))
    if nation is not None and nation not in NATIONS:
        faults.append(("--nation", f"'{nation}' is not a nation; {nearest(nation, NATIONS)}"))
    elif nation is not None and kind == "national":
        faults.append(("--nation", "the national workforce holds all four nations; leave --nation out"))
    return faults


def _to_parquet(file: Path, blocks: Iterator["pa.Table"]) -> Iterator[int]:
    import pyarrow.parquet as pq

    first = next(blocks)
    few = [column for column in COLUMNS if column not in ("id", "unsocial_hours_payment")]
    with pq.ParquetWriter(file, first.schema, use_dictionary=few) as writer:
        writer.write_table(first, row_group_size=BLOCK)
        yield first.num_rows
        for block in blocks:
            writer.write_table(block, row_group_size=BLOCK)
            yield block.num_rows


def _to_csv(file: Path, blocks: Iterator["pa.Table"]) -> Iterator[int]:
    import pyarrow.csv as pc

    options = pc.WriteOptions(include_header=False, quoting_style="none")
    with file.open("wb") as out:
        out.write((",".join(COLUMNS) + "\n").encode())
        for block in blocks:
            pc.write_csv(_plain(block), out, options)
            yield block.num_rows


def _plain(block: "pa.Table") -> "pa.Table":
    """A block with its words as text and its payments as text to the penny."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = {}
    for name, column in zip(block.column_names, block.columns, strict=True):
        columns[name] = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    pence = pc.round(pc.multiply(block["unsocial_hours_payment"], 100)).cast(pa.int64())
    pounds = pc.divide(pence, 100)
    rest = pc.utf8_lpad(pc.subtract(pence, pc.multiply(pounds, 100)).cast(pa.string()), 2, "0")
    columns["unsocial_hours_payment"] = pc.binary_join_element_wise(pounds.cast(pa.string()), rest, ".")
    return pa.table(columns)
