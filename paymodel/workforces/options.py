"""What decides a run over a staff list: the files, the columns to group by, who is counted and what is redacted."""

from dataclasses import dataclass, replace
from pathlib import Path

from paymodel.errors import Fault, Faults
from paymodel.files.file_kinds import Choice
from paymodel.files.uploads import STANDARD_INPUT
from paymodel.scenarios.offered_posts import path_of_shipped
from paymodel.scenarios.our_workbook import our_workbook
from paymodel.workforces.disclosure import SMALLEST, STEP, Control, control_of

ALL, NEXT_BAND = "all", "next-band"
POPULATIONS = (NEXT_BAND, ALL)
"""Who is counted for a post: the people of the band just below it alone, or those of every lower band."""


@dataclass(frozen=True)
class Options:
    """What decides a run: files by name, columns to group by, thresholds. All of it is plain text and numbers."""

    staff: str
    posts: str
    policies: str | None = None
    mapping: str | None = None
    sheet: str | None = None
    heading_row: int | None = None
    words: str | None = None
    by: tuple[str, ...] | None = None
    threshold: int = SMALLEST
    round_to: int = STEP
    only_counts: bool = False
    population: str = ALL
    person: str | None = None
    unsocial_hours_unstated: str | None = None
    internal: bool = False
    paybill: bool = False
    vary: tuple[str, ...] = ()

    @property
    def control(self) -> Control:
        """What is redacted and rounded."""
        return control_of(self.threshold, self.round_to, internal=self.internal)

    @property
    def choice(self) -> Choice:
        """Where the list is in its file."""
        return Choice(self.sheet, self.heading_row, self.words)


def with_shipped(options: Options) -> Options:
    """Options with the paths of shipped files in place of their bare names. Raises `Faults`.

    A workbook of ours holds its posts and policies itself, where no others are given.
    """
    book = our_workbook(Path(options.staff)) if options.sheet is None and options.staff != STANDARD_INPUT else None
    if book is not None:
        file, alone = options.staff, not options.posts
        policies = file if alone and options.policies is None and book.policies() is not None else options.policies
        options = replace(options, sheet=book.staff_sheet, posts=options.posts or file, policies=policies)
    if not options.posts:
        words = "name the posts offered: a file (YAML) or shipped ones; a workbook of paymodel template holds its own"
        raise Faults([Fault("paymodel workforce", "--posts", words)])
    return replace(
        options,
        staff=path_of_shipped(options.staff, "staff"),
        posts=path_of_shipped(options.posts, "posts"),
        policies=options.policies and path_of_shipped(options.policies, "policies"),
    )
