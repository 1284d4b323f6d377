# SPDX-License-Identifier: GPL-3.0-or-later
"""MIDI files as people and programs write them: what can be read is read, and the rest is told."""

from pathlib import Path

import pytest

from musicstudio.core.errors import MediaError

from .smf import END, TUNE, chunk, end_s, lyrics, meta, note, number, pitches, read, smf, track

FOUR = [60, 62, 64, 65]
PLAIN = smf(track(TUNE))


def told(song) -> str:
    return " ".join(song.notices)


ODD_FILES = {
    "a vendor's chunk before the track": smf(chunk(b"XFIH", b"abcd"), track(TUNE), count=1),
    "a vendor's chunk of odd length": smf(chunk(b"XFIH", b"abc"), track(TUNE), count=1),
    "a vendor's chunk after the track": smf(track(TUNE), chunk(b"XFKM", b"abcdef"), count=1),
    "a zero between chunks": smf(track(meta(3, b"x"), end=END) + b"\0", track(TUNE)),
    "RIFF": b"RIFF" + (len(PLAIN) + 12).to_bytes(4, "little") + b"RMIDdata" + len(PLAIN).to_bytes(4, "little") + PLAIN,
    "RIFF with a list behind": b"RIFF\0\1\0\0RMIDdata" + len(PLAIN).to_bytes(4, "little") + PLAIN + b"LIST\4\0\0\0INFO",
    "bytes before the header": bytes(128) + PLAIN,
    "zeros behind": PLAIN + bytes(100),
    "text behind": PLAIN + b"written by hand\r\n",
    "a longer header": b"MThd\0\0\0\x08\0\1\0\1\1\xe0\0\0" + track(TUNE),
    "a header that says it is longer": b"MThd\0\0\0\x40\0\1\0\1\1\xe0" + track(TUNE),
    "a track that says 0 bytes": smf(b"MTrk\0\0\0\0" + TUNE + END),
    "a track that says 4 GB": smf(b"MTrk\xff\xff\xff\xff" + TUNE + END),
    "a track that says it is shorter": smf(b"MTrk\0\0\0\x07" + TUNE + END),
    "a track that says it is longer": smf(b"MTrk\0\0\1\0" + TUNE + END),
    "fewer tracks promised than there are": smf(track(meta(3, b"Conductor")), track(TUNE), count=1),
    "no end mark": smf(track(TUNE, end=b"")),
    "running status": smf(track(b"".join(number(d) + bytes([p, v]) for p in FOUR for d, v in ((0, 80), (480, 0)))
                                .join([b"\0\x90\x3c\x00", b""]))),
    "running status after a meta event": smf(track(
        b"\0\x90\x3c\x50\x83\x60\x3c\0" + meta(1, b"hi") + b"".join(
            b"\0" + bytes([p, 80]) + number(480) + bytes([p, 0]) for p in FOUR[1:]))),
    "system messages inside": smf(track(b"\0\xf8\0\xfe\0\xf2\1\2" + TUNE)),
    "sysex in pieces": smf(track(b"\0\xf0\x03\x43\x12\x00\x0a\xf7\x02\x01\xf7" + TUNE)),
    "sysex without a length": smf(track(b"\0\xf0\x7e\x7f\x09\x01\xf7" + TUNE)),
    "an empty meta event": smf(track(meta(0x51, b""), meta(0x58, b"\4"), meta(0x59, b""), meta(0x54, b"\1"), TUNE)),
    "meta events nobody knows": smf(track(meta(0x10, b"?"), meta(0x7E, b"?" * 200), meta(0xFE, b""), TUNE)),
    "a tempo of nothing": smf(track(meta(0x51, b"\0\0\0"), TUNE)),
    "a metre of nothing": smf(track(meta(0x58, b"\0\2\x18\x08"), TUNE)),
    "a metre of 4 to 2^200": smf(track(meta(0x58, b"\4\xc8\x18\x08"), TUNE)),
    "8 flats": smf(track(meta(0x59, b"\xf8\0"), TUNE)),
    "18 sharps": smf(track(meta(0x59, b"\x12\1"), TUNE)),
    "a mode of 255": smf(track(meta(0x59, b"\0\xff"), TUNE)),
    "texts of no encoding": smf(track(meta(3, bytes(range(128, 256))), meta(6, b"\xff\xfe\xfd"), TUNE)),
    "a type nobody knows": smf(track(TUNE), kind=7),
    "no division": smf(track(TUNE), division=0),
    "a padded number": smf(track(b"\x80\x80\x80\x00" + TUNE[1:])),
}  # fmt: skip


