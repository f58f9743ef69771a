"""What the cases of one document share: libraries read, rotas worked out, rule books and posts made."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from paymodel.errors import Faults, nearest, shortened
from paymodel.files import parsers, person_values
from paymodel.files.rotas import RotaFile, find_rota
from paymodel.files.validation import validate
from paymodel.files.yaml_documents import read_document
from paymodel.moves.posts import Post
from paymodel.pay.rota import Rota, RotaHours
from paymodel.pay.rule_book import PayPoints, RuleBook
from paymodel.rounding import as_array
from paymodel.scenarios.schema import LibraryPost, PersonFile, PostFile, PostLibrary
from paymodel.scenarios.stated_keys import StatedKeys, on_call_faults

MOST_POSTS, MOST_RULE_BOOKS = 20_000, 2_000
"""How many are shared before they are forgotten."""


@dataclass(frozen=True, eq=False)
class MadePost:
    """A post, all that is said of it with what its library says, where its rota is found, and the rotas beside it.

    Of a post offered, `keys` say nothing of its premiums: what rests on a post held alone reads them.
    These are held so that their identity stands for them as long as the post is known.
    """

    post: Post
    keys: PostFile
    rota_folder: Path | None
    rotas: Mapping[str, RotaFile]

    @cached_property
    def beside_offers(self) -> tuple[Hashable, ...]:
        """What offers rest on where this is the post held."""
        return self.keys, int(as_array(self.post.job.band)), self.post.on_annex_5


@dataclass(frozen=True, eq=False)
class Premiums:
    """The premiums that keys of a post state, as they are written and as a job holds them, and the keys without them.

    `keys` are held so that their identity stands for them.
    """

    keys: PostFile
    keys_without: PostFile
    texts: Mapping[str, str]
    numbers: Mapping[str, float]


@dataclass
class SharedReads:
    """What the cases of one scenario share: libraries read, rotas found and worked out, rule books, posts.

    A rota is known by its file, or where the scenario holds it by what it says; a post by all that it is made from.
    `before_award` holds, for each rule book under an award (by its identity), the one without; `points_before`, for
    each (before its award) that gives a band other points, those without.
    """

    libraries: dict[Path, Mapping[str, LibraryPost]] = field(default_factory=dict)
    rotas: dict[tuple[Any, ...], tuple[Rota, tuple[RotaHours, RotaHours]]] = field(default_factory=dict)
    rule_books: dict[tuple[Any, ...], RuleBook] = field(default_factory=dict)
    awarded: dict[tuple[Any, ...], RuleBook] = field(default_factory=dict)
    before_award: dict[int, RuleBook] = field(default_factory=dict)
    points_before: dict[int, PayPoints] = field(default_factory=dict)
    posts: dict[tuple[Any, ...], MadePost] = field(default_factory=dict)
    stated: dict[tuple[PostFile, PersonFile], StatedKeys] = field(default_factory=dict)
    # by the identity of what a post says
    premiums: dict[int, Premiums] = field(default_factory=dict)
    # by reference and the folder that it starts from
    paths: dict[tuple[str, Path | None], Path] = field(default_factory=dict)

    def files(self) -> list[Path]:
        """The rotas and post libraries that were read, sorted."""
        return sorted({*self.libraries, *(key[0] for key in self.rotas if isinstance(key[0], Path))})

    def forget_many(self) -> None:
        """Forget posts and rule books once they are many; rotas and libraries stay."""
        if len(self.posts) + len(self.stated) > MOST_POSTS or len(self.rule_books) > MOST_RULE_BOOKS:
            of_posts = (self.posts, self.stated, self.premiums)
            for made in (*of_posts, self.rule_books, self.awarded, self.before_award, self.points_before):
                made.clear()


def read_library(path: Path, name: str | None = None) -> Mapping[str, LibraryPost]:
    """Read a post library: posts by key."""
    document = read_document(path, name)
    library = validate(document, PostLibrary)
    posts: dict[str, LibraryPost] = {}
    faults = []
    for index, post in enumerate(library.posts):
        if post.key in posts:
            faults.append(document.fault(("posts", index, "key"), f"the key '{post.key}' stands twice"))
        if post.band is None and post.basic_pay is None:
            faults.append(document.fault(("posts", index), "needs a band or a basic_pay"))
        if post.step is not None and not person_values.could_be_a_step(post.step):
            words = f"{shortened(post.step)} is not a step; {nearest(post.step, parsers.STEP_WORDS)}"
            faults.append(document.fault(("posts", index, "step"), f"{words} (or a number from 1)"))
        if post.on_call is not None:
            faults += [document.fault(("posts", index, *at), words) for at, words in on_call_faults(post.on_call)]
        if post.rota is not None:
            try:
                find_rota(post.rota, path.parent)
            except ValueError as error:
                faults.append(document.fault(("posts", index, "rota"), str(error)))
        posts[post.key] = post
    if faults:
        raise Faults(faults)
    return posts
