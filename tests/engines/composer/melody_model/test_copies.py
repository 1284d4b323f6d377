# SPDX-License-Identifier: GPL-3.0-or-later
"""The copy check: it finds what was learned, in any key, and nothing shorter than two bars."""

import numpy as np

from musicstudio.engines.composer.melody_model.copies import CopyIndex, all_hashes, load_copy_index, passage_hash

TUNE = [(6, interval) for interval in (2, 2, 1, 2, 2, -1, -2, 2, -4, 3, -1, -2, 5, -2, -1, 4, -3, 1, 2, -7)]


def index_of(steps: list[tuple[int, int]]) -> CopyIndex:
    return CopyIndex(np.array(sorted(all_hashes(steps, 48)), np.uint32))


def test_a_copied_run_is_found_where_it_passes_two_bars() -> None:
    index = index_of(TUNE)
    other = [(12, 1), (12, -1)]
    assert not index.is_copied([*other, *TUNE[:16]], 48)
    assert index.is_copied([*other, *TUNE[:17]], 48)


def test_another_rhythm_or_interval_is_no_copy() -> None:
    index = index_of(TUNE)
    assert not index.is_copied([*TUNE[:8], (6, 3), *TUNE[9:17]], 48)
    assert not index.is_copied([*TUNE[:8], (12, TUNE[8][1]), *TUNE[9:16]], 48)


def test_two_long_notes_are_nobodys() -> None:
    assert passage_hash([(48, 2), (48, 2), (48, 1)], 48) is None


def test_long_notes_count_as_soon_as_there_are_enough_of_them() -> None:
    slow = [(36, 2), (36, -1), (36, 4), (12, -2), (24, 1)]
    assert index_of(slow).is_copied([(12, 5), *slow], 36)


def test_the_shipped_index_holds_the_training_tunes() -> None:
    assert len(load_copy_index().hashes) > 100_000
