"""A synthetic workforce: invented people in plausible posts, the same for the same seed on every machine.

Every spread (`scenarios/synthetic/spreads.yaml`) is an assumption of an illustration (status: assumed). None was taken
from a staff record, and no person in the result is real. What is not invented is taken from the scales in force on
`AS_AT`: how many steps each band has in each nation, its pay, and the years to its next step.

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
from paymodel.files.csv_writer import CsvFile
from paymodel.files.scales import load_policy
from paymodel.files.spreads import PAID, Site, spreads
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
PEOPLE_AT_ONCE = 250_000
LABEL = "SYNTHETIC-"
NOTE = "synthetic: no real person"

OFFICE_ROTAS = ("monday-to-friday", "scotland-monday-to-friday-36h")
SCOTLAND_ROTAS = {
    "ambulance-ten-week": "scotland-ambulance-ten-week-36h",
    "monday-to-friday": "scotland-monday-to-friday-36h",
}
"""Scotland's week has 36 hours: these rotas have one that fits; for any other a payment is given."""
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

# ---- From spreads to people.

_DRAWS = 14
_BITS = 31
_YEAR = 365
_LONGEST_WAIT = 5

CodeArray = NDArray[np.intp]


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

    def pick(self, draws: NDArray[np.uint64], rows: CodeArray | int = 0) -> CodeArray:
        """The choice of each draw, a number from 0, by the weights of its row."""
        row = np.asarray(rows, dtype=np.int64)
        places = np.searchsorted(self.bounds, draws + (row.astype(np.uint64) << np.uint64(_BITS)), side="right")
        return np.asarray(places - row * (self.choices - 1), dtype=np.intp)


def _up_to(table: Mapping[str, Any]) -> list[int]:
    """For each band, the number of the entry of a table keyed by the highest band that it speaks for."""
    tops = [BAND_CODE[band] for band in table]
    return [next(number for number, top in enumerate(tops) if code <= top) for code in range(len(BANDS))]


class _Scales(NamedTuple):
    """What is taken from the scales, by nation, band and step: pence, years to the next step, unsocial rates."""

    steps: CodeArray
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
        rule_book = load_policy(nation, AS_AT)
        years = rule_book.pay_points.years_to_reach
        for band in range(len(BANDS)):
            steps[number, band] = rule_book.pay_points.steps(band)
            for step in range(steps[number, band]):
                pence[number, band, step] = round(float(rule_book.pay_points.pounds[band, step]) * 100)
                if step + 1 < steps[number, band]:
                    wait[number, band, step] = round(float(years[band, step + 1] - years[band, step]))
        rate[number] = np.round(np.nan_to_num(rule_book.working_time.section_2.lower) * 100).astype(np.int64)
    return _Scales(steps, pence, wait, rate)


def _roles(kind: str) -> list[tuple[int, int, int, int]]:
    """The weight of each profession, band and work (their numbers) in a kind of workforce."""
    works, instead = list(spreads().works), spreads().other_work.get(kind, {})
    roles = []
    for number, profession in enumerate(spreads().professions.values()):
        ladder = spreads().ladders[profession.ladder]
        weight_of_profession = int(getattr(profession, kind)) * 1_000_000 // sum(rung.weight for rung in ladder)
        roles += [
            (
                weight_of_profession * rung.weight,
                number,
                BAND_CODE[rung.band],
                works.index(instead.get(rung.work, rung.work)),
            )
            for rung in ladder
        ]
    return [role for role in roles if role[0]]