@pytest.mark.parametrize("data", ODD_FILES.values(), ids=ODD_FILES)
def test_its_notes_are_read(data: bytes, tmp_path: Path) -> None:
    assert pitches(read(data, tmp_path)) == [FOUR]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (smf(track(meta(0x59, b"\xf8\0"), TUNE)), "key signature that does not exist"),
        (smf(track(meta(0x58, b"\4\xc8\x18\x08"), TUNE)), "Metres that bars cannot be counted in"),
        (smf(track(TUNE), count=5), "says that it has 5 tracks, and only 1"),
        (smf(track(TUNE), division=0), "480 ticks a beat"),
        (smf(track(TUNE, end=b"")), "breaks off"),
        (smf(track(b"\0\xf8" + TUNE)), "bytes that mean nothing"),
        (PLAIN[14:], "beginning of the file is lost"),
        (PLAIN.replace(b"MTrk", b"MTrx"), "lost its mark"),
        (PLAIN + PLAIN, "Another song follows"),
        (smf(track(b"\0\xe0\0\x50", TUNE)), "pitch bends"),
        (smf(track(b"\0\xb0\1\x50", TUNE)), "modulation"),
        (smf(track(b"\0\xd0\x50", TUNE)), "aftertouch"),
        (smf(track(b"\0\xc0\x06", TUNE, b"\0\xc0\x07", note())), ""),
        (smf(track(b"\0\xc0\x37", TUNE)), "played by the nearest: 56 by Brass section"),
        (smf(track(meta(0x59, b"\2\0"), TUNE, meta(0x59, b"\3\0"), note())), ""),
        (smf(track(TUNE, number(480 * 2 * 3600 * 5), note(70)[1:])), "after 4 hours"),
        (smf(track(TUNE, meta(0x51, b"\0\0\1", 0x0FFFFFFF), meta(0x58, b"\3\2\x18\x08", 9))), "after 4 hours"),
    ],
)
def test_what_is_odd_is_told(data: bytes, sentence: str, tmp_path: Path) -> None:
    song = read(data, tmp_path)
    assert sentence in told(song) and bool(sentence) == bool(song.notices)
    assert all(notice.startswith("“song.mid”: ") for notice in song.notices)


def test_a_cut_file_keeps_every_note_before_the_cut(tmp_path: Path) -> None:
    whole = smf(track(meta(3, b"First"), TUNE), track(meta(3, b"Second"), TUNE))
    for length in range(30, len(whole)):
        data = whole[:length]
        begun = sum(data.count(bytes([0x90, pitch, 80])) for pitch in FOUR)
        if not begun:
            with pytest.raises(MediaError):
                read(data, tmp_path)
            continue
        song = read(data, tmp_path)
        assert sum(len(part.notes) for part in song.parts) == begun
        assert told(song)


def test_pieces_of_type_2_follow_one_another_in_their_own_tempo(tmp_path: Path) -> None:
    slow = track(meta(0x51, (1_000_000).to_bytes(3, "big")), TUNE)
    song = read(smf(slow, track(TUNE), kind=2), tmp_path)
    assert pitches(song) == [FOUR, FOUR]
    second = song.parts[1].notes
    assert song.tempo_map.seconds_at(second[0].start_ticks) == pytest.approx(4.0)
    assert end_s(song) == pytest.approx(6.0)
    assert "2 pieces of music" in told(song)


@pytest.mark.parametrize("frames", [24, 25, 29, 30])
@pytest.mark.parametrize("tempo", [b"", meta(0x51, (300_000).to_bytes(3, "big"))])
def test_film_frames_keep_their_times_whatever_the_tempo(frames: int, tempo: bytes, tmp_path: Path) -> None:
    song = read(smf(track(tempo, note(60, 40 * frames * 3)), division=(256 - frames) << 8 | 40), tmp_path)
    assert end_s(song) == pytest.approx(frames * 3 / (30_000 / 1001 if frames == 29 else frames), abs=0.001)


@pytest.mark.parametrize("bpm", [3.6, 5, 9.9, 10, 97.3, 120, 999, 1000.5, 1500, 60_000, 60_000_000])
def test_any_tempo_keeps_its_times(bpm: float, tmp_path: Path) -> None:
    microseconds = max(1, round(60e6 / bpm))
    song = read(smf(track(meta(0x51, microseconds.to_bytes(3, "big")), note(60, 480 * 100))), tmp_path)
    assert end_s(song) == pytest.approx(100 * microseconds / 1e6, rel=1e-3, abs=1e-3)
    assert all(10 <= tempo.bpm <= 1000 for tempo in song.tempo_map.tempos)
    assert ("double or half" in told(song)) == (not 10 <= bpm <= 1000)


