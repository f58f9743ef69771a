"""How commands print an answer, and how what a rule refuses becomes a fault of a file."""

import errno
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from paymodel.errors import Fault, Faults, Refused

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block
    from paymodel.answers.tables import Table
    from paymodel.pay.rule_book import Citation


def say(text: str) -> None:
    """Print on standard output; an `OSError` where there is none."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    sys.stdout.write(text)


def say_lines(sentences: "Sequence[str]") -> None:
    """Print sentences, each on a line of its own."""
    say("".join(f"{words}\n" for words in sentences))


def say_in(
    form: str,
    blocks: "Callable[[], Sequence[Block]]",
    *,
    json: Callable[[], str] | None = None,
    csv: "Callable[[], Table] | None" = None,
) -> None:
    """Print an answer in the format asked for: its blocks, its JSON, or a table as CSV. Only what is said is made."""
    from paymodel.answers.blocks import as_markdown, as_text
    from paymodel.answers.tables import as_csv

    if form == "json" and json is not None:
        say(json())
    elif form == "csv" and csv is not None:
        say(as_csv(csv()))
    else:
        say(as_markdown(blocks()) if form == "markdown" else as_text(blocks()))


def say_doubtful(figures: "Sequence[Citation]") -> None:
    """Print which of the figures used are not confirmed."""
    from paymodel.answers.figures import doubt_words, not_confirmed, statuses

    if doubtful := doubt_words(sorted(not_confirmed(statuses(figures)))):
        say(f"{doubtful}\n")


def say_beside(sentences: "Sequence[str]") -> None:
    """Print sentences on standard error, beside an answer of which standard output holds nothing else, such as CSV."""
    if sys.stderr is not None:
        sys.stderr.write("".join(f"{as_one_line(words)}\n" for words in sentences))


def as_one_line(text: str) -> str:
    r"""A text as one line without what a terminal would obey: what was typed, and names of files, may hold anything.

    >>> as_one_line("a\x1bname")
    'a\\x1bname'
    """
    letters = " ".join(text.splitlines())
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in letters
    )


@contextmanager
def refusals_of(name: str) -> Iterator[None]:
    """What a rule refuses is a fault of a file, by its name."""
    try:
        yield
    except Refused as error:
        raise Faults([Fault(name, error.place, error.message)]) from None
