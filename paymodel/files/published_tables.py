"""Published tables about staff: mean earnings by staff group, band and payment type, and how many people there are.

The two layouts are those of NHS Staff Earnings Estimates (DATE, STAFF_GROUP, AFC_BAND, PAYMENT_TYPE, AMOUNT,
SAMPLE_SIZE; before 2023 in words: Date, Staff Group, Payment type, Amount, Sample Size) and of NHS Workforce Statistics
(DATA_MONTH, ORG_CODE, DATA_LEVEL, STAFF_GROUP_1, FTE, HEADCOUNT; or Date, Org Code, Staff Group, Data Type, Total),
with a column of bands. Source: NHS England, https://digital.nhs.uk/data-and-information/publications/statistical.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, at_most, bare, shortened
from paymodel.files.cell_values import number_of
from paymodel.files.file_kinds import ANYWHERE, Choice
from paymodel.files.our_columns import TableReader, names_of_columns
from paymodel.files.person_values import day, read_word
from paymodel.files.table_reading import reading
from paymodel.files.uploads import Source
from paymodel.pay.job import BANDS

EARNINGS = ("month", "staff_group", "band", "payment_type", "amount", "sample_size")
WORKFORCE = ("month", "staff_group", "band", "data_type", "total", "fte", "headcount", "data_level")
SEE = "see docs/published.md for the columns"
ALL_BANDS = frozenset(bare(f"{word} {band}") for word in ("all", "total", "all afc") for band in ("", "band", "bands"))
ALL_OF_ENGLAND = frozenset({"england", "national", "total", "all", "allengland", "nationaltotal"})
NOT_PUBLISHED = re.compile(r"\*+|[zcx:]|\[[a-z]\]|\.\.|n/?a|null|suppressed", re.IGNORECASE)
"""Marks in place of a figure that is not published, as official statistics write them."""
MONTHS = ("%b-%y", "%b %y", "%B-%y", "%B %Y", "%b %Y", "%b-%Y", "%Y-%m", "%d%b%Y", "%Y/%m")
MOST_NAMED = 8


class Payment(Enum):
    """What a payment type is of."""

    BASIC = "basic pay"
    BASIC_PER_FTE = "basic pay for each full-time equivalent"
    UNSOCIAL = "shift work"
    OVERTIME = "overtime"
    OTHER = "other"


def payment_of(words: str) -> Payment:
    """What a payment type is of, by its words: codes and names differ from edition to edition.

    >>> payment_of("BASIC_PAY_PER_PERSON").name, payment_of("Mean annual basic pay per FTE").name
    ('BASIC', 'BASIC_PER_FTE')
    >>> payment_of("Shift Work Payments").name, payment_of("Non-basic pay: overtime").name, payment_of("Local").name
    ('UNSOCIAL', 'OVERTIME', 'OTHER')
    """
    plain = bare(words)
    if "basic" in plain and "nonbasic" not in plain:
        return Payment.BASIC_PER_FTE if "fte" in plain or "fulltime" in plain else Payment.BASIC
    if "shiftwork" in plain or "unsocial" in plain:
        return Payment.UNSOCIAL
    return Payment.OVERTIME if "overtime" in plain else Payment.OTHER


@dataclass(frozen=True)
class Paid:
    """Mean pounds a year of a person in a staff group and band (an empty band: of all), and of how many people.

    What is not published is None.
    """

    staff_group: str
    band: str
    basic_pay: float | None
    unsocial_pay: float | None
    overtime_pay: float | None
    sample_size: int | None

    @property
    def unsocial_share(self) -> float | None:
        """Pay for unsocial hours as a fraction of basic pay."""
        return _share(self.unsocial_pay, self.basic_pay)

    @property
    def overtime_share(self) -> float | None:
        """Overtime pay as a fraction of basic pay."""
        return _share(self.overtime_pay, self.basic_pay)


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole


@dataclass(frozen=True)
class Counted:
    """How many people are in a staff group and band: full-time equivalents, and people."""

    fte: float | None = None
    headcount: float | None = None


@dataclass
class Published:
    """What published tables say: pay by staff group and band, how many people, of which months, and how it was read."""

    paid: list[Paid] = field(default_factory=list)
    people: dict[tuple[str, str], Counted] = field(default_factory=dict)
    month: str = ""
    month_of_people: str = ""
    sentences: list[str] = field(default_factory=list)

    def people_in(self, paid: Paid) -> Counted:
        """How many are in the group and band of some pay; nothing where that is not known."""
        return self.people.get((bare(paid.staff_group), paid.band), Counted())


def kind_of_published(headings: Sequence[str]) -> str:
    """Which of the two layouts a table has by its headings, `earnings` or `workforce`; nothing where it has neither.

    >>> kind_of_published(["DATE", "STAFF_GROUP", "AFC_BAND", "PAYMENT_TYPE", "AMOUNT", "SAMPLE_SIZE"])
    'earnings'
    >>> kind_of_published(["Date", "Org Code", "Staff Group", "Data Type", "Total"]), kind_of_published(["id", "FTE"])
    ('workforce', '')
    """
    if _has(headings, "payment_type") and _has(headings, "amount"):
        return "earnings"
    counts = any(all(_has(headings, name) for name in pair) for pair in (("fte", "headcount"), ("data_type", "total")))
    return "workforce" if counts and _has(headings, "staff_group") and not _has(headings, "id") else ""


def read_published(
    sources: Sequence[Source], choice: Choice = ANYWHERE, month: str | None = None, *, needs_earnings: bool = True
) -> Published:
    """Read published tables, each known by its columns. `month` is that asked for [the last]. Raises `Faults`."""
    published = Published()
    seen: dict[str, Source] = {}
    for source in sources:
        rows = list(_rows(source, choice, published.sentences))
        kind = "earnings" if rows and "payment_type" in rows[0] else "workforce"
        if kind in seen:
            words = f"holds {_what(kind)}, as {seen[kind]} does; give one of them"
            raise Faults([Fault(str(source), "", words)])
        seen[kind] = source
        if kind == "earnings":
            _enter_earnings(published, source, rows, month)
        else:
            _enter_people(published, source, rows, month)
    unmatched = {bare(paid.staff_group) for paid in published.paid} - {group for group, _ in published.people}
    if "workforce" in seen and unmatched:
        words = f"{counted(len(unmatched), 'staff group')} of the earnings"
        sentence = f"{seen['workforce']}: {words} {'is' if len(unmatched) == 1 else 'are'} not in it by name."
        published.sentences.append(sentence)
    if "earnings" not in seen and needs_earnings:
        words = f"holds {_what('workforce')} alone; give the table of earnings too (a column PAYMENT_TYPE)"
        raise Faults([Fault(str(sources[0]), "", words)])
    return published


def _what(kind: str) -> str:
    return "earnings by payment type" if kind == "earnings" else "how many people there are"


Row = dict[str, str]


def _rows(source: Source, choice: Choice, sentences: list[str]) -> Iterator[Row]:
    """The rows of a table under our names, each with its number in the file under `row`."""
    known = names_of_columns(dict.fromkeys((*EARNINGS, *WORKFORCE)))
    reader: TableReader | None = None
    for block in reading(source, known, choice):
        if reader is None:
            of_earnings = _has(block.cells.columns, "payment_type")
            columns, required = (
                (EARNINGS, ("staff_group", "payment_type", "amount")) if of_earnings else (WORKFORCE, ("staff_group",))
            )
            reader = TableReader(str(source), columns, required, SEE, None if of_earnings else ("fte", "total"))
        block = reader.under_our_names(block)
        cells = block.cells.astype(object).where(block.cells.notna(), "").astype(str)
        for number, values in zip(block.rows.tolist(), cells.itertuples(index=False), strict=True):
            yield {**dict(zip(cells.columns, map(str.strip, values), strict=True)), "row": str(number)}
    if reader is not None:
        if reader.faults:
            raise Faults(at_most(reader.faults, str(source)))
        sentences += [f"{source}: {words}" for words in reader.sentences() if not words.startswith("Column")]


def _has(headings: Any, column: str) -> bool:
    return not {bare(name) for name in names_of_columns([column])}.isdisjoint(bare(str(one)) for one in headings)


def month_of(text: str) -> str:
    """A month as `2026-03`, of a day or a month as people write it. Raises `ValueError`.

    >>> month_of("2026-03-31"), month_of("31/03/2026"), month_of("Mar-26"), month_of("31MAR2026")
    ('2026-03', '2026-03', '2026-03', '2026-03')
    """
    plain = re.sub(r"[T ]00:00(:00)?(\.0+)?Z?$", "", text.strip())
    for form in MONTHS:
        try:
            return datetime.datetime.strptime(plain, form).strftime("%Y-%m")  # noqa: DTZ007  a month has no zone
        except ValueError:
            continue
    return day(plain).isoformat()[:7]


class _Asked:
    """Rows of one month, and what is wrong with some."""

    def __init__(self, source: Source, rows: Sequence[Row], month: str | None) -> None:
        self.source, self.faults = str(source), list[Fault]()
        months = {
            text: self._read(month_of, text, row, "month") for row in rows for text in [row.get("month", "")] if text
        }
        known = sorted({one for one in months.values() if one})
        self.month = month or (known[-1] if known else "")
        if month and month not in known:
            lie = f"it holds {known[0]} to {known[-1]}" if known else "it names no month"
            self.faults.append(Fault(self.source, "--month", f"'{month}' is not in the table; {lie}"))
        self.rows = [row for row in rows if not row.get("month") or months[row["month"]] == self.month]
        self.left_out: dict[str, None] = {}

    def _read(self, read: Any, text: str, row: Row, column: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            self.faults.append(Fault(self.source, f"row {row['row']}, {column}", str(error)))
            return None

    def number(self, row: Row, column: str) -> float | None:
        """A figure of a row; None where it is not published. A fault where it is none."""
        text = row.get(column, "")
        if not text or NOT_PUBLISHED.fullmatch(text):
            return None
        number: float | None = self._read(lambda words: number_of(words, "pounds"), text, row, column)
        if number is not None and number < 0 and column != "amount":
            self.faults.append(Fault(self.source, f"row {row['row']}, {column}", f"{shortened(text)} is below 0"))
        return number

    def band(self, row: Row) -> str | None:
        """Our band of a row; an empty text for all bands, None for what is no band of Agenda for Change."""
        text = row.get("band", "")
        if not text or bare(text) in ALL_BANDS:
            return ""
        try:
            return BANDS[read_word("band", text, None)]
        except (ValueError, TypeError):
            self.left_out[text] = None
            return None

    def end(self, sentences: list[str]) -> None:
        """Raise `Faults` if there are any, and say what was left out."""
        if self.faults:
            raise Faults(at_most(self.faults, self.source))
        if self.left_out:
            named = ", ".join(map(shortened, list(self.left_out)[:MOST_NAMED]))
            more = " and more" if len(self.left_out) > MOST_NAMED else ""
            sentences.append(f"{self.source}: rows of no band of Agenda for Change are left out: {named}{more}.")


def _enter_earnings(published: Published, source: Source, rows: Sequence[Row], month: str | None) -> None:
    asked = _Asked(source, rows, month)
    published.month = asked.month
    amounts: dict[tuple[str, str], dict[Payment, float | None]] = {}
    samples: dict[tuple[str, str], int | None] = {}
    where: dict[tuple[str, ...], str] = {}
    for row in asked.rows:
        band = asked.band(row)
        kind = payment_of(row["payment_type"])
        group = row["staff_group"]
        if not group or band is None or kind is Payment.OTHER:
            continue
        once = (group, band, bare(row["payment_type"]))
        if once in where:
            words = f"says {shortened(row['payment_type'])} of {shortened(group)} again, as row {where[once]} does"
            asked.faults.append(Fault(asked.source, f"row {row['row']}, payment_type", words))
            continue
        where[once] = row["row"]
        amount = asked.number(row, "amount")
        held = amounts.setdefault((group, band), {})
        held[kind] = amount if held.get(kind) is None or amount is None else (held[kind] or 0.0) + amount
        if kind is Payment.BASIC:
            size = asked.number(row, "sample_size")
            samples[group, band] = None if size is None else round(size)
    if not asked.faults and amounts and not any(Payment.BASIC in held for held in amounts.values()):
        per_fte = any(Payment.BASIC_PER_FTE in held for held in amounts.values())
        words = "holds no basic pay per person" + (
            ", only that per FTE; other payments are per person" if per_fte else ""
        )
        asked.faults.append(Fault(asked.source, "", f"{words}: the share cannot be told"))
    if not asked.faults and not amounts:
        asked.faults.append(Fault(asked.source, "", "holds no basic pay, shift work or overtime of a staff group"))
    asked.end(published.sentences)
    for (group, band), held in amounts.items():
        if held.get(Payment.BASIC):
            basic, unsocial, overtime = (held.get(kind) for kind in (Payment.BASIC, Payment.UNSOCIAL, Payment.OVERTIME))
            published.paid.append(Paid(group, band, basic, unsocial, overtime, samples.get((group, band))))


def _enter_people(published: Published, source: Source, rows: Sequence[Row], month: str | None) -> None:
    """How many people: those of rows of all England where there are such, else those of every organisation together."""
    asked = _Asked(source, rows, month)
    published.month_of_people = asked.month
    whole = [row for row in asked.rows if bare(row.get("data_level", "")) in ALL_OF_ENGLAND]
    levels = {row["data_level"] for row in asked.rows if row.get("data_level")}
    if not whole and len(levels) > 1:
        named = ", ".join(sorted(map(shortened, levels)))
        asked.faults.append(Fault(asked.source, "data_level", f"{named}: none of them is England; keep one level"))
    sums: dict[tuple[str, str], dict[str, float | None]] = {}
    for row in whole or asked.rows:
        band = asked.band(row)
        if not row["staff_group"] or band is None:
            continue
        held = sums.setdefault((bare(row["staff_group"]), band), {})
        for column in ("fte", "headcount"):
            _add(held, column, asked.number(row, column))
        kind = {"fte": "fte", "hc": "headcount", "headcount": "headcount"}.get(bare(row.get("data_type", "")))
        if kind:
            _add(held, kind, asked.number(row, "total"))
    asked.end(published.sentences)
    published.people = {key: Counted(held.get("fte"), held.get("headcount")) for key, held in sums.items()}


def _add(held: dict[str, float | None], column: str, number: float | None) -> None:
    if number is not None:
        held[column] = (held.get(column) or 0.0) + number
