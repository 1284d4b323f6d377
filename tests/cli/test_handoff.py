# SPDX-License-Identifier: GPL-3.0-or-later
"""Out of the studio by the command line, read by somebody else's reader."""

import json
import re
import struct
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as xml

import lxml.html
import mido
import music21
import mutagen.flac
import numpy as np
import opentimelineio
import pytest
import soundfile

from musicstudio.app.files.engraving import find_engraver


@pytest.fixture(scope="module")
def timed(tmp_path_factory):
    """A song whose last bar has to be drawn out: 84 BPM in 6/8 do not fill 14 seconds."""
    from musicstudio.cli.main import main

    song = tmp_path_factory.mktemp("timed") / "timed.mstudio"
    wish = ["generate", "solo piano ballad", "--duration", "14", "--bpm", "84", "--meter", "6/8", "--seed", "2"]
    assert main([*wish, "-o", str(song)]) == 0
    return song


def test_other_programs_get_one_steady_tempo_and_notes_at_the_same_seconds(run, timed, tmp_path):
    assert run("export", timed, "-o", "a.mid").code == 0
    file = mido.MidiFile("a.mid")
    tempos = [m.tempo for track in file.tracks for m in track if m.type == "set_tempo"]
    assert [round(mido.tempo2bpm(tempo), 3) for tempo in tempos] == [84.0]
    assert run("export", timed, "-o", "a.dawproject").code == 0
    with zipfile.ZipFile("a.dawproject") as archive:
        root = xml.fromstring(archive.read("project.xml"))
    assert root.find("Arrangement/TempoAutomation") is None
    clips = [float(clip.get("time")) * 60 / 84 for clip in root.iter("Clip") if clip.get("fadeTimeUnit")]
    for track in run("info", timed, "--json").json["tracks"]:
        assert all(min(abs(c["start_s"] - found) for found in clips) < 0.4 for c in track["clips"])
    assert file.length == pytest.approx(14.0, abs=1.0)


def test_a_loop_of_a_stated_tempo_keeps_it_and_says_how_long_it_is(run):
    made = run("generate", "techno loop", "--loop", "--bpm", 124, "--duration", 9, "-o", "loop.mstudio", "--json")
    assert made.json["bpm"] == 124
    assert made.json["duration"] == pytest.approx(4 * 5 * 60 / 124, abs=0.01)
    assert "124 BPM it lasts 9.677 s" in made.err


def test_credits_say_who_made_it_from_the_songs_own_history(run, song, tmp_path):
    words = ("--credits", "who.json", "--artist", "Mara Lind", "--isrc", "SE-5XR-26-00417", "--date", "2026-11-30")
    assert run("export", song, "-o", "a.flac", *words).code == 0
    sheet = json.loads((tmp_path / "who.json").read_text())
    assert sheet["artist"] == "Mara Lind" and sheet["roles"]["post-production"] == "AI"
    assert sheet["roles"]["vocals"] == "none" and [act["kind"] for act in sheet["acts"]] == ["generated"]
    tags = mutagen.flac.FLAC("a.flac")
    assert (tags["artist"], tags["isrc"], tags["date"]) == (["Mara Lind"], ["SE5XR2600417"], ["2026-11-30"])
    assert tags["digitalsourcetype"][0].endswith("/trainedAlgorithmicMedia"), "a mark for programs, unasked"
    assert run("export", song, "-o", "b.wav", "--credits", "who.html").code == 0
    assert "<h1>Credits of" in (tmp_path / "who.html").read_text()


@pytest.mark.parametrize(
    "words",
    [("--isrc", "12"), ("--date", "yesterday"), ("--credits", "who.doc"), ("--cover", "nothing.png")],
)
def test_tags_that_no_reader_would_take_are_refused_in_a_sentence(run, song, tmp_path, words):
    done = run("export", song, "-o", "a.wav", *words)
    assert done.code == 1 and len(done.err.strip().splitlines()) == 1 and words[1] in done.err
    assert not (tmp_path / "a.wav").exists()


