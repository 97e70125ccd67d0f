"""What is typed → weighted exact terms of the index. The same program as `browser/plan_core.js`.

No clause is a guess of lunr's: half-typed words, wrong keyboard layouts, initials and joined words
are resolved against the lexicon here. Operators (`+a -b title:x a* a~1 a^2 "a b" 2023-09`) count only where a
word is with them; everything else is plain text, so nothing that is typed can be an error (`notices.py` says
what was not understood).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

import msgspec

from ssg.search import hangul
from ssg.search.analysis import RUN, Analyser, grams, lowered, script
from ssg.search.pieces import SCOPES, Part, parts, tidied

DAY = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?[.]?")
SAID_DAY = re.compile("([0-9]{4})년 ?([0-9]{1,2})월(?: ?([0-9]{1,2})일)?")
GRAM, HEAD = 0.2, 0.3
RARE, COMPLETIONS, SAME_INITIALS, JOINED = 6, 16, 64, 4
OUTGROWN, SHORTEST = 5, 3

Presence = Literal["optional", "required", "prohibited"]


class Clause(msgspec.Struct, frozen=True, array_like=True):
    """One term to look for. No fields means all. `star`: `*` in it stands for any letters; `edits`: so many may differ."""

    term: str
    boost: float = 1
    fields: tuple[str, ...] = ()
    presence: Presence = "optional"
    star: bool = False
    edits: int = 0


class Lexicon(Protocol):
    """What a plan asks of an index."""

    def frequency(self, term: str) -> int:
        """Return in how many documents the term is, 0 if it is unknown."""

    def between(self, first: str, last: str) -> Sequence[str]:
        """Return the terms from `first` to the last one that begins with `last`, in order."""

    def with_initials(self, letters: str) -> Sequence[str]:
        """Return the Hangul terms whose syllables begin with these letters, in order."""

    def containing(self, part: str) -> Sequence[str]:
        """Return the terms that contain `part`, in order."""

    def same(self, word: str) -> Sequence[str]:
        """Return the words that the site says mean the same: in Han characters, or in Hangul."""


class Word(NamedTuple):
    """A run of the query: as it is analysed (`run`) and as it was typed."""

    run: str
    typed: str
    follows: bool  # directly on the run before it


class Query(NamedTuple):
    """What a plan is made with; `every` asks for the grams of common words too."""

    lexicon: Lexicon
    analyser: Analyser
    every: bool


def plan(
    text: str, lexicon: Lexicon, analyser: Analyser, *, every: bool = False
) -> tuple[Clause, ...]:
    """Return the clauses of a query. A last word without a space after it is half typed."""
    query = Query(lexicon, analyser, every)
    text = tidied(text).lstrip(" ")
    plain, clauses = [], list[Clause]()
    for part in parts(text):
        found = _operator(query, part)
        if found is None:
            plain.append(part.whole)
        else:
            clauses += found
    said = "".join(plain)
    typing = bool(plain) and not plain[-1].endswith(" ")
    days = (Clause(_day(*found.groups())) for found in SAID_DAY.finditer(text))
    return (*_plain(query, _words(said), typing=typing), *clauses, *days)


def _operator(query: Query, part: Part) -> Iterable[Clause] | None:
    """Return the clauses of a piece with an operator, None if it has none: then it is plain text."""
    sign, body = part.sign, part.body
    fields = (SCOPES[part.scope],) if part.scope else ()
    boost = float(part.boost or 1)
    if day := DAY.fullmatch(body):
        return [Clause(_day(*day.groups()), boost, fields, _presence(sign))]
    if _starred(body):
        return [Clause(lowered(body), boost, fields, _presence(sign), star=True)]
    operator = sign or fields or body[0] == '"' or part.edits is not None or part.boost
    if not operator or not RUN.match(lowered(body.strip('"'))):
        return None
    if part.edits is not None and RUN.fullmatch(lowered(body)):
        edits = int(part.edits or 1)
        return [Clause(lowered(body), boost, fields, _presence(sign), edits=edits)]
    found = _explicit(query, sign, fields, body)
    return [msgspec.structs.replace(each, boost=each.boost * boost) for each in found]


def _day(year: str, month: str, day: str | None) -> str:
    """Return the word by which articles of a month or day are found: `2023-09`."""
    return f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else "")


def _words(text: str) -> list[Word]:
    ends, found = -1, []
    for match in RUN.finditer(lowered(text)):
        start, end = match.span()
        found.append(Word(match.group(), text[start:end], follows=start == ends))
        ends = end
    return found


def _starred(body: str) -> bool:
    return "*" in body and RUN.fullmatch(lowered(body.replace("*", ""))) is not None


def _presence(sign: str) -> Presence:
    return "required" if sign == "+" else "prohibited" if sign == "-" else "optional"


def _explicit(query: Query, sign: str, fields: tuple[str, ...], body: str) -> Iterable[Clause]:
    """Return the clauses of a word with an operator; the words of a quotation are all required."""
    presence = _presence("+" if body[0] == '"' and not sign else sign)
    for word in _words(body):
        tokens = query.analyser.tokens(word.run)
        if not tokens:
            continue
        if presence == "optional":
            yield from _stem(query, tokens, fields)
        elif presence == "required":
            yield from _required(word.run, tokens, fields)
        else:
            unit = _unit(word.run, tokens)
            # A word of two syllables is a gram of every longer word that holds it.
            whole = len(unit) == 2 or script(word.run) in {"latin", "other"}
            terms = [unit] if whole else query.lexicon.containing(unit)
            yield from (Clause(term, 1, fields, presence) for term in terms or [tokens[0]])


def _unit(run: str, tokens: Sequence[str]) -> str:
    return run if script(run) == "han" else tokens[0]


def _required(run: str, tokens: Sequence[str], fields: tuple[str, ...]) -> Iterable[Clause]:
    """Yield clauses that a document with the word meets, also in a longer word: all its grams."""
    stem = _unit(run, tokens)
    pairs = grams(stem) if len(tokens) > 1 and len(stem) > 1 else ()
    if not pairs:
        return [Clause(tokens[0], 1, fields, "required")]
    return [Clause(stem, 1, fields), *(Clause(gram, GRAM, fields, "required") for gram in pairs)]


def _stem(query: Query, tokens: Sequence[str], fields: tuple[str, ...] = ()) -> Iterable[Clause]:
    """Yield the stem and, where it is rare or everything is asked for, its grams."""
    stem, *rest = tokens
    yield Clause(stem, 1, fields)
    if query.every or query.lexicon.frequency(stem) < RARE:
        yield from (Clause(gram, GRAM, fields) for gram in rest)


def _plain(query: Query, words: Sequence[Word], *, typing: bool) -> Iterable[Clause]:
    """Yield the clauses of ordinary words. Stop words count only if there is nothing else."""
    consonant = _consonant(words) if typing else ""
    words = words[:-1] if consonant else words
    said = any(query.analyser.tokens(word.run) for word in words)
    # Beside other words a syllable like 고 would only add words that have nothing to do with them, from twenty shards.
    vague = len(words) > 1 and not consonant and hangul.is_open(words[-1].run)
    for at, word in enumerate(words):
        last = typing and at == len(words) - 1 and not vague
        if last and consonant:
            yield from _dangling(query, word.run, consonant)
        else:
            yield from _word(query, word, said=said, last=last)
    if len(words) <= JOINED:
        yield from _joined(query, words)


def _consonant(words: Sequence[Word]) -> str:
    """Return the lone consonant that is being typed onto the word before it, or an empty string."""
    if len(words) < 2 or script(words[-2].run) != "hangul":
        return ""
    return words[-1].run if words[-1].follows and words[-1].run in hangul.LEADS else ""


def _dangling(query: Query, head: str, consonant: str) -> Iterable[Clause]:
    yield Clause(query.analyser.stem(head) or head, HEAD)
    yield from (Clause(term) for term in _common(query, head, hangul.completions(head, consonant)))


def _word(query: Query, word: Word, *, said: bool, last: bool) -> Iterable[Clause]:
    kind, tokens = script(word.run), query.analyser.tokens(word.run)
    if kind == "jamo" and (letters := hangul.leads(word.run)) and len(letters) > 2:
        yield from _initials(query, word.run, letters)
    elif kind == "latin" and (made := _mistyped(query, word, last=last)):
        yield from _word(query, Word(made, made, follows=False), said=True, last=last)
    elif kind == "han":
        yield from _han(word.run, tokens)
    elif tokens:
        yield from _stem(query, tokens)
    elif not said:
        yield Clause(word.run)
    for same in query.lexicon.same(word.run if kind == "han" else (tokens or [word.run])[0]):
        others = query.analyser.tokens(same)
        yield from _han(same, others) if script(same) == "han" else _stem(query, others)
    if last and (tokens or not said):
        known = bool(tokens) and query.lexicon.frequency(tokens[0]) > 0
        yield from _half_typed(query, word.run, GRAM if known else 1)


def _han(run: str, tokens: Sequence[str]) -> Iterable[Clause]:
    single = len(run) == 1
    return [Clause(term, 1 if single or len(term) > 1 else GRAM) for term in tokens]


def _half_typed(query: Query, run: str, boost: float) -> Iterable[Clause]:
    kind = script(run)
    ranges = hangul.completions(run) if kind == "hangul" else [(run, run)]
    found = [] if kind in {"han", "jamo"} else _common(query, run, ranges)
    if kind == "latin" and not found:
        found = _shorter(query, run)
    elif kind == "hangul" and not found and boost == 1:
        found = _begun(query, run)
    yield from (Clause(term, boost) for term in found)


def _common(query: Query, run: str, ranges: Iterable[tuple[str, str]]) -> list[str]:
    """Return the commonest terms of these ranges, but not what is already asked for."""
    asked = {run, query.analyser.stem(run)}
    found = {term for each in ranges for term in query.lexicon.between(*each)} - asked
    return sorted(found, key=lambda term: (-query.lexicon.frequency(term), term))[:COMPLETIONS]


def _shorter(query: Query, run: str) -> list[str]:
    """Return the stem that a Latin word has outgrown while it is typed: communi(ty) → commun."""
    heads = (run[:-cut] for cut in range(1, OUTGROWN) if len(run) - cut >= SHORTEST)
    return [head for head in heads if query.lexicon.frequency(head)][:1]


def _begun(query: Query, run: str) -> list[str]:
    """Return what a word that has not even a gram here may have been before its last letter or syllable: 급욷 → 급우, 법들 → 법…"""
    if any(query.lexicon.frequency(term) for term in query.analyser.tokens(run)):
        return []
    for head in (hangul.opened(run), run[:-1]):
        stem = query.analyser.stem(head) if head else ""
        if stem and query.lexicon.frequency(stem):
            return [stem]
    return _common(query, run[:-1], [(run[:-1], run[:-1])]) if len(run) > 1 else []


def _mistyped(query: Query, word: Word, *, last: bool) -> str:
    """Return the Hangul of a word typed in the Latin layout; empty if the index knows it."""
    known = query.lexicon.frequency(query.analyser.stem(word.run) or word.run) > 0
    if known or (last and query.lexicon.between(word.run, word.run)):
        return ""
    return hangul.keyboard(word.typed) or hangul.keyboard(word.run)


def _initials(query: Query, run: str, letters: str) -> Iterable[Clause]:
    yield Clause(run)
    found = query.lexicon.with_initials(letters)
    rarest = sorted(found, key=lambda term: (query.lexicon.frequency(term), term))
    yield from (Clause(term) for term in rarest[:SAME_INITIALS])


def _joined(query: Query, words: Sequence[Word]) -> Iterable[Clause]:
    """Yield, for neighbours in Hangul, the compound they may be: 정상 회담 → 정상회담, 상회."""
    for left, right in pairwise(words):
        if script(left.run) != "hangul" or script(right.run) != "hangul":
            continue
        first, second = query.analyser.stem(left.run), query.analyser.stem(right.run)
        if first and second:
            yield Clause(first + second)
            yield Clause(first[-1] + second[0], GRAM)
