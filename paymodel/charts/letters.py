"""How wide letters are, and text in lines that fit."""

import re

TEXT = 12
"""The size of ordinary type, in pixels."""
WIDTHS = (
    *((0.23, "ijl'|"), (0.28, "ft.,;:!I/ "), (0.34, '-r()[]{}"`'), (0.5, "ckszvxyJ"), (0.59, "+=<>~\u2212")),
    *((0.61, "FTZ"), (0.67, "ABEKPSVXY&"), (0.73, "CDHNRUw"), (0.78, "GOQ"), (0.84, "mM"), (0.9, "%"), (1.02, "W@")),
)
"""Widths of Arial's letters, as parts of the size of the type; other small letters and figures are 0.56."""
LETTERS = {letter: width for width, letters in WIDTHS for letter in letters}


def width_of(text: str, size: float = TEXT) -> float:
    """How wide a line of text is in pixels, about; letters that are not Latin count as wide.

    >>> width_of("ill") < width_of("pay") < width_of("MOW")
    True
    """
    return size * sum(LETTERS.get(letter, 0.56 if ord(letter) < 0x2000 else 1.02) for letter in text)


def fitted(text: str, width: float, most: int = 2, size: float = TEXT) -> list[str]:
    """Text in at most some lines of a width in pixels: words too long are parted, what is left out is an ellipsis.

    >>> fitted("Operations manager without on-call", 110)
    ['Operations', 'manager without…']
    """
    found = [""]
    for part in re.findall(r"[^\s-]*-+|[^\s-]+|\s+", " ".join(text.split())):
        if width_of(found[-1] + part.rstrip(), size) <= width:
            found[-1] += part if found[-1] else part.lstrip()
            continue
        if found[-1]:
            found.append("")
        for letter in part.lstrip():
            if width_of(found[-1] + letter, size) > width and found[-1]:
                found.append("")
                if found[-2].isalnum() and len(found[-2]) > 3 and letter.isalnum():
                    found[-2], found[-1] = f"{found[-2][:-1]}-", found[-2][-1]
            found[-1] += letter
    found = [line.rstrip() for line in found]
    if len(found) <= most:
        return found
    last = " ".join(found[most - 1 :])
    while last and width_of(f"{last}…", size) > width:
        last = last[:-1]
    return [*found[: most - 1], f"{last.rstrip(' -')}…"]