def test_tempi_in_and_beyond_the_range_take_turns_in_time(tmp_path: Path) -> None:
    beats = [(120, 4), (5, 2), (1500, 8), (90, 4), (8, 1)]
    events = [meta(0x51, round(60e6 / bpm).to_bytes(3, "big")) + TUNE[: len(note())] * count for bpm, count in beats]
    song = read(smf(track(meta(0x58, b"\3\2\x18\x08"), *events)), tmp_path)
    starts = [song.tempo_map.seconds_at(each.start_ticks) for each in song.parts[0].notes]
    expected, now = [], 0.0
    for bpm, count in beats:
        expected += [now + index * 60 / bpm for index in range(count)]
        now += count * 60 / bpm
    assert starts == pytest.approx(expected, abs=0.002)
    bars = [(meter.numerator, meter.denominator) for meter in song.tempo_map.meters]
    assert bars == [(3, 4), (6, 4), (3, 8), (3, 4), (6, 4)]


@pytest.mark.parametrize(("numerator", "power", "bar"), [(3, 6, 180), (5, 7, 150), (4, 0, 15_360), (128, 3, 61_440)])
def test_bars_are_as_long_as_the_meter_says(numerator: int, power: int, bar: int, tmp_path: Path) -> None:
    song = read(smf(track(meta(0x58, bytes([numerator, power, 24, 8])), TUNE)), tmp_path)
    assert song.tempo_map.meters[0].bar_ticks == bar and not song.notices


def lengths(song) -> list[tuple[int, int]]:
    return [(each.start_ticks, each.length_ticks) for each in song.parts[0].notes]


KEYS = {
    "never ended: to the end of the track": (b"\0\x90\x3c\x50\x8f\x00\xb0\x07\x64", [(0, 3840)]),
    "struck again, ended once": (b"\0\x90\x3c\x50\x83\x60\x90\x3c\x50\x83\x60\x80\x3c\x40", [(0, 960), (960, 960)]),
    "two voices on one key": (
        b"\0\x90\x3c\x50\x83\x60\x90\x3c\x50\x83\x60\x80\x3c\x40\x83\x60\x80\x3c\x40", [(0, 1920), (960, 1920)]),
    "all notes off": (b"\0\x90\x3c\x50\x83\x60\xb0\x7b\0", [(0, 960)]),
    "all sound off": (b"\0\x90\x3c\x50\x83\x60\xb0\x78\0", [(0, 960)]),
    "ended before it began": (b"\0\x80\x3c\x40" + note(), [(0, 960)]),
    "no length": (note(60, 0), [(0, 1)]),
    "the pedal": (b"\0\xb0\x40\x7f" + note(60, 120) + b"\x8e\x08\xb0\x40\0", [(0, 3840)]),
    "the pedal, never lifted": (b"\0\xb0\x40\x7f" + note(60, 120) + note(62, 120, 1800), [(0, 4080), (3840, 240)]),
    "the pedal and the same key again": (
        b"\0\xb0\x40\x7f" + note(60, 120) + note(60, 120, 360) + b"\x83\x60\xb0\x40\0", [(0, 960), (960, 1200)]),
    "the pedal lifted before the key": (
        b"\0\xb0\x40\x7f\0\x90\x3c\x50\x83\x60\xb0\x40\0\x83\x60\x80\x3c\x40", [(0, 1920)]),
    "half a pedal is none": (b"\0\xb0\x40\x3f" + note(60, 120) + b"\x8e\x08\xb0\x40\0", [(0, 240)]),
    "sostenuto holds what sounds": (
        b"\0\x90\x3c\x50\x78\xb0\x42\x7f\x78\x80\x3c\x40" + note(62, 120) + b"\x83\x60\xb0\x42\0",
        [(0, 1680), (480, 240)]),
}  # fmt: skip


@pytest.mark.parametrize(("events", "expected"), KEYS.values(), ids=KEYS)
def test_keys_and_pedals_give_lengths(events: bytes, expected: list[tuple[int, int]], tmp_path: Path) -> None:
    assert lengths(read(smf(track(events)), tmp_path)) == expected


