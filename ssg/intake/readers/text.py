"""Plain text: a paste, or a text file. The importer labels its lines."""

import re
from collections.abc import Iterator

from ssg.errors import Problem
from ssg.intake.decode import decode
from ssg.intake.readers import Document, Reader, Source
from ssg.intake.readers.names import binary, suffix

_SUFFIXES = (".txt", ".text")
# What a folder of somebody's site holds beside its articles.
_NO_ARTICLES = re.compile(
    r"\.(?:css|scss|less|m?js|jsx?|tsx?|vue|map|py|rb|php|java|c|h|go|rs|sh|bat|sql|toml|ya?ml|ini|cfg|conf|lock|log|env"
    r"|jsonl?|csv|tsv|xml|xsl|svg|rss|atom|opml|x?html?|tex|bib|ics|vcf|srt|vtt|po|pem|key|hwp|doc|rtf)"
)


def claims(source: Source) -> bool:
    """Return whether the source is a text that may be an article: any text without a name of its own format."""
    end = suffix(source)
    return end in _SUFFIXES or (not _NO_ARTICLES.fullmatch(end) and not binary(source))


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the text. Raises SsgError for empty, too large and binary input."""
    decoded = decode(source.data, source.charset or None, source.name)
    yield Document(kind="text", content=decoded.text, problems=decoded.problems)


READER = Reader(name="text", reads="pasted text, text files", claims=claims, read=read)
