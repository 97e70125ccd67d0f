"""Promise 2: after any sequence of edits an incremental build equals a clean build, byte for byte.

`SSG_LONG=1`: 20 parts of 10 scripts with 30 edits each, every part from a seed of its own (`-k 'part7'` runs one alone).
"""

import os

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from machine import Edits

PARTS, SCRIPTS, STEPS = (20, 10, 30) if os.environ.get("SSG_LONG") else (1, 11, 20)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS), ids=lambda part: f"part{part}")
def test_any_sequence_of_edits_gives_the_bytes_of_a_clean_build(part: int) -> None:
    run_state_machine_as_test(
        seed(part)(Edits),
        settings=settings(
            max_examples=SCRIPTS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
