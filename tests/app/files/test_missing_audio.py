# SPDX-License-Identifier: GPL-3.0-or-later
"""A song that has lost audio says so, offers to look for it, and sounds again when it was found."""

import numpy as np
import pytest
import soundfile

from musicstudio.app.files.import_files import import_files
from musicstudio.app.files.missing_audio import describe_missing, find_missing_audio, notify_missing
from musicstudio.app.session.notices import FIND_MISSING
from musicstudio.core.errors import InputError
from tests.whole_mix import render_mix

RATE = 48_000


@pytest.fixture
def robbed(headless, tmp_path):
    """A reopened song of two recordings whose media folder was moved to ``away``."""
    for name, level in (("one", 0.1), ("two", 0.2)):
        soundfile.write(tmp_path / f"{name}.wav", np.full((RATE, 2), level), RATE, subtype="FLOAT")
        (job_id,) = import_files(headless.session, [tmp_path / f"{name}.wav"])
        headless.wait_for(job_id)
        (tmp_path / f"{name}.wav").unlink()
    headless.session.close()
    (headless.session.path / "media").rename(tmp_path / "away")
    headless.session = type(headless.session).open(headless.session.path, headless.inbox.post)
    return headless


def told(headless):
    said = []
    headless.session.notices.observe(said.append)
    return said


def test_opening_offers_to_look(robbed):
    (notice,) = robbed.session.opening_notices
    assert "2 audio files" in notice.text and notice.action_id == FIND_MISSING
    assert [each["name"] for each in describe_missing(robbed.project, robbed.session.media)] != []


def test_what_is_found_sounds_again_and_its_waveform_is_drawn(robbed, tmp_path):
    session, said, drawn = robbed.session, told(robbed), []
    hashes = [source.hash for source in robbed.project.sources.values()]
    assert session.peaks.get(hashes[0]) is None
    session.peaks.observe(drawn.append)
    before = robbed.project
    robbed.wait_for(find_missing_audio(session, tmp_path / "away"))
    assert said[-1].text == "All 2 missing audio files were found." and robbed.project is before
    assert set(drawn) == set(hashes)
    robbed.inbox.pump_until(lambda: session.peaks.get(hashes[0]) is not None)
    assert np.abs(render_mix(robbed.project, session.media)).max() > 0.05
    assert describe_missing(robbed.project, session.media) == []


def test_what_is_not_found_is_named_and_can_be_looked_for_again(robbed, tmp_path):
    said = told(robbed)
    kept, lost = sorted(robbed.project.sources.values(), key=lambda source: source.name)
    (tmp_path / "away" / f"{lost.hash}.wav").unlink()
    robbed.wait_for(find_missing_audio(robbed.session, tmp_path / "away"))
    assert said[-1].text.startswith("1 of 2") and "two" in said[-1].text
    assert (said[-1].level, said[-1].action_id) == ("warning", FIND_MISSING)
    robbed.session.media.verify(kept.hash)


def test_what_the_player_misses_is_said_once_and_not_again_after_opening(robbed, tmp_path):
    said = told(robbed)
    notify_missing(robbed.session, "The audio file abc is missing.")
    assert said == []
    robbed.wait_for(find_missing_audio(robbed.session, tmp_path / "away"))
    said.clear()
    lost = next(iter(robbed.project.sources))
    robbed.session.media.path(lost).unlink()
    notify_missing(robbed.session, "The audio file abc is missing.")
    assert "One audio file" in said[0].text and said[0].action_id == FIND_MISSING


def test_what_is_no_folder_is_refused(robbed, tmp_path):
    with pytest.raises(InputError, match="no folder"):
        find_missing_audio(robbed.session, tmp_path / "nowhere")
