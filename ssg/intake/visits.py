"""The pages that the user named, fetched one after another; two of one host are parted by a pause. Asks the network, and only here."""

import time
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from ssg.errors import SsgError
from ssg.intake import web
from ssg.intake.reading import Job

PAUSE = 1.0
"""Seconds from the answer of a host to the next page that it is asked for."""


def fetched(
    jobs: Iterable[Job], *, pause: float = PAUSE, reachable: web.Reachable = web.is_public
) -> Iterator[Job]:
    """Give the jobs in order, those of an address with what is there, or with why that could not be had."""
    answered: dict[str, float] = {}
    for job in jobs:
        if not job.url:
            yield job
            continue
        host = _host(job.url)
        if host in answered:
            time.sleep(max(0.0, answered[host] + pause - time.monotonic()))
        visited = _visited(job, reachable)
        answered[host] = time.monotonic()
        yield visited


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _visited(job: Job, reachable: web.Reachable) -> Job:
    try:
        answer = web.fetched(job.url, reachable=reachable)
    except SsgError as error:
        return msgspec.structs.replace(job, problems=error.problems)
    return msgspec.structs.replace(job, data=answer.data, url=answer.url, charset=answer.charset)
