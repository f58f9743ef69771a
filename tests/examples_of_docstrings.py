"""Examples of docstrings as blocks of Python in the site: an extension of Markdown, named in mkdocs.yml."""

from itertools import groupby

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


def fenced(lines: list[str]) -> list[str]:
    """Lines of Markdown, with a fence around each example that has none.

    >>> fenced(["A sum.", "", ">>> 1 + 1", "2"])
    ['A sum.', '', '```python', '>>> 1 + 1', '2', '```']
    >>> fenced(["```python", ">>> 1 + 1", "2", "```"])
    ['```python', '>>> 1 + 1', '2', '```']
    """
    made: list[str] = []
    open_fence = False
    for blank, group in groupby(lines, lambda line: not line.strip()):
        paragraph = list(group)
        example = not blank and not open_fence and paragraph[0].startswith(">>> ")
        made += ["```python", *paragraph, "```"] if example else paragraph
        open_fence ^= sum(line.startswith("```") for line in paragraph) % 2 == 1
    return made


class _Examples(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return fenced(lines)


class ExamplesOfDocstrings(Extension):
    """Puts fences in before fences are read."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Join the readers of Markdown."""
        md.preprocessors.register(_Examples(md), "examples_of_docstrings", 100)


def makeExtension(**settings: object) -> Extension:  # noqa: N802  Markdown's name
    """What Markdown asks a named module for."""
    return ExamplesOfDocstrings(**settings)
