"""What a file is by what it holds, however its name ends: text, a kind of workbook, Parquet, or no table."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Literal

from paymodel.errors import Fault, Faults, shortened
from paymodel.files.compound_files import NotSound, streams_of
from paymodel.files.uploads import Source

Kind = Literal["text", "parquet", "xlsx", "xlsb", "xls", "ods"]
WORKBOOKS: Sequence[Kind] = ("xlsx", "xlsb", "xls", "ods")
CHUNK = 1 << 20
NOT_TEXT = "is not UTF-8 text; save it as CSV UTF-8"
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ANSWER_BOOKS = (".xlsx", ".ods")
"""What a workbook that we write ends in."""
TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".parquet", *WORKBOOK_ENDINGS)
"""How the names of tables usually end; what a file holds decides."""
TAKEN = ".xlsx, .xlsm, .xlsb, .xls, .ods, CSV or Parquet"
AGAIN = "save it as .xlsx or CSV UTF-8 again"
LOCKED = "is locked with a password; save it without one"
OLD_SHEET = b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00"
OTHERS: Sequence[tuple[bytes, str]] = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a document in Rich Text Format"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x00\x01\x00\x00Standard Jet DB", "an Access database"),
    (b"\x00\x01\x00\x00Standard ACE DB", "an Access database"),
    (b"ARROW1", "an Arrow (Feather) file"),
    (b"Obj\x01", "an Avro file"),
    (b"ORC", "an ORC file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"$FL", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (b"ID;P", "a symbolic link (SYLK) sheet"),
    (b"MIME-Version:", "a web page in one file (MHTML)"),
    (b"From: <Saved by", "a web page in one file (MHTML)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
"""How files begin that are no tables for us, and what each is."""
_OF_TEXT = (b"%PDF", b"{\\rtf", b"ID;P", b"MIME-Version:", b"From: <Saved by", b"<stata_dta>", b"\x1f\x8b", b"\xfd7zXZ")
ARCHIVES = ("gzip", "7-Zip", "RAR", "bzip2", "xz", "Zstandard")


@dataclass(frozen=True)
class Choice:
    """Where the list is in its file, as the user says: the sheet of a workbook, the row of the headings (from 1).

    `words` is a file of other headings and words.
    """

    sheet: str | None = None
    heading_row: int | None = None
    words: str | None = None


ANYWHERE = Choice()
"""The list is where it is found: in the only sheet, below the row that holds known headings."""


@dataclass(frozen=True)
class Encoding:
    """How a text is written: the codec that reads it, and what is to be said of it, if anything."""

    codec: str
    words: str = ""


def kind_of(source: Source) -> Kind:
    """What a file is. Raises `Faults` with what it is where it is no table."""
    check_is_file(source)
    try:
        with source.open("rb") as file:
            return _kind(file, source)
    except OSError as error:
        raise Faults([Fault(str(source), "", f"cannot be read: {(error.strerror or 'error').lower()}")]) from None


def check_is_file(source: Source) -> None:
    """Refuse what is no file, or an empty one. Raises `Faults`."""
    words = ""
    if not source.is_file():
        words = "this is a folder; give a file" if source.is_dir() else "no such file"
        if source.exists() and not source.is_dir():
            words = "is neither a file nor a folder; give a file"
    elif source.stat().st_size == 0:
        words = "is empty"
    if words:
        raise Faults([Fault(str(source), "", words)])


def _kind(file: IO[bytes], source: Source) -> Kind:
    start = file.read(4096)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK"):
        return _kind_of_archive(file, source)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _kind_of_compound(file, source)
    if start.startswith(OLD_SHEET):
        raise _no_table(source, "a workbook of an Excel before 1997", AGAIN)
    binary = b"\x00" in start  # a text may well begin with the letters MZ
    other = next((what for begins, what in OTHERS if start.startswith(begins) and (binary or begins in _OF_TEXT)), "")
    if other:
        cure = "unpack it, and give the file in it" if any(kind in other for kind in ARCHIVES) else ""
        raise _no_table(source, other, cure)
    _refuse_markup(start, source)
    return "text"


def _no_table(source: Source, what: str, cure: str = "") -> Faults:
    return Faults([Fault(str(source), "", f"is {what}, not a table; {cure or f'give {TAKEN}'}")])


def _refuse_markup(start: bytes, source: Source) -> None:
    """Refuse web pages and other texts of marks: many systems name one .xls."""
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:2000].lower()
    if not plain.startswith((b"<", b"{", b"[")):
        return
    if re.match(rb"<(!doctype html|html|head|body|table|style|meta|div|center)\b", plain) or b"<html" in plain:
        raise _no_table(source, "a web page (HTML)", "open it in Excel and save it as .xlsx")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain:
        raise _no_table(source, "a workbook of Excel 2003 in XML", "open it in Excel and save it as .xlsx")
    if plain.startswith(b"<?xml") or re.match(rb"<[a-z][\w:.-]*[\s>/]", plain):
        raise _no_table(source, "XML")
    if re.match(rb'[{[]\s*(["{[\]}]|-?[0-9])', plain):
        raise _no_table(source, "JSON")


def _kind_of_archive(file: IO[bytes], source: Source) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            first = [name for name in names if not name.endswith("/")]
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "xl/workbook.bin" in names:
                return "xlsb"
            if "content.xml" in names:
                return _kind_of_open_document(archive, source)
            what = next((what for begins, what in _PARTS if any(name.startswith(begins) for name in names)), "")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, KeyError):
        words = f"is not a sound Excel workbook, whatever its name; {AGAIN}"
        raise Faults([Fault(str(source), "", words)]) from None
    if what:
        raise _no_table(source, what)
    if any(name.startswith("xl/") for name in first):
        raise Faults([Fault(str(source), "", f"is a damaged Excel workbook; {AGAIN}")])
    if not first:
        raise _no_table(source, "an empty zip archive")
    listed = " and ".join(map(shortened, first[:2])) + (f" and {len(first) - 2:,} more" if first[2:] else "")
    words = f"is a zip archive that holds {listed}; unpack it, and give the file in it"
    raise Faults([Fault(str(source), "", words)])


_PARTS = (
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("visio/", "a Visio drawing"),
    ("Index/", "a document of Apple's Numbers, Pages or Keynote"),
    ("Index.zip", "a document of Apple's Numbers, Pages or Keynote"),
)


def _kind_of_open_document(archive: zipfile.ZipFile, source: Source) -> Kind:
    """A sheet of OpenDocument; `Faults` for its texts and drawings, and for what is locked."""
    with archive.open("META-INF/manifest.xml") as part:
        manifest = part.read(CHUNK)
    if b"encryption-data" in manifest:
        raise Faults([Fault(str(source), "", LOCKED)])
    kind = re.search(rb"vnd\.oasis\.opendocument\.([a-z-]+)", manifest)
    if kind is None or kind[1] in (b"spreadsheet", b"spreadsheet-template"):
        return "ods"
    raise _no_table(source, f"a {kind[1].decode()} document (OpenDocument)")


def _kind_of_compound(file: IO[bytes], source: Source) -> Kind:
    """A workbook of Excel 97 to 2003; `Faults` for what else is kept in such files."""
    try:
        names = set(streams_of(file))
    except NotSound:
        raise Faults([Fault(str(source), "", f"is a damaged file of an old Office program; {AGAIN}")]) from None
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise Faults([Fault(str(source), "", LOCKED)])
    if {name.lower() for name in names} & {"workbook", "book"}:
        return "xls"
    for stream, what in (
        ("WordDocument", "a Word document"),
        ("PowerPoint Document", "a PowerPoint presentation"),
        ("__properties_version1.0", "an Outlook message"),
    ):
        if stream in names:
            raise _no_table(source, what)
    raise _no_table(source, "a file of an old Office program that holds no workbook")


def encoding_of(source: Source) -> Encoding:
    """How a text is written: by its mark, else UTF-8 where all of it is, else Windows-1252. Raises `Faults`."""
    with source.open("rb") as file:
        start = file.read(4096)
        for mark, codec, name in (
            (codecs.BOM_UTF8, "utf-8-sig", ""),
            (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
            (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
            (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
            (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
        ):
            if start.startswith(mark):
                encoding = Encoding(codec, f"The file was read as {name} text." if name else "")
                _check_decodes(source, encoding.codec)
                return encoding
        codec = _without_mark(start)
        if codec:
            _check_decodes(source, codec)
            return Encoding(codec, "The file was read as UTF-16 text.")
        file.seek(0)
        if _is_utf_8(iter(lambda: file.read(CHUNK), b"")):
            return Encoding("utf-8")
    return _western(source)


def _without_mark(start: bytes) -> str:
    """The codec of UTF-16 without its mark, by where its zeros are; nothing for other texts."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) * 0.3 and not even:
        return "utf-16-le"
    if even > len(start) * 0.3 and not odd:
        return "utf-16-be"
    return ""


