"""What fields are called, and what they offer: the words of the handbook and the payslip."""

from paymodel.answers.phrasing import NATION_LABELS
from paymodel.pay.job import BANDS, STUDENT_LOANS

NATIONS: dict[str | None, str] = {nation: name for nation, name in NATION_LABELS.items()}  # noqa: C416
RESIDENCES: dict[str | None, str] = {None: "Where the work is", **NATIONS}
PATTERNS: dict[str | None, str] = {
    "different": "Different: it changes substantially",
    "same": "Substantially the same",
    "unsure": "Unsure: show both",
}
BAND_LABELS: dict[str | None, str] = {None: "Not stated", **{band: f"Band {band}" for band in BANDS}}
STEPS: dict[str | None, str] = {
    None: "Entry, unless stated",
    "entry": "Entry step",
    "intermediate": "Intermediate step",
    "top": "Top step",
}
UNSOCIAL: dict[str | None, str] = {
    None: "Section 2, unless stated",
    "section_2": "Section 2",
    "annex_5": "Annex 5 (ambulance, England)",
}
HOURS_DIFFER: dict[str | None, str] = {
    None: "Say so and stop",
    "scale": "Scale all hours to the contract",
    "overtime": "Pay the excess as overtime",
    "lieu": "Give the excess back as time off",
}
ZONES: dict[str | None, str] = {None: "None", "inner": "Inner London", "outer": "Outer London", "fringe": "Fringe"}
MARRIAGE_ALLOWANCE: dict[str | None, str] = {None: "Not said", "yes": "Received", "no": "Not received"}
MOVES: dict[str | None, str] = {
    None: "As the bands say: promotion, sideways or down",
    "acting_up": "Acting up",
    "secondment": "Secondment",
    "rotation": "Rotation",
    "shadowing": "Shadowing",
}
NEW_POST: dict[str | None, str] = {None: "Annex 5 ends", "goes_on": "Annex 5 goes on"}
LOANS = {plan: plan.replace("_", " ").capitalize() for plan in STUDENT_LOANS}
HALF = "A shift exactly half at night counts whole"
OVERTIME_8_AND_9 = "Scotland: overtime of bands 8 and 9 is paid"
SICKNESS_KEEPS = "Northern Ireland: Section 2 pay goes on in sickness"
UNVERIFIED_HOLIDAYS = "Count public holidays that are unverified"
WEEKEND_HOLIDAYS: dict[str | None, str] = {
    None: "As the nation pays them",
    "both": "The day and its substitute, capped",
    "substitute": "The substitute alone",
}
OVER_THE_CAP: dict[str | None, str] = {None: "The day at the weekend", "substitute": "The substitute"}
FIRST_YEAR_HOLIDAYS: dict[str | None, str] = {
    None: "The nation's own",
    "calendar": "Those of the calendar",
    "usual": "The usual number",
}
BREAKS: dict[str | None, str] = {
    None: "The middle of the shift",
    "lower": "Plain time, then the lower rate",
    "higher": "Plain time, then the higher rate",
}
EDGES: dict[str | None, str] = {None: "The upper bound is in", "lower_bound_in": "The lower bound is in"}
METHODS: dict[str | None, str] = {
    None: "The nation's own",
    "maintain": "Earnings are maintained (England)",
    "first_higher_point": "First higher pay point",
}
PART_MONTHS: dict[str | None, str] = {None: "The days of the month", "days_of_the_year": "The days of the year"}
TIERS: dict[str | None, str] = {
    None: "The post held as the month starts",
    "month": "Twelve times the month's pay",
    "april": "The post held in April, all year",
}
INSURANCE: dict[str | None, str] = {None: "Half a penny down", "third_decimal": "Half a penny down, on three decimals"}
TABLES: dict[str | None, str] = {None: "Table 2, this year's pay", "1": "Table 1"}
