"""Workbooks that people bring (.xlsx, .xlsm, .xlsb, .xls, .ods): refused where one is a bomb; one sheet's rows."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from paymodel.errors import Fault, Faults, nearest, shortened
from paymodel.files.compound_files import NotSound
from paymodel.files.file_kinds import AGAIN, LOCKED, WORKBOOKS, Choice, Kind, kind_of
from paymodel.files.merged_cells import MOST_MERGED
from paymodel.files.raw_tables import RawTable
from paymodel.files.sheet_ods import look_at_ods
from paymodel.files.sheet_shown import Shown, TooFar
from paymodel.files.sheet_xls import Locked, look_at_xls
from paymodel.files.sheet_xlsb import NotSoundPart, look_at_xlsb, relations_of_sheets
from paymodel.files.sheet_xml import look_at_xlsx
from paymodel.files.uploads import Source, for_libraries
from paymodel.files.workbook_parts import Errors, check_parts, too_far
from paymodel.files.xml_parts import Entities

if TYPE_CHECKING:
    pass

DAMAGED = f"cannot be read as a workbook: a part of it is damaged; {AGAIN}"
NOT_SOUND = f"is not a sound workbook, whatever its name; {AGAIN}"


def sheets_of(source: Source) -> list[str]:
    """The sheets of a workbook that are shown and hold anything; none for any other file. Raises `Faults`."""
    kind = kind_of(source)
    if kind not in WORKBOOKS:
        return []
    from python_calamine import CalamineError

    try:
        return _Workbook(source, kind).filled()
    except (CalamineError, OSError, ValueError):
        raise Faults([Fault(str(source), "", DAMAGED)]) from None


def open_sheet(source: Source, kind: Kind, choice: Choice) -> RawTable:
    """The sheet of a workbook that was chosen, or the only one that is shown and filled. Raises `Faults`."""
    from python_calamine import CalamineError

    try:
        workbook = _Workbook(source, kind)
        name = workbook.chosen(choice.sheet)
        page = workbook.book.get_sheet_by_name(name)
        shown = workbook.look(name)
        rows = enumerate(page.iter_rows(), 1)
        merged = page.merged_cell_ranges or shown.merged
    except (CalamineError, OSError, ValueError):
        raise Faults([Fault(str(source), "", DAMAGED)]) from None
    return RawTable(_shown_rows(rows, shown), merged, shown, (), kind)


def _shown_rows(rows: "Iterator[tuple[int, list[Any]]]", shown: Shown) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet, with what their cells show: errors as texts, and percentages with their sign."""
    for place, row in rows:
        for column, text in shown.errors.get(place, {}).items():
            if column <= len(row):
                row[column - 1] = text
        for column in shown.percent.get(place, ()):
            number = row[column - 1] if column <= len(row) else ""
            if isinstance(number, float | int):
                row[column - 1] = f"{number * 100:.12g}%"
        yield place, row


