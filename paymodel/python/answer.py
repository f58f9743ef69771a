"""What every answer can become: text, Markdown, a page of a notebook, data, a data frame."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph, as_markdown, as_text

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]


class Document:
    """Something to read: printed, it is what the command of the same name prints."""

    def blocks(self) -> Sequence[Block]:
        """Its headings, paragraphs, lists and tables."""
        raise NotImplementedError

    def to_markdown(self) -> str:
        """The answer as Markdown."""
        return as_markdown(self.blocks())

    def __str__(self) -> str:
        return as_text(self.blocks())

    def _repr_html_(self) -> str:
        """The answer in a notebook."""
        return "\n".join(_html(block) for block in self.blocks())


class Answer(Document):
    """An answer that is data too."""

    def to_json(self) -> str:
        """The answer as the JSON that the command prints; its keys are a contract (docs/commands.md)."""
        raise NotImplementedError

    def rows(self) -> Sequence[Row]:
        """The answer as the rows of a table, pounds as numbers."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The data of `to_json`: text, numbers, True and False, None, lists and dictionaries."""
        data: dict[str, Any] = json.loads(self.to_json())
        return data

    def to_frame(self) -> "pd.DataFrame":
        """The answer as a tidy data frame. Needs pandas, which is imported here and nowhere before."""
        import pandas as pd

        return pd.DataFrame(self.rows())


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return f"<p>{escape(block.text)}</p>"
    if isinstance(block, Bullets):
        return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>"
    head = "".join(f"<th>{escape(cell)}</th>" for cell in block.headings())
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block.words())
    caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
