# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of DAWproject 1.0 that renders a file as its specification says, and knows nothing of the studio.

Equalizers after the audio EQ cookbook, dynamics by pedalboard, straight fades, and a pan of constant power that leaves
the middle as it is (the specification names neither shape nor law).
"""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as xml

import numpy as np
import pedalboard
import soundfile
from scipy.signal import sosfilt

RATE = 48_000


class Reading:
    """A file as another program plays it. rows: what each row adds to the mix; mix: before the master's devices."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self._files = {name: archive.read(name) for name in archive.namelist()}
        self.root = xml.fromstring(self._files["project.xml"])
        self._tempos = self._read_tempos()
        self._tracks = {track.get("id"): track for track in self.root.iter("Track")}
        self._channels = {channel.get("id"): channel for channel in self.root.iter("Channel")}
        self._frames = int(self._end_s() * RATE) + RATE
        self._inputs: dict[str, np.ndarray] = {}
        self.rows: dict[str, np.ndarray] = {}
        self.mix = self._render()
        self.master = self._through(self._channels["master-channel"], self.mix)

    def _read_tempos(self) -> list[tuple[float, float]]:
        lane = self.root.find("Arrangement/TempoAutomation")
        if lane is None:
            return [(0.0, float(self.root.find("Transport/Tempo").get("value")))]
        return [(float(p.get("time")), float(p.get("value"))) for p in lane.iter("RealPoint")]

    def seconds(self, beat: float) -> float:
        now, last_beat, bpm = 0.0, 0.0, self._tempos[0][1]
        for place, value in self._tempos:
            if place >= beat:
                break
            now, last_beat, bpm = now + (place - last_beat) * 60 / bpm, place, value
        return now + (beat - last_beat) * 60 / bpm

    def _end_s(self) -> float:
        clips = self.root.findall("Arrangement/Lanes/Lanes/Clips/Clip")
        return max((self.seconds(float(c.get("time")) + float(c.get("duration"))) for c in clips), default=1.0)

    def _render(self) -> np.ndarray:
        master = np.zeros((2, self._frames))
        is_solo = any(c.get("solo") == "true" for c in self._channels.values())
        for track in self._in_order():
            channel = track.find("Channel")
            audio = self._inputs.pop(channel.get("id"), 0) + self._clips(track)
            dry = self._through(channel, audio)
            audio = dry * self._fader(track, channel)
            is_open = channel.find("Mute").get("value") != "true" and not self._is_under_mute(track)
            if not is_open or (is_solo and channel.get("solo") != "true" and channel.get("role") == "regular"):
                continue
            for send in channel.iter("Send"):
                gain = float(send.find("Volume").get("value"))
                self._add(send.get("destination"), (dry if send.get("type") == "pre" else audio) * gain)
            if channel.get("destination") == "master-channel":
                master += audio
                self.rows[track.get("name")] = audio
            else:
                self.rows[track.get("name")] = audio
                self._add(channel.get("destination"), audio)
        return master

    def _in_order(self) -> list[xml.Element]:
        """Rows, then groups from the innermost, then effects; the master is no row."""

        def rank(track: xml.Element) -> int:
            role = track.find("Channel").get("role")
            depth = len(list(track.iter("Track")))
            return {"regular": 0, "submix": depth, "effect": 1000}[role]

        return sorted((t for t in self._tracks.values() if t.find("Channel").get("role") != "master"), key=rank)

    def _is_under_mute(self, track: xml.Element) -> bool:
        above = [t for t in self._tracks.values() if t is not track and track in list(t.iter("Track"))]
        return any(t.find("Channel/Mute").get("value") == "true" for t in above)

    def _add(self, channel_id: str, audio: np.ndarray) -> None:
        self._inputs[channel_id] = self._inputs.get(channel_id, 0) + audio

    def _clips(self, track: xml.Element) -> np.ndarray:
        out = np.zeros((2, self._frames))
        for lane in self.root.findall(f"Arrangement/Lanes/Lanes[@track='{track.get('id')}']"):
            for clip in lane.findall("Clips/Clip"):
                if clip.get("enable") != "false" and (audio := clip.find(".//Audio")) is not None:
                    self._play(out, clip, audio)
        return out

    def _play(self, out: np.ndarray, clip: xml.Element, audio: xml.Element) -> None:
        assert clip.get("contentTimeUnit") == "seconds" and clip.get("fadeTimeUnit") == "seconds"
        samples, rate = soundfile.read(io.BytesIO(self._files[audio.find("File").get("path")]), always_2d=True)
        assert rate == RATE
        start = round(self.seconds(float(clip.get("time"))) * RATE)
        end = round(self.seconds(float(clip.get("time")) + float(clip.get("duration"))) * RATE)
        first = round(float(clip.get("playStart")) * RATE)
        piece = samples[first : first + end - start].T.copy()
        piece = np.repeat(piece, 2, axis=0) if len(piece) == 1 else piece
        for name, flip in (("fadeInTime", 1), ("fadeOutTime", -1)):
            length = min(round(float(clip.get(name)) * RATE), piece.shape[1])
            piece[:, ::flip][:, :length] *= np.linspace(0, 1, length)
        gain = clip.find("Lanes/Points[Target]")
        if gain is not None and gain.find("Target").get("expression") == "gain":
            piece *= float(gain.find("RealPoint").get("value"))
        out[:, start : start + piece.shape[1]] += piece

    def _fader(self, track: xml.Element, channel: xml.Element) -> np.ndarray:
        volume = self._moving(channel.find("Volume"))
        angle = self._moving(channel.find("Pan")) * np.pi / 2
        return volume * np.sqrt(2) * np.stack([np.cos(angle), np.sin(angle)])

    def _moving(self, parameter: xml.Element) -> np.ndarray:
        for points in self.root.iter("Points"):
            if points.find("Target").get("parameter") == parameter.get("id"):
                found = [(self.seconds(float(p.get("time"))), float(p.get("value"))) for p in points.iter("RealPoint")]
                times, values = zip(*found, strict=True)
                return np.interp(np.arange(self._frames) / RATE, times, values)
        return np.full(self._frames, float(parameter.get("value")))

    def _through(self, channel: xml.Element, audio: np.ndarray) -> np.ndarray:
        for device in channel.findall("Devices/*"):
            if device.find("Enabled").get("value") == "true":
                audio = getattr(self, f"_{device.tag.lower()}")(device, np.broadcast_to(audio, (2, self._frames)))
        return audio

    def _equalizer(self, device: xml.Element, audio: np.ndarray) -> np.ndarray:
        for band in device.findall("Band"):
            gain = band.find("Gain")
            level = float(gain.get("value")) if gain is not None else 0.0
            frequency, q = (float(band.find(name).get("value")) for name in ("Freq", "Q"))
            audio = sosfilt([biquad(band.get("type"), frequency, level, q)], audio)
        return audio

    def _compressor(self, device: xml.Element, audio: np.ndarray) -> np.ndarray:
        plugin = pedalboard.Compressor(
            value(device, "Threshold"), value(device, "Ratio"), 1000 * value(device, "Attack"),
            1000 * value(device, "Release"),
        )  # fmt: skip
        loudest = np.maximum(np.abs(audio).max(axis=0), 1e-9).astype(np.float32)
        gain = plugin.process(loudest[np.newaxis], RATE)[0] / loudest
        return audio * gain * 10 ** (value(device, "OutputGain") / 20)

    def _noisegate(self, device: xml.Element, audio: np.ndarray) -> np.ndarray:
        plugin = pedalboard.NoiseGate(
            value(device, "Threshold"), value(device, "Ratio"), 1000 * value(device, "Attack"),
            1000 * value(device, "Release"),
        )  # fmt: skip
        loudest = np.maximum(np.abs(audio).max(axis=0), 1e-9).astype(np.float32)
        gain = plugin.process(loudest[np.newaxis], RATE)[0] / loudest
        return audio * np.maximum(gain, 10 ** (value(device, "Range") / 20))

    def _limiter(self, device: xml.Element, audio: np.ndarray) -> np.ndarray:
        raised = audio * 10 ** (value(device, "InputGain") / 20)
        board = pedalboard.BrickwallLimiter(ceiling_db=value(device, "Threshold"), release_ms=100)
        return board.process(raised.astype(np.float32), RATE)


