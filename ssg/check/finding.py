"""What a check finds, and the ways to tell it: for people, as JSON, as GitHub's annotations, as SARIF. No I/O."""

import json
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from ssg import __version__
from ssg.errors import Level, Problem

Format = Literal["human", "json", "github", "sarif"]
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Finding(msgspec.Struct, frozen=True, order=True):
    """A problem and the rule that found it: `anchor`, `case`, `image` …; `[check] ignore` in site.toml names rules."""

    problem: Problem
    rule: str


def finding(
    rule: str, path: str, what: str, hint: str = "", *, line: int = 0, level: Level = "error"
) -> Finding:
    """Return a finding in the file `path`, on `line` (from 1; 0 where no line can be named)."""
    return Finding(Problem(path, line, 0, what, hint, level), rule)


def as_json(found: Iterable[Finding]) -> str:
    """Return one JSON object a line: rule, level, path, line, column, what, hint."""
    return "".join(
        json.dumps({"rule": each.rule, **msgspec.structs.asdict(each.problem)}, ensure_ascii=False)
        + "\n"
        for each in found
    )


def as_github(found: Iterable[Finding]) -> str:
    """Return GitHub's workflow commands, which put each finding at its line of a pull request or run."""
    return "".join(
        f"::{each.problem.level} file={_property(each.problem.path)},line={max(each.problem.line, 1)},"
        f"title={_property(each.rule)}::{_escaped(_sentence(each.problem))}\n"
        for each in found
    )


def as_sarif(found: Sequence[Finding]) -> str:
    """Return a SARIF 2.1.0 log with one run (OASIS, *Static Analysis Results Interchange Format*)."""
    rules = sorted({each.rule for each in found})
    driver = {
        "name": "ssg check",
        "version": __version__,
        "rules": [{"id": rule} for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each) for each in found],
    }
    return (
        json.dumps(
            {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1
        )
        + "\n"
    )


def _result(each: Finding) -> dict[str, object]:
    told = each.problem
    region = {
        "startLine": max(told.line, 1),
        **({"startColumn": told.column} if told.column else {}),
    }
    place = {"artifactLocation": {"uri": _uri(told.path)}, "region": region}
    return {"ruleId": each.rule, "level": told.level, "message": {"text": _sentence(told)},
            "locations": [{"physicalLocation": place}]}  # fmt: skip


def _uri(path: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - one format of four needs it

    return quote(path or "site.toml")


def _sentence(told: Problem) -> str:
    return f"{told.what} — {told.hint}" if told.hint else told.what


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
