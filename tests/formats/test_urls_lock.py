"""The file of published addresses: its text is read as it was written."""

from ssg.formats.urls_lock import parse, written

TEXT = """\
# Every address that this archive has published, and the file that it led to. `ssg build` keeps it; commit it.
# An address that has gone for good: `ssg tombstone ADDRESS --reason TEXT`.
/about/\tcontent/pages/about.md\t~cdb64ab3caa8
/articles/b/\tcontent/articles/b.md\t0123456789abcdef
/tags/바다/
- /articles/gone/\ta reason with words
- /x.html
"""


def test_the_text_of_a_ledger_is_read_as_it_was_written() -> None:
    assert written(parse(TEXT)) == TEXT
    by_hand = TEXT.replace("\n", "\r\n").replace("gone/\ta", "gone/ a")
    assert written(parse(by_hand)) == TEXT