class _Shape:
    """The spreads of one kind of workforce, as arrays."""

    def __init__(self, kind: str, nation: str | None) -> None:
        self.kind, self.nation, self.scales = kind, nation, _scales()
        roles = _roles(kind)
        self.role = _Spread([[weight for weight, *_ in roles]])
        self.profession, self.band, self.work = (np.array([role[n] for role in roles]) for n in (1, 2, 3))
        groups = [profession.staff_group for profession in spreads().professions.values()]
        self.staff_groups = list(dict.fromkeys(groups))
        self.staff_group = np.array([self.staff_groups.index(group) for group in groups])
        self.nations = _Spread([[spreads().nation_shares[name] for name in NATIONS]])
        women = [profession.women for profession in spreads().professions.values()]
        self.sex = _Spread([[share, 100 - share] for share in women])
        self.age, self.age_row = _Spread(list(spreads().ages.values())), np.array(_up_to(spreads().ages))
        self.ethnic = _Spread([spread.weights for spread in spreads().ethnic])
        self.ethnic_row = np.array(
            [[spreads().ethnic_row(name, own.ethnic) for name in NATIONS] for own in spreads().professions.values()]
        )
        self.step = _Spread(
            [
                spreads().steps[max(int(self.scales.steps[number, band]), 1)][min(age, 2)]
                for number in range(len(NATIONS))
                for band in range(len(BANDS))
                for age in range(len(spreads().age_bands))
            ]
        )
        self._hours_and_rotas()
        self._deductions()
        self._sites()

    def _hours_and_rotas(self) -> None:
        works, whole_time = spreads().works.values(), spreads().full_time.values()
        usual, odd = sum(spreads().part_time.values()), len(spreads().odd_part_time)
        part = [weight * 97 * odd for weight in spreads().part_time.values()] + [3 * usual] * odd
        self.hundredths = np.array([100, *spreads().part_time, *spreads().odd_part_time])
        self.whole_time = _Spread(
            [[100 * usual * odd * full, *(weight * (100 - full) for weight in part)] for full in whole_time]
        )
        rotas = dict.fromkeys(name for work in works for name in work.rotas if name != PAID)
        self.rotas = [*rotas, *(name for name in SCOTLAND_ROTAS.values())]
        self.paid = len(self.rotas)  # the code that stands for a payment
        self.rota = _Spread([[work.rotas.get(name, 0) for name in (*self.rotas, PAID)] for work in works])
        scots = {self.rotas.index(ours): self.rotas.index(theirs) for ours, theirs in SCOTLAND_ROTAS.items()}
        self.scots_rota = np.array([scots.get(code, self.paid) for code in range(self.paid + 1)])
        self.office = np.array([name in OFFICE_ROTAS for name in (*self.rotas, PAID)])
        self.least_paid, self.most_paid = (np.array([work.paid[n] for work in works]) for n in (0, 1))
        by_work = np.array([work.annex_5 == "yes" for work in works])
        by_band = np.array([band in spreads().annex_5_bands for band in BANDS])
        self.may_be_annex_5 = by_work[:, np.newaxis] & by_band
        self.annex_5 = _Spread([[100 - share, share] for share in spreads().annex_5])

    def _deductions(self) -> None:
        elsewhere = spreads().loans_elsewhere
        self.loan = _Spread(spreads().loan_weights(PLANS))
        self.loan_in = np.array(
            [[PLANS.index(elsewhere.get(name, {}).get(plan, plan)) for plan in PLANS] for name in NATIONS]
        )
        self.pension = _Spread([[100 - share, share] for band in spreads().pension.values() for share in band])
        self.pension_row = np.array(_up_to(spreads().pension))

    def _sites(self) -> None:
        if self.kind == "national":
            areas = [area for area, number in spreads().london.items() for _ in range(number)]
            places: list[Mapping[str, Site]] = [
                {
                    f"{name.replace('_', ' ').title()} {number + 1:03}": Site(
                        weight=1, high_cost_area=areas[number] if name == "england" and number < len(areas) else ""
                    )
                    for number in range(spreads().employers[name])
                }
                for name in NATIONS
            ]
        else:
            places = [spreads().sites_of(self.kind, work.setting) for work in spreads().works.values()]
        self.sites = list(dict.fromkeys(site for row in places for site in row))
        area = {name: site.high_cost_area for row in places for name, site in row.items()}
        self.areas = ["", *spreads().london]
        self.area = np.array([self.areas.index(area[site]) for site in self.sites])
        self.site = _Spread([[row[site].weight if site in row else 0 for site in self.sites] for row in places])


def _draws(seed: int, kind: str, block: int, rows: int) -> NDArray[np.uint64]:
    """The draws of a block: `_DRAWS` lines of 31 random bits for each row. A shorter block is the start of a longer."""
    words = (_DRAWS + 1) // 2
    sequence = np.random.SeedSequence(seed, spawn_key=(list(ROWS).index(kind), block))
    raw = np.asarray(np.random.PCG64(sequence).random_raw(rows * words), dtype=np.uint64).reshape(rows, words)
    draws = np.empty((2 * words, rows), dtype=np.uint64)
    np.bitwise_and(raw.T, np.uint64(2**_BITS - 1), out=draws[:words])
    np.right_shift(raw.T, np.uint64(64 - _BITS), out=draws[words:])
    return draws


def _people(shape: _Shape, draws: NDArray[np.uint64]) -> dict[str, CodeArray]:
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
    step = shape.step.pick(draws[5], (nation * len(BANDS) + band) * len(spreads().age_bands) + age)
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
    loan = shape.loan.pick(draws[10], np.where(graduate, 0, len(spreads().age_bands)) + age)
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
        "in_pension_scheme": shape.pension.pick(draws[11], shape.pension_row[band] * len(spreads().age_bands) + age),
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
        "profession": list(spreads().professions),
        "band": BANDS,
        "site": shape.sites,
        "rota": shape.rotas,
        "unsocial_hours": ("section_2", "annex_5"),
        "annex_5_percent": (f"{spreads().annex_5_percent}%",),
        "student_loan": PLANS[1:],
        "high_cost_area": shape.areas[1:],
        "sex": list(spreads().full_time),
        "age_band": spreads().age_bands,
        "ethnic_group": spreads().ethnic_groups,
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
    for number, first in enumerate(range(0, rows, PEOPLE_AT_ONCE)):
        codes = _people(shape, _draws(seed, kind, number, min(PEOPLE_AT_ONCE, rows - first)))
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
        writer.write_table(first, row_group_size=PEOPLE_AT_ONCE)
        yield first.num_rows
        for block in blocks:
            writer.write_table(block, row_group_size=PEOPLE_AT_ONCE)
            yield block.num_rows


def _to_csv(file: Path, blocks: Iterator["pa.Table"]) -> Iterator[int]:
    out = CsvFile(file, "%.2f")
    try:
        for block in blocks:
            out.write({name: _cells(name, block[name].combine_chunks()) for name in block.column_names})
            yield block.num_rows
    finally:
        out.close()


def _cells(name: str, column: Any) -> NDArray[Any]:
    """A column as CSV has it: words and shares as they are, payments to be written to the penny."""
    cells = column.to_numpy(zero_copy_only=False)
    if name == "whole_time_equivalent":
        return np.char.mod("%g", cells)
    return np.where(cells, "true", "false") if cells.dtype.kind == "b" else cells
