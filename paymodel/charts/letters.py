"""How wide text is in the font of the charts, and text broken into lines of a width."""

import re
import unicodedata

TEXT = 14
"""The size of all type but a title, in pixels: no word of a chart is smaller."""
LINE = 17
"""The height of a line of it."""
WIDTHS = (
    *((191, 238, "'"), (222, 278, "ijl\u2018\u2019"), (260, 280, "|"), (278, 278, " ,./\\·"), (278, 333, "!:;[]ft")),
    *((333, 333, "()-`"), (333, 389, "r"), (334, 389, "{}"), (333, 500, "“”"), (350, 350, "•"), (355, 474, '"')),
    *((278, 278, "I"), (389, 389, "*"), (400, 400, "°"), (469, 584, "^"), (500, 500, "z"), (500, 556, "Jcksvxy")),
    *((556, 556, "#$0123456789_ae£€\u2013§"), (556, 611, "?Lbdghnopqu")),
    *((584, 584, "+<=>~\u2212\u00d7"), (611, 611, "FTZßø")),
    *((667, 667, "EPSVXY"), (667, 722, "&ABK"), (722, 722, "CDHNRU"), (722, 778, "w"), (778, 778, "GOQØ")),
    *((833, 833, "M"), (833, 889, "m"), (834, 834, "½¼¾"), (889, 889, "%æ"), (944, 944, "Wœ")),
    *((1000, 1000, "…—ÆŒ"), (1015, 975, "@")),
)
"""Widths of Arial's letters, ordinary and bold, in thousandths of the size of the type.

Liberation Sans has the same. A browser's own measure is held against them by tests/test_letters.py.
"""
OTHER = (1000, 1000)
"""The width of a letter that is not in the list: rather too wide than too narrow."""
LETTERS = {letter: (plain, bold) for plain, bold, letters in WIDTHS for letter in letters}


def width_of(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """How wide a line of text is in pixels. An accent takes no room beside its letter.

    >>> width_of("£100") == round(14 * 4 * 0.556, 3), width_of("é") == width_of("e")
    (True, True)
    """
    thousandths = 0
    for letter in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(letter):
            thousandths += LETTERS.get(letter, OTHER)[bold]
    return size * thousandths / 1000


def lines_of(text: str, width: float, most: int = 2, size: float = TEXT, *, bold: bool = False) -> list[str]:
    """Text in at most `most` lines of a width in pixels; one line at least.

    A line ends at a space, after a hyphen, or inside a word that is longer than a line. An ellipsis takes the place of
    what is left out.

    >>> lines_of("Operations manager without on-call", 119)
    ['Operations', 'manager without…']
    """

    def fits(line: str) -> bool:
        return width_of(line, size, bold=bold) <= width

    lines = [""]
    for part in re.findall(r"[^\s-]*-+|[^\s-]+|\s+", " ".join(text.split())):
        if fits(lines[-1] + part.rstrip()):
            lines[-1] += part if lines[-1] else part.lstrip()
            continue
        if lines[-1]:
            lines.append("")
        for letter in part.lstrip():
            if lines[-1] and not fits(lines[-1] + letter):
                lines.append("")
                parted = f"{lines[-2][:-1]}-"
                if lines[-2].isalnum() and len(lines[-2]) > 3 and letter.isalnum() and fits(parted):
                    lines[-2], lines[-1] = parted, lines[-2][-1]
            lines[-1] += letter
    lines = [line.rstrip() for line in lines]
    if len(lines) <= most:
        return lines
    last = " ".join(lines[most - 1 :])
    while last and not fits(f"{last}…"):
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' -')}…"]