def _check_decodes(source: Source, codec: str) -> None:
    """Refuse a text that is not what its mark says. Raises `Faults`."""
    decode = codecs.getincrementaldecoder(codec)()
    try:
        with source.open("rb") as file:
            while chunk := file.read(CHUNK):
                if "\x00" in decode.decode(chunk):
                    raise Faults([Fault(str(source), "", NOT_TEXT)])
            decode.decode(b"", True)
    except UnicodeDecodeError:
        raise Faults([Fault(str(source), "", NOT_TEXT)]) from None


def _is_utf_8(chunks: Iterable[bytes]) -> bool:
    """Whether all of a text is UTF-8, and holds no zero."""
    decode = codecs.getincrementaldecoder("utf-8")()
    rest = False
    try:
        for chunk in chunks:
            if b"\x00" in chunk:
                return False
            if rest or not chunk.isascii():
                decode.decode(chunk)
                rest = bool(decode.getstate()[0])
        decode.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _western(source: Source) -> Encoding:
    """Windows-1252, where that is what a text can be. Raises `Faults` for two encodings in one file and other bytes."""
    other, utf_8 = 0, 0
    number = 0
    with source.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.isascii() and b"\x00" not in line:
                continue
            if b"\x00" in line or _NEVER_IN_TEXT.search(line):
                raise Faults([Fault(str(source), f"line {number}", NOT_TEXT)])
            try:
                line.decode("utf-8")
                utf_8 = utf_8 or number
            except UnicodeDecodeError:
                other = other or number
    if utf_8 and other:
        words = f"is not UTF-8 text, as line {utf_8} is: parts were pasted from elsewhere; save it as CSV UTF-8"
        raise Faults([Fault(str(source), f"line {other}", words)])
    words = (
        "The file is not UTF-8: it was read as Windows-1252, in which Excel saves plain CSV. Check its accents and £."
    )
    return Encoding("cp1252", words)


_NEVER_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x7f\x81\x8d\x8f\x90\x9d]")
"""Bytes that no text in Windows-1252 holds."""
