"""Promise 2: after any sequence of edits an incremental build equals a clean build, byte for byte."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from machine import Edits

ROUNDS, STEPS = (200, 60) if os.environ.get("SSG_LONG") else (11, 20)


@pytest.mark.slow
def test_any_sequence_of_edits_gives_the_bytes_of_a_clean_build() -> None:
    run_state_machine_as_test(
        Edits,
        settings=settings(
            max_examples=ROUNDS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