class _Workbook:
    """An open workbook whose size is sound."""

    def __init__(self, source: Source, kind: Kind) -> None:
        from python_calamine import CalamineWorkbook

        self.source, self.kind = source, kind
        self.errors: Errors = {}
        if kind == "xls":
            self._look_at_xls(0)
        else:
            self._check_archive()
        self.shown: dict[str, Shown] = self._look_at_archive("") if kind == "ods" else {}
        self.book: CalamineWorkbook = CalamineWorkbook.from_object(for_libraries(source))
        if kind == "xlsb":
            for name in self.book.sheet_names:
                self.look(name)

    def _refused(self, words: str) -> Faults:
        return Faults([Fault(str(self.source), "", words)])

    def _check_archive(self) -> None:
        """Refuse what would unpack to far more than a staff list holds. Raises `Faults`."""
        try:
            with self.source.open("rb") as file, zipfile.ZipFile(file) as archive:
                words, self.errors = check_parts(archive, xlsx=self.kind == "xlsx")
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
            words = NOT_SOUND
        if words:
            raise self._refused(words)

    def filled(self) -> list[str]:
        """The sheets that are shown and hold anything."""
        from python_calamine import SheetVisibleEnum

        shown = [sheet.name for sheet in self.book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        return [name for name in shown if self.book.get_sheet_by_name(name).height]

    def chosen(self, sheet: str | None) -> str:
        """The name of the sheet that is read. Raises `Faults` where it is not known which."""
        names = self.book.sheet_names
        if sheet is not None:
            if sheet not in names:
                raise self._refused(f"has no sheet {shortened(sheet)}; {nearest(sheet, names)}")
            return sheet
        filled = self.filled()
        if len(filled) == 1:
            return filled[0]
        if filled:
            raise self._refused(f"has several sheets: {_listed(filled)}; say which with --sheet NAME")
        hidden = [name for name in names if self.book.get_sheet_by_name(name).height]
        if hidden:
            raise self._refused(f"holds nothing but hidden sheets: {_listed(hidden)}; say which with --sheet NAME")
        raise self._refused("is empty")

    def look(self, name: str) -> Shown:
        """What a sheet shows. Raises `Faults` where its cells are too far apart."""
        if self.kind == "xls":
            return self._look_at_xls(self.book.sheet_names.index(name))
        if name not in self.shown:
            self.shown |= self._look_at_archive(name)
        return self.shown[name]

    def _look_at_xls(self, number: int) -> Shown:
        try:
            with self.source.open("rb") as file:
                return look_at_xls(file, number)
        except Locked:
            raise self._refused(LOCKED) from None
        except TooFar as far:
            raise self._refused(too_far(far.across, far.down)) from None
        except NotSound:
            raise self._refused(DAMAGED) from None

    def _look_at_archive(self, name: str) -> dict[str, Shown]:
        try:
            with self.source.open("rb") as file, zipfile.ZipFile(file) as archive:
                if self.kind == "ods":
                    sheets = look_at_ods(archive)
                else:
                    folder = "bin" if self.kind == "xlsb" else "xml"
                    part = _part_of_sheet(archive, self.book.sheet_names.index(name), f"xl/workbook.{folder}")
                    if self.kind == "xlsx":
                        shown = look_at_xlsx(archive, part)
                    else:  # a sheet of a chart or a dialogue has no cells to look at
                        shown = look_at_xlsb(archive, part) if part in archive.namelist() else Shown(known=False)
                    shown.errors = self.errors.get(part, shown.errors)
                    sheets = {name: shown}
        except TooFar as far:
            raise self._refused(too_far(far.across, far.down)) from None
        except (NotSoundPart, zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, EOFError):
            raise self._refused(DAMAGED) from None
        except (NotImplementedError, RuntimeError, expat.ExpatError, Entities):
            raise self._refused(DAMAGED) from None
        if any(len(shown.merged) > MOST_MERGED for shown in sheets.values()):
            words = f"holds more than {MOST_MERGED:,} merged cells; unmerge them, or save it as CSV UTF-8"
            raise self._refused(words)
        return sheets


def _listed(sheets: Sequence[str]) -> str:
    return ", ".join(map(shortened, sheets))


def _part_of_sheet(archive: zipfile.ZipFile, number: int, workbook: str) -> str:
    """The name of the part that holds a sheet of a workbook, or nothing where its relations are written oddly."""
    names = archive.namelist()
    relations = f"xl/_rels/{workbook.removeprefix('xl/')}.rels"
    parts = re.findall(rb"<(?:\w+:)?Relationship\s([^>]*)>", archive.read(relations)) if relations in names else []
    data = archive.read(workbook)
    if workbook.endswith(".bin"):
        own = relations_of_sheets(data)
    else:
        sheets = re.findall(rb"<(?:\w+:)?sheet\s([^>]*)>", data)
        ids = (re.search(rb"""\w:id\s*=\s*["']([^"']*)""", sheet) for sheet in sheets)
        own = [match[1] if match else b"" for match in ids]
    for part in parts:
        key, target = (re.search(rb"""\b%s\s*=\s*["']([^"']*)""" % name, part) for name in (b"Id", b"Target"))
        if number < len(own) and own[number] and key and target and own[number] == key[1]:
            path = target[1].decode("utf-8", "replace")
            return path.removeprefix("/") if path.startswith("/") else f"xl/{path}"
    return ""
