# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes that are played are written down at once: they outlive the process, and nothing foreign is taken for them."""

import signal
import subprocess
import sys

import pytest

from musicstudio.core.errors import StorageError
from musicstudio.recording.note_slips import Begun, Down, NoteSlip, Up, find_notes, new_slip_path

BEGUN = Begun("piano", "Piano", "grand_piano", 2.0, 10.0)

PLAYER = """
import sys, time
from pathlib import Path
from musicstudio.recording.note_slips import Begun, Down, NoteSlip, Up, new_slip_path
slip = NoteSlip(new_slip_path(Path(sys.argv[1]), "played"), Begun("piano", "Piano", "grand_piano", 2.0, 10.0))
for number in range(100000):
    at_s = 2.0 + number / 8
    slip.write(Down(0, at_s, 60 + number % 12, 90))
    slip.write(Up(0, at_s, at_s + 0.1, 60 + number % 12, 90))
    print(number, flush=True)
    time.sleep(0.001)
"""


def slip(folder, *lines, name="played"):
    made = NoteSlip(new_slip_path(folder, name), BEGUN)
    for line in lines:
        made.write(line)
    made.close()
    return made.path


def test_every_note_that_was_heard_is_there_after_a_kill(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", PLAYER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    last = 0
    while last < 150:
        last = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    told = [int(line) for line in process.communicate()[0].split()]
    (left,) = find_notes(tmp_path)
    assert len(left.passes[0]) >= max([last, *told]) + 1
    assert left.begun == BEGUN and left.end_s >= 2.0 + last / 8


def test_passes_stay_apart_and_a_key_that_was_down_ends_a_little_later(tmp_path):
    slip(tmp_path, Down(0, 2.0, 60, 90), Up(0, 2.0, 3.0, 60, 90), Down(2, 2.5, 64, 80))
    (left,) = find_notes(tmp_path)
    assert [[(note.pitch, note.start_s, note.end_s) for note in one] for one in left.passes] == [
        [(60, 2.0, 3.0)], [], [(64, 2.5, 2.75)],
    ]  # fmt: skip


def test_what_was_written_before_a_torn_line_counts(tmp_path):
    path = slip(tmp_path, Down(0, 2.0, 60, 90), Up(0, 2.0, 3.0, 60, 90))
    path.write_bytes(path.read_bytes() + b'{"type":"up","number":0,"sta')
    (left,) = find_notes(tmp_path)
    assert len(left.passes[0]) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing",
        b"[" * 100_000,
        b'{"type":"up","number":0,"start_s":0,"end_s":1,"pitch":60,"velocity":9}\n',
        b'{"type":"begun","track_id":"a","track_name":"b","instrument":"c","from_s":-1e99}\n',
    ],
)
def test_what_is_no_such_file_is_left_alone(tmp_path, content):
    path = new_slip_path(tmp_path, "odd")
    path.write_bytes(content)
    assert find_notes(tmp_path) == () and path.read_bytes() == content


def test_numbers_that_cannot_be_are_left_out(tmp_path):
    odd = [Up(10**9, 0.0, 1.0, 60, 90), Up(0, 5.0, 1.0, 60, 90), Up(0, 0.0, 1e12, 60, 90), Down(0, 1.0, 400, 90)]
    slip(tmp_path, *odd, Up(0, 1.0, 2.0, 60, 90))
    (left,) = find_notes(tmp_path)
    assert [note.pitch for one in left.passes for note in one] == [60]


def test_a_link_is_not_written_through(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = tmp_path / "recordings"
    folder.symlink_to(elsewhere)
    with pytest.raises(StorageError):
        NoteSlip(new_slip_path(folder, "played"), BEGUN)
    assert not list(elsewhere.iterdir())