def value(device: xml.Element, name: str) -> float:
    found = device.find(name)
    return float(found.get("value")) if found is not None else 0.0


def biquad(kind: str, frequency: float, level_db: float, q: float) -> list[float]:
    """After R. Bristow-Johnson's cookbook."""
    w, amp = 2 * np.pi * frequency / RATE, 10 ** (level_db / 40)
    cosine, alpha = np.cos(w), np.sin(w) / (2 * q)
    root = 2 * np.sqrt(amp) * alpha
    b, a = {
        "bell": ([1 + alpha * amp, -2 * cosine, 1 - alpha * amp], [1 + alpha / amp, -2 * cosine, 1 - alpha / amp]),
        "highPass": ([(1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2], [1 + alpha, -2 * cosine, 1 - alpha]),
        "lowPass": ([(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2], [1 + alpha, -2 * cosine, 1 - alpha]),
        "lowShelf": (
            [amp * (amp + 1 - (amp - 1) * cosine + root), 2 * amp * (amp - 1 - (amp + 1) * cosine),
             amp * (amp + 1 - (amp - 1) * cosine - root)],
            [amp + 1 + (amp - 1) * cosine + root, -2 * (amp - 1 + (amp + 1) * cosine),
             amp + 1 + (amp - 1) * cosine - root],
        ),
        "highShelf": (
            [amp * (amp + 1 + (amp - 1) * cosine + root), -2 * amp * (amp - 1 + (amp + 1) * cosine),
             amp * (amp + 1 + (amp - 1) * cosine - root)],
            [amp + 1 - (amp - 1) * cosine + root, 2 * (amp - 1 - (amp + 1) * cosine),
             amp + 1 - (amp - 1) * cosine - root],
        ),
    }[kind]  # fmt: skip
    return [each / a[0] for each in (*b, *a)]


def level_db(audio: np.ndarray) -> float:
    return 10 * float(np.log10(max(np.mean(np.square(audio, dtype=np.float64)), 1e-12)))
