# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs that break what is true of every document: mended by the least that has to go, told, played, exported, edited
and found again as they were left.
"""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from musicstudio.core.errors import EditError
from musicstudio.playback.graph.plan import PlanMaker
from musicstudio.project.edits import clips, song, strips
from musicstudio.project.invariants import MAX_LENGTH_S, check_project
from musicstudio.project.mending import is_lawful, mend_project
from musicstudio.project.model import Project
from musicstudio.storage.folder import ProjectFolder
from tests.project.songs import small_song

Raw = dict[str, Any]


def clip(raw: Raw, **values: object) -> None:
    raw["tracks"][0]["clips"][0].update(values)


def strip(raw: Raw, **values: object) -> None:
    raw["tracks"][0]["strip"].update(values)


def notes(raw: Raw, **values: object) -> None:
    note = {"start_ticks": 0, "length_ticks": 480, "pitch": 60, "velocity": 90} | values
    raw["tracks"][0]["clips"][0]["takes"][0].update(notes=[note])


def groups(raw: Raw, *ids: tuple[int, int]) -> None:
    for row, group in ids:
        raw["tracks"][row].update(kind="group", clips=[], group_id=raw["tracks"][group]["id"])


def every(raw: Raw, name: str, key: str) -> None:
    for item in raw[name]:
        item["id"] = key


DAMAGES: dict[str, Callable[[Raw], object]] = {
    "groups in a circle": lambda r: groups(r, (0, 1), (1, 0)),
    "group in itself": lambda r: groups(r, (0, 0)),
    "groups in a circle of three": lambda r: groups(r, (0, 1), (1, 2), (2, 0)),
    "group that is none": lambda r: r["tracks"][0].update(group_id=r["tracks"][1]["id"]),
    "group that is not there": lambda r: r["tracks"][0].update(group_id="nothing"),
    "clips in a group": lambda r: r["tracks"][0].update(kind="group"),
    "send that deafens": lambda r: (
        r["tracks"].append({"id": "b", "name": "Bus", "kind": "bus"}),
        strip(r, sends=[{"bus_id": "b", "gain_db": 1e308}]),
    ),
    "send to nothing": lambda r: strip(r, sends=[{"bus_id": "nothing", "gain_db": 0.0}]),
    "no tempo": lambda r: r["tempo_map"].update(tempos=[]),
    "no metre": lambda r: r["tempo_map"].update(meters=[]),
    "tempo 0": lambda r: r["tempo_map"].update(tempos=[{"tick": 0, "bpm": 0}]),
    "tempo below 0": lambda r: r["tempo_map"].update(tempos=[{"tick": 0, "bpm": -120}]),
    "tempo huge": lambda r: r["tempo_map"].update(tempos=[{"tick": 0, "bpm": 1e308}]),
    "tempo tiny": lambda r: r["tempo_map"].update(tempos=[{"tick": 0, "bpm": 1e-300}]),
    "tempo late": lambda r: r["tempo_map"].update(tempos=[{"tick": 960, "bpm": 90}]),
    "tempi out of order": lambda r: r["tempo_map"].update(tempos=[{"tick": t, "bpm": 90} for t in (0, 1920, 960, 960)]),
    "tempo far": lambda r: r["tempo_map"].update(tempos=[{"tick": 0, "bpm": 90}, {"tick": 2**62, "bpm": 100}]),
    "metre 0/0": lambda r: r["tempo_map"].update(meters=[{"tick": 0, "numerator": 0, "denominator": 0}]),
    "begins never": lambda r: r["tempo_map"].update(offset_s=1e300),
    "clip endless": lambda r: clip(r, length_s=1e308),
    "clip of years": lambda r: clip(r, length_s=1e9),
    "clip far": lambda r: clip(r, start_s=1e12),
    "clip before the song": lambda r: clip(r, start_s=-5.0),
    "clip of less than nothing": lambda r: clip(r, length_s=-5.0),
    "clip of nothing": lambda r: clip(r, length_s=0.0),
    "clip from nowhere": lambda r: clip(r, offset_s=-1e300),
    "fades too long": lambda r: clip(r, fade_in_s=1e6, fade_out_s=1e6),
    "fade below 0": lambda r: clip(r, fade_in_s=-1.0),
    "clip gain": lambda r: clip(r, gain_db=1e308),
    "active take unknown": lambda r: clip(r, active_take_id="nothing"),
    "audio unknown": lambda r: r.update(sources={}),
    "audio without rate": lambda r: [source.update(rate=0) for source in r["sources"].values()],
    "audio of less than nothing": lambda r: [source.update(frames=-5) for source in r["sources"].values()],
    "gain huge": lambda r: strip(r, gain_db=1e308),
    "pan huge": lambda r: strip(r, pan=1e9),
    "width huge": lambda r: strip(r, width=1e9),
    "automation out of order": lambda r: strip(
        r, automation=[{"target": "pan", "points": [{"tick": t, "value": 0.0} for t in (9, 3)]}]
    ),
    "automation far": lambda r: strip(r, automation=[{"target": "pan", "points": [{"tick": 2**60, "value": 0.0}]}]),
    "two devices of one id": lambda r: strip(r, devices=[{"id": "d", "kind": "compressor"}] * 2),
    "note high": lambda r: notes(r, pitch=10**9),
    "note loud": lambda r: notes(r, velocity=10**9),
    "note endless": lambda r: notes(r, length_ticks=2**60),
    "note far": lambda r: notes(r, start_ticks=-(2**60)),
    "note of nothing": lambda r: notes(r, length_ticks=0),
    "one id for all rows": lambda r: every(r, "tracks", "x"),
    "no id for any row": lambda r: every(r, "tracks", ""),
    "one id for two rows": lambda r: r["tracks"][1].update(id=r["tracks"][0]["id"]),
    "one id for all clips": lambda r: [c.update(id="c") for t in r["tracks"] for c in t["clips"]],
    "one id for all takes": lambda r: [
        t.update(id="t") for row in r["tracks"] for c in row["clips"] for t in c["takes"]
    ],
    "one id for all sections": lambda r: every(r, "sections", "x"),
    "one id for all markers": lambda r: r.update(markers=[{"id": "m", "name": "A", "tick": 0}] * 3),
    "marker far": lambda r: r.update(markers=[{"id": "m", "name": "A", "tick": 2**62}]),
    "section endless": lambda r: r["sections"][0].update(length_ticks=2**62),
    "section of nothing": lambda r: r["sections"][0].update(length_ticks=0),
    "sections on one another": lambda r: r["sections"][1].update(start_ticks=1),
    "section without end of energy": lambda r: r["sections"][0].update(energy=1e308),
    "chord of no kind": lambda r: r.update(chords=[{"start_ticks": 0, "length_ticks": 9, "root": 0, "quality": "x"}]),
    "chord of no root": lambda r: r.update(chords=[{"start_ticks": 0, "length_ticks": 9, "root": 99}]),
    "chords out of order": lambda r: r.update(
        chords=[{"start_ticks": t, "length_ticks": 9, "root": 0} for t in (960, 0)]
    ),
    "key of no tonic": lambda r: r.update(key={"tonic": 99, "mode": "major"}),
    "key of no mode": lambda r: r.update(key={"tonic": 0, "mode": "x"}),
    "row of no kind": lambda r: r["tracks"][0].update(kind="x"),
    "row of no role": lambda r: r["tracks"][0].update(role="x"),
    "loudness huge": lambda r: r["master"].update(target_lufs=1e308, gain_db=1e308),
}


def tampered(path: Path, how: Callable[[Raw], object], keeps_journal: bool = False) -> Path:
    ProjectFolder.create(path, small_song()).close()
    content = json.loads((path / "project.json").read_text())
    how(content["project"])
    (path / "project.json").write_text(json.dumps(content))
    if not keeps_journal:
        (path / "journal.jsonl").unlink()
    return path


@pytest.mark.parametrize("name", DAMAGES)
def test_it_is_mended_told_and_goes_on_as_any_song(tmp_path: Path, name: str) -> None:
    path = tampered(tmp_path / "Song.mstudio", DAMAGES[name])
    with ProjectFolder.open(path) as folder:
        document = folder.document
        assert any("made no sense and was mended" in notice for notice in folder.notices)
        check_project(document.project)
        plan = PlanMaker().plan(document.project)
        assert plan.length <= MAX_LENGTH_S * 48_000 and document.project.length_s <= MAX_LENGTH_S
        assert len(document.project.tracks) >= len(small_song().tracks)
        document.transact("Title", song.set_title("After"))
        document.transact("Pan", strips.set_pan([document.project.tracks[-1].id], 0.25))
        left = document.project
    with ProjectFolder.open(path) as folder:
        assert folder.document.project == left
        assert not any("mended" in notice for notice in folder.notices)
        while folder.document.undo() is not None:
            check_project(folder.document.project)
    assert list(path.glob("project.damaged-*"))


@pytest.mark.parametrize("name", ["groups in a circle", "one id for two rows", "tempo 0", "clip far"])
def test_only_what_breaks_the_rules_goes(tmp_path: Path, name: str) -> None:
    path = tampered(tmp_path / "Song.mstudio", DAMAGES[name])
    with ProjectFolder.open(path) as folder:
        assert [row.name for row in folder.document.project.tracks] == [row.name for row in small_song().tracks]
        others = [row for row in folder.document.project.tracks[2:] if name != "tempo 0"]
        assert others == [small_song().track(row.id) for row in others]


def test_a_journal_that_breaks_the_rules_is_mended_with_its_whole_history(tmp_path: Path) -> None:
    """Its lines are sound, its song is not: written by a faulty version, or merged by hand."""
    from zlib import crc32

    path = tmp_path / "Song.mstudio"
    with ProjectFolder.create(path, small_song()) as folder:
        for number in range(3):
            folder.document.transact("Title", song.set_title(f"Title {number}"))
    lines = (path / "journal.jsonl").read_bytes().splitlines()
    base = json.loads(lines[0][9:])
    base["project"]["tracks"][1]["id"] = base["project"]["tracks"][0]["id"]
    content = json.dumps(base).encode()
    (path / "journal.jsonl").write_bytes(b"\n".join([b"%08x %s" % (crc32(content), content), *lines[1:], b""]))
    with ProjectFolder.open(path) as folder:
        assert any("mended" in notice for notice in folder.notices)
        assert folder.document.project.title == "Title 2" and len(folder.document.history) == 4
        folder.document.transact("Pan", strips.set_pan([folder.document.project.tracks[1].id], 0.5))
        left = folder.document.project
    with ProjectFolder.open(path) as folder:
        assert folder.document.project == left and len(folder.document.history) == 5
    assert list(path.glob("journal.damaged-*"))


def test_a_lawful_song_is_left_as_it_is() -> None:
    assert is_lawful(small_song()) and mend_project(small_song()) == small_song()


def test_whatever_is_put_anywhere_can_be_mended() -> None:
    """Random values in random places of a song that still reads as one."""
    draw = random.Random(11)
    values = [0, -1, 1, 2**62, -(2**62), 1e308, -1e308, 1e-300, 0.0, "", "x", "bass", "drums", [], True, 12, 10**9]
    tried = 0
    while tried < 300:
        raw = json.loads(msgspec.json.encode(small_song()))
        for _ in range(draw.randint(1, 4)):
            put_somewhere(raw, draw, values)
        try:
            project = msgspec.convert(raw, Project)
        except msgspec.ValidationError:
            continue
        tried += 1
        found = mend_project(project)
        check_project(found)
        assert mend_project(found) == found
        PlanMaker().plan(found)


def put_somewhere(raw: Any, draw: random.Random, values: list[Any]) -> None:
    while True:
        keys = list(raw) if isinstance(raw, dict) else list(range(len(raw)))
        if not keys:
            return
        key = draw.choice(keys)
        if isinstance(raw[key], dict | list) and raw[key] and draw.random() < 0.9:
            raw = raw[key]
            continue
        if isinstance(raw, list) and draw.random() < 0.3:
            raw.append(raw[key])
        else:
            raw[key] = draw.choice(values)
        return


@pytest.mark.parametrize(("start_s", "length_s"), [(0.0, 1e6), (1e6, 1.0), (1e12, 1.0), (0.0, 1e308)])
def test_no_edit_makes_a_song_of_years(start_s: float, length_s: float) -> None:
    added = clips.move_clips(["vocal-1"], start_s) if start_s else clips.trim_clip_end("vocal-1", length_s)
    with pytest.raises(EditError):
        check_project(added(small_song()))