GS_RHYTHM = b"\0\xf0\x0a\x41\x10\x42\x12\x40%c\x15%c\x10\xf7"
DRUMS = {
    "channel 10": (note(channel=9), True),
    "another channel": (note(channel=8), False),
    "GS rhythm part on channel 11": (GS_RHYTHM % (0x1A, 1) + note(channel=10), True),
    "GS rhythm part on channel 1": (GS_RHYTHM % (0x11, 2) + note(channel=0), True),
    "GS rhythm part on channel 16": (GS_RHYTHM % (0x1F, 1) + note(channel=15), True),
    "GS channel 10 made melodic": (GS_RHYTHM % (0x10, 0) + note(channel=9), False),
    "GS of another channel": (GS_RHYTHM % (0x1A, 1) + note(channel=11), False),
    "XG bank 127": (b"\0\xb3\0\x7f\0\xc3\0" + note(channel=3), True),
    "XG effects, bank 126": (b"\0\xb3\0\x7e\0\xc3\0" + note(channel=3), True),
    "XG part mode": (b"\0\xf0\x08\x43\x10\x4c\x08\x04\x07\x02\xf7" + note(channel=4), True),
    "GM2 rhythm bank": (b"\0\xb3\0\x78\0\xc3\0" + note(channel=3), True),
    "GM2 melody bank on channel 10": (b"\0\xb9\0\x79\0\xc9\0" + note(channel=9), False),
    "GS with bank 127": (b"\0\xf0\x0a\x41\x10\x42\x12\x40\0\x7f\0\x41\xf7\0\xb3\0\x7f" + note(channel=3), False),
}  # fmt: skip


@pytest.mark.parametrize(("events", "are_drums"), DRUMS.values(), ids=DRUMS)
def test_drums_are_known(events: bytes, are_drums: bool, tmp_path: Path) -> None:
    assert read(smf(track(events)), tmp_path).parts[0].is_drums == are_drums


def test_drums_switched_on_in_another_track_are_drums(tmp_path: Path) -> None:
    song = read(smf(track(GS_RHYTHM % (0x1A, 1)), track(note(channel=10)), track(note(channel=0))), tmp_path)
    assert [part.is_drums for part in song.parts] == [True, False]


def test_programs_volumes_and_pans_may_stand_in_the_conductor(tmp_path: Path) -> None:
    settings = track(b"\0\xc2\x28\0\xb2\x07\x20\0\xb2\x0a\x7f\0\xc3\x49")
    song = read(smf(settings, track(note(channel=2)), track(note(channel=3))), tmp_path)
    assert [part.program for part in song.parts] == [40, 73]
    assert song.parts[0].gain_db < -10 and song.parts[0].pan == 1.0
    assert (song.parts[1].gain_db, song.parts[1].pan) == (0.0, 0.0)


def test_ports_have_channels_of_their_own(tmp_path: Path) -> None:
    first = track(meta(0x21, b"\0"), b"\0\xc0\x28", note())
    second = track(meta(0x21, b"\1"), note())
    assert [part.program for part in read(smf(first, second), tmp_path).parts] == [40, 0]


def test_a_track_that_changes_its_program_becomes_a_row_for_each(tmp_path: Path) -> None:
    song = read(smf(track(meta(3, b"Solo"), b"\0\xc0\x38", note(60), b"\0\xc0\x49", note(62), note(64))), tmp_path)
    assert [(p.name, p.program, len(p.notes)) for p in song.parts] == [("Solo: Trumpet", 56, 1), ("Solo: Flute", 73, 2)]


@pytest.mark.parametrize(
    ("events", "gain_db", "pan"),
    [
        (b"", 0.0, 0.0),
        (b"\0\xb0\x07\x64\0\xb0\x0a\x40", 0.0, 0.0),
        (b"\0\xb0\x07\x14\0\xb0\x0a\0", -27.96, -1.0),
        (b"\0\xb0\x07\x7f\0\xb0\x0a\x7f", 4.15, 1.0),
        (b"\0\xb0\x0b\x40", -11.9, 0.0),
        (b"\0\xb0\x07\0", -60.0, 0.0),
    ],
)
def test_controllers_are_gain_and_pan(events: bytes, gain_db: float, pan: float, tmp_path: Path) -> None:
    (part,) = read(smf(track(events, TUNE)), tmp_path).parts
    assert (part.gain_db, part.pan) == (pytest.approx(gain_db, abs=0.05), pytest.approx(pan)) and not part.gain_points


