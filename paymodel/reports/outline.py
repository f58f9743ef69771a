"""The order of a document before it is written: one title, headings that skip no level, captions, clean text."""

from collections.abc import Sequence
from dataclasses import replace

from paymodel.answers.blocks import Bullets, Heading, Paragraph, printable
from paymodel.answers.phrasing import true_minus
from paymodel.answers.tables import Column, Table, Unit
from paymodel.reports.chart import Part

LOWEST = 6


def outline_parts(parts: Sequence[Part], title: str) -> tuple[str, list[Part]]:
    """The title, and the other parts with levels 2 to 6, numbered captions, and no control character.

    A heading of level 1 that comes first and is the only one is the title; else `title` is, and headings go down a
    level. A table without a caption takes the heading that it stands under.

    >>> outline_parts([Heading("Pay", 1), Heading("Why", 3)], "Report")
    ('Pay', [Heading(text='Why', level=2, new_page=False)])
    >>> outline_parts([Heading("Pay", 1), Heading("Hours", 1)], "Report")[1]
    [Heading(text='Pay', level=2, new_page=False), Heading(text='Hours', level=2, new_page=False)]
    """
    tops = [part for part in parts if isinstance(part, Heading) and part.level <= 1]
    first = parts[0] if parts else None
    own = isinstance(first, Heading) and len(tops) == 1 and first is tops[0]
    name = first.text if own and isinstance(first, Heading) else title
    down = 1 if tops and not own else 0
    above, level, tables, charts = name, 1, 0, 0
    outlined: list[Part] = []
    for part in parts[1:] if own else parts:
        if isinstance(part, Heading):
            if not clean_text(part.text):
                continue
            level = min(max(part.level + down, 2), level + 1, LOWEST)
            above = part.text
            outlined.append(Heading(clean_text(part.text), level, part.new_page))
        elif isinstance(part, Paragraph):
            if part.text.strip():
                outlined.append(Paragraph(clean_text(part.text)))
        elif isinstance(part, Bullets):
            if part.items:
                outlined.append(Bullets([clean_text(item) for item in part.items]))
        elif isinstance(part, Table):
            tables += 1
            outlined.append(_table(part, f"Table {tables}: {clean_text(part.caption or above)}"))
        else:
            charts += 1
            caption = f"Figure {charts}"
            title_of_chart = f"{caption}: {clean_text(part.title)}"
            outlined.append(replace(part, title=title_of_chart, alt=clean_text(part.alt), caption=caption))
    return clean_text(name), outlined


def clean_text(text: str) -> str:
    r"""Text with a space for each control character, none at its ends, and a minus that no line ends after.

    >>> clean_text("a\x1bb -£5 ") == "a b \u2212£5"
    True
    """
    return true_minus(printable(text).strip())


def _table(table: Table, caption: str) -> Table:
    # Spaces before the name of a row say that it belongs to the row above.
    rows = [[true_minus(printable(cell).rstrip()) for cell in row] for row in table.words()]
    columns = [
        Column("", clean_text(heading), Unit.NUMBER if right else Unit.TEXT)
        for heading, right in zip(table.headings(), table.numeric, strict=True)
    ]
    return Table(columns, rows, caption)
