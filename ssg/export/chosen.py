"""What is exported: the articles chosen, as much of each as may leave, and the files that belong to it. Reads; writes nothing."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

import msgspec

from ssg import archive
from ssg.config import Config
from ssg.engine.keys import Ask, file, listing
from ssg.engine.packs import TornPack
from ssg.errors import Problem, SsgError, did_you_mean, problem
from ssg.images.strip import stripped
from ssg.markup import frontmatter
from ssg.markup.opening import first_paragraph
from ssg.model import Card, FrontMatter
from ssg.site import assets, content, texts
from ssg.site.cards import ALONE, ROOTS
from ssg.urls import term_key

ORIGINALS = "content/originals/"
_TARGETS = re.compile(
    r"""\]\(\s*(?:<([^>\n]+)>|([^\s)]+))|(?:src|href)=["']([^"'\n]+)["']|!\[\[([^\]|#\n]+)"""
)
Progress = Callable[[int, int], None]


class Wanted(msgspec.Struct, frozen=True):
    """What was asked for: articles with one of the tags, those of `paths`, or where both are None all, pages included.
    `whole`: drafts, private and withheld texts too. `today` is an ISO day."""

    tags: tuple[str, ...] | None = None
    paths: frozenset[str] | None = None
    whole: bool = False
    today: str = ""

    @property
    def part(self) -> bool:
        """Whether only some articles are wanted."""
        return self.tags is not None or self.paths is not None


class Piece(msgspec.Struct, frozen=True):
    """An article or page that leaves. `card` says no more than may be said; `whole`: so may all of its text."""

    card: Card
    whole: bool

    @property
    def front(self) -> FrontMatter:
        """Its front matter, as far as it may leave."""
        return FrontMatter(
            **{name: getattr(self.card, name) for name in FrontMatter.__struct_fields__}
        )


@dataclass(frozen=True)
class Chosen:
    """The pieces, oldest first, ties by path: a new article comes last. `title` names the selection; `untouched`: files
    leave as they lie there, pictures with their notes; `part`: it is not the whole archive."""

    root: Path
    config: Config
    ask: Ask
    title: str
    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...]
    cards: tuple[Card, ...]
    progress: Progress = lambda done, total: None
    untouched: bool = False
    part: bool = False

    def each(self) -> Iterator[Piece]:
        """The pieces in order, telling of progress."""
        for number, piece in enumerate(self.pieces, 1):
            yield piece
            self.progress(number, len(self.pieces))

    @property
    def articles(self) -> tuple[Piece, ...]:
        """The pieces that are articles."""
        return tuple(piece for piece in self.pieces if piece.card.kind == "article")

    def raw(self, path: str) -> bytes:
        """The bytes of a file of the archive, of a picture without its notes."""
        found = self.ask(file, path)
        if found is None:
            raise SsgError(problem(path, "is gone", "export again"))
        return found if self.untouched else stripped(found)

    def markdown(self, piece: Piece) -> str:
        """The text of a piece, as much of it as may leave, byte for byte where that is all."""
        text = content.text_of(self.ask(file, piece.card.path) or b"", piece.card.path)
        body = frontmatter.split(text).body
        if piece.whole:
            return body
        return first_paragraph(body, ALONE) + "\n" if piece.card.visibility == "excerpt" else ""

    @cached_property
    def _files(self) -> frozenset[str]:
        """The files beside articles that may leave: what the site shows, or all."""
        if self.untouched:
            found = [path for root in (*ROOTS, "static/") for path in self.ask(listing, root)]
            return frozenset(path for path in found if not path.endswith((".md", ".markdown")))
        copies = self.ask(assets.copies).values()
        return frozenset(path for path in copies if path.startswith(("content/", "static/")))

    @cached_property
    def _beside(self) -> dict[str, tuple[str, ...]]:
        """Article → the files of its bundle."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for path in sorted(self._files):
            if path.startswith("content/") and (owner := self.ask(assets.owner, path)):
                found[owner].append(path)
        return {owner: tuple(paths) for owner, paths in found.items()}

    def files(self, piece: Piece) -> tuple[str, ...]:
        """The files that belong to a piece, sorted: those of its bundle, and those that its text or its front matter names."""
        if not piece.whole:
            return ()
        card = piece.card
        text = self.markdown(piece)
        found = ("".join(groups) for groups in _TARGETS.findall(text))
        names = {*found, card.image, *(figure.src for figure in card.figures)}
        places = {self.place(card.path, name) for name in names if name}
        return tuple(sorted((places & self._files) | set(self._beside.get(card.path, ()))))

    def place(self, path: str, name: str) -> str:
        """The path of the file of the archive that the text in `path` names; what leaves the archive is no file's."""
        plain = unquote(re.split(r"[?#]", name, maxsplit=1)[0])
        return f"static{plain}" if plain.startswith("/") else texts.place_of(path, plain)

    @cached_property
    def originals(self) -> tuple[str, ...]:
        """The originals that may leave, sorted: those of whole articles, and of nothing but whole articles."""
        out = {piece.card.path for piece in self.pieces if piece.whole}
        having: defaultdict[str, set[str]] = defaultdict(set)
        for card in self.cards:
            for path in (card.archive.original, *card.archive.older):
                having[path].add(card.path)
        return tuple(
            path
            for path, users in sorted(having.items())
            if users <= out and self._is_original(path)
        )

    def _is_original(self, path: str) -> bool:
        """Whether a path that front matter names is an original's: imported text may name anything."""
        if not path.startswith(ORIGINALS):
            return False
        try:
            place = (self.root / path).resolve()
            return place.is_relative_to((self.root / ORIGINALS).resolve()) and place.is_file()
        except (OSError, ValueError):
            return False


@contextmanager
def chosen(
    root: Path,
    wanted: Wanted,
    waiting: Callable[[], None],
    progress: Progress = lambda done, total: None,
) -> Iterator[Chosen]:
    """Give what is to be exported, for as long as the archive is held.

    Raises SsgError where nothing is: an unknown tag, a query that finds nothing.
    """
    config = archive.settings(root)
    with archive.asking(root, {"today": wanted.today}, waiting) as ask:
        try:
            yield _chosen(root, wanted, config, ask, progress)
        except TornPack as error:
            raise SsgError(
                problem(".ssg", "what the last build remembers is damaged", "`ssg build` mends it")
            ) from error


def _chosen(root: Path, wanted: Wanted, config: Config, ask: Ask, progress: Progress) -> Chosen:
    loaded = [ask(content.loaded, path) for path in ask(content.paths)]
    cards = [each.card for each in loaded if each.card]
    out = [
        card
        for card in cards
        if (wanted.whole or content.is_out(ask, card)) and _is_wanted(card, wanted)
    ]
    if not out:
        raise _nothing(wanted, cards)
    out.sort(key=lambda card: (card.date.iso if card.date else "", card.path))
    pieces = tuple(_piece(card, wanted, ask) for card in out)
    broken = tuple(said for each in loaded if each.card is None for said in each.problems)
    title = f"{config.title} · {' · '.join(wanted.tags)}" if wanted.tags else config.title
    return Chosen(
        root, config, ask, title, pieces, broken, tuple(cards), progress, wanted.whole, wanted.part
    )


def _is_wanted(card: Card, wanted: Wanted) -> bool:
    if wanted.part and card.kind != "article":
        return False
    if wanted.paths is not None and card.path not in wanted.paths:
        return False
    keys = {term_key(tag) for tag in wanted.tags or ()}
    return wanted.tags is None or not keys.isdisjoint(map(term_key, card.tags))


def _piece(card: Card, wanted: Wanted, ask: Ask) -> Piece:
    if not wanted.whole or (card.visibility == "public" and card.takedown is None):
        return Piece(card, card.visibility == "public")
    how = ask(content.reading)
    text = content.text_of(ask(file, card.path) or b"", card.path)
    front = frontmatter.read(text, card.path, how.zone, how.keys).front
    kept = {
        name: getattr(front, name)
        for name in ("figures", "image", "image_alt", "image_credit", "description")
    }
    return Piece(msgspec.structs.replace(card, **kept), whole=True)


def _nothing(wanted: Wanted, cards: Sequence[Card]) -> SsgError:
    known: Collection[str] = {tag for card in cards for tag in card.tags}
    if wanted.tags and not {term_key(tag) for tag in wanted.tags} & set(map(term_key, known)):
        hint = did_you_mean(wanted.tags[0], known) or "`ssg tags` lists them"
        return SsgError(problem("", f'no article has the tag "{wanted.tags[0]}"', hint))
    hint = "drafts, private texts and those of another day leave with --all-visibilities only"
    return SsgError(problem("", "there is nothing to export", hint))