def test_sections_leave_as_files_of_their_own(run, song, tmp_path):
    assert run("export", song, "-o", "mix.flac", "--sections", "parts").code == 0
    sections = run("info", song, "--json").json["sections"]
    files = sorted((tmp_path / "parts").glob("*.flac"))
    assert [file.stem[3:] for file in files] == [section["name"] for section in sections]
    whole, _ = soundfile.read("mix.flac")
    for file, section in zip(files, sections, strict=True):
        part, rate = soundfile.read(file)
        start = round(section["start_s"] * rate)
        assert len(part) == pytest.approx(rate * (section["end_s"] - section["start_s"]), abs=2)
        apart = part[rate // 2 : -rate // 2] - whole[start + rate // 2 :][: len(part) - rate]
        assert np.abs(apart).max() < 0.05, "as mastered as the whole"


def test_stems_before_effects_raised_alike_at_another_rate(run, song, tmp_path):
    words = (
        "--stems",
        "stems",
        "--stems-gain",
        "common",
        "--rate",
        44_100,
        "--no-master",
        "--bit-depth",
        32,
        "--no-watermark",
    )
    assert run("export", song, "-o", "mix.wav", *words).code == 0
    stems = [soundfile.read(path) for path in sorted((tmp_path / "stems").glob("*.wav"))]
    assert {rate for _, rate in stems} == {44_100} and len({len(audio) for audio, _ in stems}) == 1
    raised_db = json.loads((tmp_path / "stems" / "manifest.json").read_text())["raised_db"]
    total = sum(audio for audio, _ in stems)
    assert max(np.abs(audio).max() for audio, _ in stems) < 1.0 and 0.7 < np.abs(total).max() <= 0.9
    mix, _ = soundfile.read("mix.wav")
    rest = total[: len(mix)] * 10 ** (-raised_db / 20) - mix[: len(total)]
    assert raised_db > 3 and np.abs(rest).max() < 1e-3
    assert run("export", song, "-o", "mix.wav", "--stems", "dry", "--stems-at", "pre").code == 0
    named = json.loads((tmp_path / "dry" / "manifest.json").read_text())["stems"]
    assert [stem["name"] for stem in named] == [t["name"] for t in run("info", song, "--json").json["tracks"]]


def test_a_loop_leaves_with_the_points_that_samplers_read(run):
    assert run("generate", "techno loop", "--loop", "--duration", 6, "-o", "loop.mstudio").code == 0
    length_s = run("info", "loop.mstudio", "--json").json["duration"]
    assert run("export", "loop.mstudio", "-o", "loop.wav").code == 0
    data = Path("loop.wav").read_bytes()
    place = data.index(b"smpl") + 8
    start, end = struct.unpack_from("<II", data, place + 36 + 8)
    assert (start, end) == (0, round(length_s * 48_000) - 1)
    assert soundfile.info("loop.wav").frames == end + 1


@pytest.mark.parametrize(("name", "words"), [("a.m4a", ()), ("a.m4a", ("--lossless",)), ("a.opus", ("--kbps", 96))])
def test_more_kinds_of_files_come_back_as_long_as_they_left(run, song, name, words):
    assert run("export", song, "-o", name, *words).code == 0
    assert run("import", "back.mstudio", name).code == 0
    back = run("info", "back.mstudio", "--json").json["duration"]
    assert back == pytest.approx(run("info", song, "--json").json["duration"], abs=6.0) and back > 13.9


def test_a_signed_export_is_verified_and_a_changed_one_is_not(run, song, tmp_path):
    assert run("export", song, "-o", "a.flac", "--sign", "--artist", "Mara Lind").code == 0
    done = run("verify", "a.flac")
    assert done.code == 0 and "“Mara Lind”, an identity of this machine" in done.out and "vocals: none" in done.out
    assert run("verify", "a.flac", "--json").json["digital_source_type"].endswith("/trainedAlgorithmicMedia")
    data = bytearray((tmp_path / "a.flac").read_bytes())
    data[-100] ^= 1
    (tmp_path / "a.flac").write_bytes(data)
    changed = run("verify", "a.flac")
    assert changed.code == 3 and "changed since it was signed" in changed.out
    assert run("export", song, "-o", "b.wav").code == 0 and run("verify", "b.wav").code == 3
    assert run("verify", "nothing.wav").code == 1


def test_a_song_leaves_as_a_score_and_as_a_timeline(run, song, tmp_path):
    assert run("export", song, "-o", "all.musicxml").code == 0
    assert run("export", song, "-o", "lead.musicxml", "--score", "lead").code == 0
    names = [track["name"] for track in run("info", song, "--json").json["tracks"]]
    score = music21.converter.parse(tmp_path / "all.musicxml", forceSource=True)
    assert [part.partName for part in score.parts] == names
    lead = music21.converter.parse(tmp_path / "lead.musicxml", forceSource=True)
    assert [part.partName for part in lead.parts] == ["Melody"]
    assert len(list(lead.recurse().getElementsByClass("Harmony"))) > 2
    assert run("export", song, "-o", "cut.otio").code == 0
    timeline = opentimelineio.adapters.read_from_file("cut.otio")
    files = [tmp_path / unquote(clip.media_reference.target_url) for clip in timeline.find_clips()]
    assert files and all(soundfile.info(file).samplerate == 48_000 for file in files)
    assert run("export", song, "-o", "words.lrc").code == 1, "nobody sings"


def test_a_page_plays_from_disk_and_asks_nobody(run, song, tmp_path):
    (tmp_path / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    words = ("--artist", "<b>Mara</b>", "--cover", "cover.png", "--sign")
    assert run("export", song, "-o", "Rain & co.html", *words).code == 0
    text = (tmp_path / "Rain & co.html").read_text()
    page = lxml.html.fromstring(text)
    assert not re.findall(r"(?:https?:)?//(?!cv\.iptc)", text.replace("</", "")), "nothing from elsewhere"
    assert "<b>Mara</b>" not in text and page.findtext(".//p[@class='by']") == "<b>Mara</b>"
    named = [*page.xpath("//script/@src"), *page.xpath("//link/@href"), *page.xpath("//img/@src")]
    named += [*page.xpath("//audio/@src"), *page.xpath("//a/@href")]
    data = json.loads(page.get_element_by_id("song").text)
    named += [stem["file"] for stem in data["stems"]]
    assert len(data["stems"]) >= 2 and all((tmp_path / unquote(name)).is_file() for name in named)
    mix = tmp_path / unquote(page.xpath("//audio/@src")[0])
    assert data["length_s"] == pytest.approx(soundfile.info(mix).duration, abs=0.1)
    lengths = {round(soundfile.info(tmp_path / unquote(stem["file"])).duration, 1) for stem in data["stems"]}
    assert len(lengths) == 1 and len(data["peaks"]) == 900 and max(data["peaks"]) > 0.3
    sections = run("info", song, "--json").json["sections"]
    assert [round(s["start_s"], 2) for s in data["sections"]] == [round(s["start_s"], 2) for s in sections]
    labels = page.xpath("//button/@aria-label | //input/@aria-label")
    assert len(labels) == 3 * len(data["stems"]) and len(data["chords"]) > 2
    assert "instrumentation" in text and run("verify", mix).code == 0


def test_a_film_leaves_signed_in_its_shape(run, song):
    assert (
        run("export", song, "-o", "a.mp4", "--range", "2:4", "--shape", "square", "--look", "ring", "--sign").code == 0
    )
    command = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", "a.mp4"]
    streams = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"]
    assert (streams[0]["width"], streams[0]["height"]) == (1080, 1080)
    assert float(streams[0]["duration"]) == pytest.approx(2.0, abs=0.05)
    assert run("verify", "a.mp4").code == 0


def test_credits_can_be_printed(run, song, tmp_path):
    assert run("export", song, "-o", "a.mid", "--credits", "who.pdf", "--artist", "Mara Lind & Söhne").code == 0
    content = (tmp_path / "who.pdf").read_bytes()
    assert content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    assert 5_000 < len(content) < 2_000_000 and b"/FontFile" in content
    assert run("export", song, "-o", "a.mid", "--credits", "who.odt").code == 1


def test_a_score_is_printed_by_musescore_or_written_for_it(run, song, tmp_path, monkeypatch):
    monkeypatch.setenv("MUSICSTUDIO_MUSESCORE", "")
    ran = run("export", song, "-o", "a.pdf")
    assert ran.code == 3 and "MuseScore is not installed" in ran.err + ran.out
    assert (tmp_path / "a.musicxml").exists() and not (tmp_path / "a.pdf").exists()
    program = tmp_path / "mscore"
    program.write_text('#!/bin/sh\ncase "$3" in *.musicxml) printf "%%PDF-1.4 of $(wc -c < "$3")" > "$2";; esac\n')
    program.chmod(0o755)
    monkeypatch.setenv("MUSICSTUDIO_MUSESCORE", str(program))
    assert run("export", song, "-o", "a.pdf").code == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1.4 of ")
    program.write_text("#!/bin/sh\nexit 1\n")
    assert run("export", song, "-o", "b.pdf").code == 1 and not (tmp_path / "b.pdf").exists()


@pytest.mark.skipif(find_engraver() is None, reason="needs MuseScore")
def test_musescore_engraves_what_is_written(run, song, tmp_path):
    for kind in ("parts", "lead"):
        assert run("export", song, "-o", f"{kind}.pdf", "--score", kind).code == 0
        assert (tmp_path / f"{kind}.pdf").read_bytes().startswith(b"%PDF")


def test_a_range_that_ends_long_after_the_song_is_refused_at_once(run, song):
    ran = run("export", song, "-o", "a.wav", "--range", "1:1e9")
    assert ran.code == 1 and "after the song" in ran.err and not Path("a.wav").exists()
    assert run("export", song, "-o", "a.wav", "--range", "13:20").code == 0


def test_a_file_of_another_kind_than_its_name_says_is_told_without_a_librarys_words(run):
    Path("a.wav").write_text("no sound")
    ran = run("verify", "a.wav")
    assert ran.code == 1 and "a.wav" in ran.err and "c2pa" not in ran.err.lower()