def test_a_fade_is_drawn_and_a_jump_stays_a_jump(tmp_path: Path) -> None:
    fade = b"".join(number(60) + bytes([0xB0, 11, value]) for value in range(127, 0, -2))
    (part,) = read(smf(track(b"\0\x90\x3c\x50" + fade + b"\0\x80\x3c\x40")), tmp_path).parts
    assert part.gain_points[0] == (0, 0.0) and part.gain_points[-1][1] < -50
    assert [value for _, value in part.gain_points] == sorted((v for _, v in part.gain_points), reverse=True)
    (part,) = read(smf(track(note(), b"\0\xb0\x0a\x7f" + note())), tmp_path).parts
    assert part.pan_points == ((0, 0.0), (959, 0.0), (960, 1.0))


NAMES = [
    ("ピアノ", "cp932"), ("メロディー", "cp932"), ("ﾋﾟｱﾉ", "cp932"), ("歌", "cp932"), ("Гитара", "cp1251"),
    ("Бас и ударные", "koi8_r"), ("Gesänge für Größe", "cp1252"), ("Piano à queue", "cp1252"), ("Coração", "cp1252"),
    ("钢琴", "gbk"), ("主旋律", "gbk"), ("鋼琴 主旋律", "big5"), ("피아노", "cp949"), ("드럼 베이스", "cp949"),
    ("Zażółć gęślą jaźń", "cp1250"), ("ピアノ", "utf-8"), ("Größe", "utf-8"), ("Κιθάρα", "cp1253"),
    ("Рояль", "cp866"), ("เปียโน", "cp874"), ("Bağlama ışık", "cp1254"), ("ピアノ", "iso2022_jp"), ("Πιάνο", "cp1253"),
    ("Skřipka žluť", "cp1250"), ("피아노 멜로디", "euc-kr"), ("ピアノ", "euc_jp"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "encoding"), NAMES)
def test_names_in_old_encodings_are_read(name: str, encoding: str, tmp_path: Path) -> None:
    song = read(smf(track(meta(3, name.encode(encoding)), meta(6, b"A"), TUNE)), tmp_path)
    assert song.parts[0].name == name


def test_the_texts_of_a_file_are_judged_together(tmp_path: Path) -> None:
    words = ["あ", "い", "し", "て", "る", "さ", "く", "ら"]
    sung = b"".join(meta(5, word.encode("cp932")) + note() for word in words)
    song = read(smf(track(meta(3, "歌詞".encode("cp932")), sung)), tmp_path)
    assert song.parts[0].name == "歌詞" and lyrics(song) == [words]


def test_line_marks_of_karaoke_in_lyric_events_are_not_sung(tmp_path: Path) -> None:
    words = [b"\\Hel", b"lo ", b"/my ", b"friend"]
    song = read(smf(track(b"".join(meta(5, word) + note() for word in words))), tmp_path)
    assert lyrics(song) == [["Hel-", "lo", "my", "friend"]]


def test_names_lose_what_no_program_can_show(tmp_path: Path) -> None:
    song = read(smf(track(meta(3, b"Bass\x01\x1b[31m\x08\0"), meta(6, b"A\x07"), TUNE)), tmp_path)
    assert song.parts[0].name == "Bass" and song.markers == ((0, "A"),)


def sung(*words: str) -> bytes:
    return b"".join(meta(5, word.encode()) + note() for word in words)


WORDS = {
    "spaces after words": (("Hel", "lo ", "wor", "ld\r"), ["Hel-", "lo", "wor-", "ld"]),
    "spaces before words": (("Hel", "lo", " wor", "ld"), ["Hel-", "lo", "wor-", "ld"]),
    "hyphens": (("Hel-", "lo", "wor-", "ld"), ["Hel-", "lo", "wor-", "ld"]),
    "hyphens and spaces": (("Hel- ", "lo ", "wor- ", "ld "), ["Hel-", "lo", "wor-", "ld"]),
    "no marks: each a word": (("Oh", "my", "good", "friend"), ["Oh", "my", "good", "friend"]),
    "only line ends": (("Oh", "my\r", "good", "friend\n"), ["Oh", "my", "good", "friend"]),
    "a held vowel": (("Love ", "_", "me ", "do "), ["Love", "_", "me", "do"]),
    "a language mark": (("{@LATIN}Oh ", "my ", "good ", "friend"), ["Oh", "my", "good", "friend"]),
    "control characters": (("Oh\0 ", "my\x07 ", "good ", "friend"), ["Oh", "my", "good", "friend"]),
}


