"""One fault per law of the engine, put in by hand, with the edits that must bring it to light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import engine_faults
import output_faults
import pytest
import scenarios
from small_site import Site


@dataclass(frozen=True)
class Mutant:
    """A fault, and the edits that must show it."""

    law: int
    fault: Callable[[pytest.MonkeyPatch], None]
    scenario: Callable[[Site], None]
    believing: bool = True


MUTANTS = (
    Mutant(2, engine_faults.absence_not_recorded, scenarios.override_appears),
    Mutant(2, engine_faults.listing_not_recorded, scenarios.newest_appears),
    Mutant(3, engine_faults.stamps_without_ctime, scenarios.unseen_edit),
    Mutant(3, engine_faults.young_stamps_believed, scenarios.young_edit, believing=False),
    Mutant(3, engine_faults.change_not_noticed, scenarios.changes_while_building),
    Mutant(4, engine_faults.value_as_the_rule_made_it, scenarios.extra_keys_in_a_template),
    Mutant(5, engine_faults.an_edge_skipped, scenarios.title_edit),
    Mutant(5, engine_faults.only_the_first_edge_recorded, scenarios.title_edit),
    Mutant(5, engine_faults.every_input_believed, scenarios.title_edit),
    Mutant(5, engine_faults.changed_questions_overlooked_in_bulk, scenarios.title_edit),
    Mutant(5, engine_faults.new_answers_overlooked_in_bulk, scenarios.title_edit),
    Mutant(5, engine_faults.parts_stay_with_a_table_that_changed, scenarios.newest_appears),
    Mutant(5, engine_faults.parts_of_the_last_build, scenarios.newest_appears),
    Mutant(5, engine_faults.what_was_found_before_stays, scenarios.newest_is_alike),
    Mutant(5, engine_faults.an_older_value_than_the_last, scenarios.newest_is_alike),
    Mutant(5, engine_faults.no_early_cut_off, scenarios.body_edit_runs_little),
    Mutant(6, engine_faults.fingerprint_ignored, scenarios.new_version),
    Mutant(6, engine_faults.manifest_lost_with_the_fingerprint, scenarios.new_version),
    Mutant(7, output_faults.prune_deletes_what_is_not_ours, scenarios.foreign_files),
    Mutant(7, output_faults.nothing_pruned, scenarios.foreign_files),
    Mutant(7, output_faults.output_emptied_first, scenarios.failing_build_deletes_nothing),
    Mutant(7, output_faults.collisions_unseen, scenarios.collision),
    Mutant(9, output_faults.a_problem_drops_the_page, scenarios.problem_keeps_the_page),
    Mutant(9, output_faults.a_problem_is_lost, scenarios.problem_keeps_the_page),
    Mutant(10, engine_faults.stored_values_unchecked, scenarios.damaged_pack),
    Mutant(11, engine_faults.stale_answers_for_workers, scenarios.with_workers),
    Mutant(11, output_faults.placed_digests_of_workers_wrong, scenarios.with_workers),
    Mutant(12, output_faults.swap_before_the_commit, scenarios.killed_before_the_commit),
    Mutant(12, output_faults.journal_not_kept, scenarios.killed_after_the_commit),
    Mutant(12, output_faults.journal_not_idempotent, scenarios.killed_half_swapped),
    Mutant(12, output_faults.stage_thrown_away_after_the_commit, scenarios.killed_half_swapped),
    Mutant(
        13, output_faults.fast_path_blind_to_the_output, scenarios.nothing_changed_but_the_output
    ),
    Mutant(13, output_faults.lost_files_unseen, scenarios.lost_output),
)