@pytest.mark.parametrize(("words", "expected"), WORDS.values(), ids=WORDS)
def test_words_are_known_by_how_they_are_spaced(words: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert lyrics(read(smf(track(sung(*words))), tmp_path)) == [expected]


def words_track(*words: str, kind: int = 5, off: int = 0) -> bytes:
    first = meta(kind, words[0].encode(), off)
    return track(meta(3, b"Words"), first, *(meta(kind, word.encode(), 480) for word in words[1:]))


@pytest.mark.parametrize("off", [0, 3, 60])
def test_words_of_a_track_of_their_own_fall_on_the_melody(off: int, tmp_path: Path) -> None:
    chords = b"".join(note(p, 1920) for p in (40,))
    song = read(smf(track(meta(3, b"Chords"), chords), words_track("Hel", "lo ", "my ", "friend", off=off),
                    track(meta(3, b"Melody"), TUNE)), tmp_path)  # fmt: skip
    assert lyrics(song) == [[""], ["Hel-", "lo", "my", "friend"]]
    assert song.lyrics == "Hello my friend" and not song.notices


def test_karaoke_files_are_sung(tmp_path: Path) -> None:
    head = track(meta(3, b"Soft karaoke"), meta(1, b"@KMIDI KARAOKE FILE"), meta(1, b"@V0100"))
    words = track(meta(3, b"Words"), meta(1, b"@LENGL"), meta(1, b"@TMy Song"), meta(1, b"@TMe"),
                  meta(1, b"\\Hel"), meta(1, b"lo", 480), meta(1, b"/my", 480), meta(1, b" friend", 480))  # fmt: skip
    song = read(smf(head, words, track(meta(3, b"Tune"), TUNE)), tmp_path, "song.kar")
    assert lyrics(song) == [["Hel-", "lo", "my", "friend"]]
    assert (song.title, song.lyrics) == ("My Song", "Hello\nmy friend")


def test_text_events_of_a_track_called_words_are_sung_and_it_is_no_title(tmp_path: Path) -> None:
    song = read(smf(words_track("Hel", "lo ", "my ", "friend", kind=1), track(meta(3, b"Tune"), TUNE)), tmp_path)
    assert lyrics(song) == [["Hel-", "lo", "my", "friend"]] and song.title == ""


def test_other_texts_are_not_sung(tmp_path: Path) -> None:
    song = read(smf(track(meta(1, b"made by a program"), meta(1, b"/usr/share"), meta(2, b"(c) me"), TUNE)), tmp_path)
    assert lyrics(song) == [[""] * 4]


def test_words_that_fit_nothing_are_kept_as_text_and_told(tmp_path: Path) -> None:
    late = track(meta(3, b"Words"), *(meta(5, b"la ", 48_000) for _ in range(4)))
    song = read(smf(late, track(TUNE)), tmp_path)
    assert song.lyrics == "la la la la" and "fall on no part" in told(song)
    song = read(smf(words_track("a ", "b ", "c ", "d ", "e ", "f "), track(TUNE)), tmp_path)
    assert "2 of its 6 syllables found no note" in told(song)


def test_in_one_track_for_all_channels_only_the_singer_has_words(tmp_path: Path) -> None:
    events = b"".join(
        meta(5, word) + bytes([0, 0x93, pitch, 80, 0, 0x91, 40, 80, 0, 0x91, 44, 80])
        + number(240) + b"\x81\x28\x40\0\x81\x2c\x40\0\x91\x28\x50" + number(240)
        + bytes([0x83, pitch, 64, 0, 0x81, 40, 64])
        for word, pitch in ((b"Oh ", 60), (b"my ", 62), (b"good ", 64), (b"friend ", 65))
    )  # fmt: skip
    song = read(smf(track(meta(3, b"Song"), events), kind=0), tmp_path)
    by_channel = {part.notes[-1].pitch: [n.lyric for n in part.notes] for part in song.parts}
    assert by_channel[65] == ["Oh", "my", "good", "friend"]
    assert not any(by_channel[40])


@pytest.mark.parametrize("data", [b"", b"MThd", b"\x89PNG\r\n", b"MTrk", smf(track(meta(3, b"x"))), smf()])
def test_what_holds_no_notes_is_refused_in_a_sentence(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"“song\.mid”"):
        read(data, tmp_path)


def test_folders_are_refused(tmp_path: Path) -> None:
    from musicstudio.interchange.midi_import import import_midi

    with pytest.raises(MediaError, match="not a file"):
        import_midi(tmp_path)
