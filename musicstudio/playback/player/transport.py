# SPDX-License-Identifier: GPL-3.0-or-later
"""Laying the song on the tape: starting, stopping, jumping and changing the mix, each without a click.

Nothing that was laid down is final until the device is there. So a change is heard after some 10 to 50 ms although
the tape is filled 0.4 s ahead: sound is rendered anew from just before the reader on, and crossed over in 10 ms with
what lay there.
"""

import time

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, silence

from ..graph.plan import Plan
from ..graph.sources import Sources
from .count_in import CountIn
from .devices.opening import Output, Running
from .meters import LatencyAlignedMeters
from .reader import Reader
from .renderer import Block, Renderer, Settings
from .status import State
from .tape import FADE_FRAMES, Timeline

AHEAD_FRAMES = 19_200
FIRST_FRAMES = 1024
BLOCK_FRAMES = 2048
# Sound that must lie ahead before the mix may change again, so that dragging a fader cannot empty the tape.
CALM_FRAMES = 7200
_WARM_UP_BUDGET_S = 0.05
_MAX_WARM_UP_S = 1.5
_MAX_TAIL_FRAMES = 12 * SAMPLE_RATE
_QUIET = 1e-4


class Transport:
    """Owns the renderer and the timeline. One thread; `turn` is called some hundred times a second."""

    def __init__(self, output: Output, sources: Sources, meters: LatencyAlignedMeters) -> None:
        self._output, self._sources, self._meters = output, sources, meters
        self._plan, self._settings, self._song_end = Plan(), Settings(), 0
        self._renderer: Renderer | None = None
        self._count_in: CountIn | None = None
        self._rolls_on = False
        self._ready: tuple[int, Renderer, list[Block]] | None = None
        self._frontier = self._fade_end = 0
        self._began_at = 0
        self._quiet_frames = 0
        self._reader = Reader(output)
        self._has_news = False
        self._cost = 0.1
        self.timeline = Timeline()
        self.state = State.STOPPED
        self.underruns = 0
        self.last_start = (0, 0)
        """The tape frame and the song frame at which the song began to run, or had to be taken up anew."""

    @property
    def failures(self) -> list[str]:
        """Sentences on plug-ins that are bypassed."""
        return self._renderer.failures if self._renderer else []

    @property
    def is_playing(self) -> bool:
        """Whether the song runs."""
        return self._renderer is not None

    @property
    def cpu(self) -> float:
        """Share of one core that rendering takes: seconds of work a second of sound."""
        return self._cost

    def heard_frame(self) -> int:
        """The moment of the song that is heard now."""
        return max(0, self.timeline.song_frame(self._reader.heard()))

    def set_plan(self, plan: Plan) -> None:
        """Play this version of the song from now on."""
        self._plan, self._has_news, self._ready = plan, True, None
        self._song_end = plan.sounding_length

    def set_settings(self, settings: Settings) -> None:
        """Loop and metronome from now on."""
        self._settings, self._has_news, self._ready = settings, True, None

    def play(self, count_in_beats: int = 0, rolls_on: bool = False) -> None:
        """Start at the present position, or at the beginning if that is at the end; after clicks, if asked.

        rolls_on: the end of the song does not stop it, nor does it begin elsewhere for lying behind that.
        """
        self._rolls_on = rolls_on
        if self.is_playing:
            return
        start = self.timeline.song_frame(self._reader.cut()) if rolls_on else self._start_frame()
        self._began_at = start
        self._meters.restart()
        self._jump(start, State.STARTING, count_in_beats)

    def stop(self, rewinds: bool) -> None:
        """Fade out. Rewinding goes back to where playing began, and from there to the start of the song."""
        if not self.is_playing:
            self._stand_at(0 if rewinds and self.heard_frame() == self._began_at else self.heard_frame())
            return
        cut = self._reader.cut()
        song = self._began_at if rewinds else self.timeline.song_frame(cut)
        self._fade_end = self._output.tape.fade_out(cut)
        self._finish(cut, song)

    def seek(self, song_frame: int) -> None:
        """Go to a frame; crosses over if playing."""
        song_frame = max(0, song_frame)
        if self.is_playing:
            self._jump(song_frame, State.JUMPING)
        else:
            self._stand_at(song_frame)
        self._began_at = song_frame

    def restart_on_new_tape(self, song_frame: int) -> None:
        """The device changed: its tape is empty and counts from 0. Goes on from the same place."""
        was_playing = self.is_playing
        self.timeline, self._renderer = Timeline(), None
        self._frontier = self._fade_end = 0
        self._reader.start_over()
        self._meters.rewind()
        self._stand_at(song_frame)
        if was_playing:
            self._jump(song_frame, State.STARTING)

    def move_over(self, old: Running, shift: int) -> int:
        """Go on on the device now in use, crossed over in 10 ms from the old one, which runs on beside it.

        shift: the old tape's frames are heard together with those of the new tape that lie so much later. Returns the
        old tape's frame after which the old device plays silence only.
        """
        margin = self._reader.margin_frames
        self._reader.start_over()
        cut = max(self._reader.cut(), old.device.head() + margin + shift)
        sound = old.tape.read(cut - shift, max(FADE_FRAMES, self._frontier + shift - cut))
        self._output.tape.cross_to(cut, sound)
        self.timeline.shift(shift)
        self.last_start = (self.last_start[0] + shift, self.last_start[1])
        self._meters.shift(shift)
        self._frontier, self._fade_end = self._frontier + shift, self._fade_end + shift
        return old.tape.fade_out(cut - shift)

    def turn(self) -> bool:
        """Do the next small piece of work; returns whether there is more to do at once."""
        head = self._reader.look()
        self._meters.hear(self._output.tape, self._reader.heard())
        self.timeline.forget_before(self._reader.heard())
        self._end_fades()
        if self._renderer is None:
            return False
        if head > self._frontier:
            self._recover()
        ahead = self._frontier - head
        if self._has_news and ahead >= CALM_FRAMES and not self._is_counting_in:
            self._change_mix()
        elif ahead < AHEAD_FRAMES:
            self._lay(self._render(FIRST_FRAMES if ahead < CALM_FRAMES else BLOCK_FRAMES))
        return self._frontier - head < AHEAD_FRAMES

    def prepare(self) -> None:
        """While stopped and idle: have the first sound ready, so that play answers at once."""
        start = self._start_frame()
        if self.is_playing or (self._ready and self._ready[0] == start):
            return
        renderer = Renderer(self._plan, self._sources, self._settings, start)
        self._ready = (start, renderer, renderer.render(2 * FIRST_FRAMES))

    def _start_frame(self) -> int:
        """Where playing would begin: here, or at the beginning when here is the end."""
        start = self.timeline.song_frame(self._reader.cut())
        return 0 if start >= self._song_end > 0 and not self._settings.loop else start

    def _stand_at(self, song_frame: int) -> None:
        self.timeline.run(self._reader.heard(), song_frame, False)

    def _jump(self, song_frame: int, state: State, count_in_beats: int = 0) -> None:
        ready, self._ready = self._ready, None
        self._has_news, self._count_in = False, None
        if ready and ready[0] == song_frame:
            _, self._renderer, blocks = ready
        else:
            self._renderer = Renderer(self._plan, self._sources, self._settings, song_frame)
            blocks = self._render(2 * FIRST_FRAMES)
        if count_in_beats:
            blocks = self._begin_count_in(song_frame, count_in_beats, blocks)
        self._quiet_frames = 0
        cut = self._reader.cut()
        self.last_start = (cut + song_frame - blocks[0].start, song_frame)
        if state == State.STARTING and not self._is_in_sound(song_frame):
            # Nothing is cut off before this place, so its attack is left whole.
            self._output.tape.erase(cut)
            self._output.tape.write(cut, _join_blocks(blocks))
        else:
            self._output.tape.cross_to(cut, _join_blocks(blocks))
        self._enter(state, cut)
        self._frontier = cut
        self._lay(blocks, is_written=True)

    def _begin_count_in(self, song_frame: int, beats: int, first: list[Block]) -> list[Block]:
        """Clicks, and then the song, whose first blocks are ready."""
        ready, renderer = [first], self._renderer
        assert renderer is not None
        self._count_in = CountIn(
            self._plan.tempo_map,
            song_frame,
            beats,
            len(self._plan.lanes),
            lambda frames: ready.pop() if ready else renderer.render(frames),
        )
        return self._render(2 * FIRST_FRAMES)

    @property
    def _is_counting_in(self) -> bool:
        return self._count_in is not None and self._count_in.frames_left > 0

    def _change_mix(self) -> None:
        """Render the new mix from a little before the reader, effects warmed up, and cross over as near to the
        reader as can be."""
        self._has_news, self._quiet_frames, self._count_in = False, 0, None
        cut = self._reader.cut()
        warm_up = min(int(self._warm_up_s() * SAMPLE_RATE), self.timeline.song_frame(cut))
        self._renderer = Renderer(self._plan, self._sources, self._settings, self.timeline.song_frame(cut) - warm_up)
        blocks: list[Block] = []
        at = end = cut - warm_up
        while end < (cut := max(cut, self._reader.cut())) + FIRST_FRAMES:
            news = self._render(max(FIRST_FRAMES, min(2 * BLOCK_FRAMES, cut - end)))
            blocks += news
            end += sum(block.audio.shape[1] for block in news)
        blocks = _without_first(blocks, cut - at)
        self._cross_over(cut, _join_blocks(blocks))
        self._frontier = cut
        self._lay(blocks, is_written=True)

    def _cross_over(self, cut: int, audio: Audio) -> None:
        """Cross to new sound; what lies after it stays until it is written over, in case there is no time for that."""
        tape = self._output.tape
        after = tape.read(cut + audio.shape[1], max(0, self._frontier - cut - audio.shape[1]))
        tape.cross_to(cut, audio)
        tape.write(cut + audio.shape[1], after)

    def _is_in_sound(self, song_frame: int) -> bool:
        return any(span.start < song_frame < span.end for lane in self._plan.lanes for span in lane.spans)

    def _warm_up_s(self) -> float:
        return min(_MAX_WARM_UP_S, _WARM_UP_BUDGET_S / max(self._cost, 1e-3))

    def _recover(self) -> None:
        """The device was faster than we: go on after the gap, faded in."""
        self.underruns += 1
        self._frontier = cut = self._reader.cut()
        blocks = self._render(FIRST_FRAMES)
        self.last_start = (cut, blocks[0].start)
        self._output.tape.cross_to(cut, _join_blocks(blocks))
        self._lay(blocks, is_written=True)

    def _render(self, frames: int) -> list[Block]:
        assert self._renderer is not None
        began = time.perf_counter()
        blocks: list[Block] = []
        while not blocks:
            blocks = (self._count_in or self._renderer).render(frames)
        spent = time.perf_counter() - began
        rendered_s = sum(block.audio.shape[1] for block in blocks) / SAMPLE_RATE
        self._cost += 0.1 * (spent / rendered_s - self._cost)
        return blocks

    def _lay(self, blocks: list[Block], is_written: bool = False) -> None:
        """Blocks onto the tape at the frontier, with their place in the song and their levels."""
        for block in blocks:
            end = self._frontier + block.audio.shape[1]
            if not is_written:
                self._output.tape.write(self._frontier, block.audio)
            self.timeline.run(self._frontier, block.start, True)
            self._meters.expect(self._frontier, end, block.readings)
            self._frontier = end
            if self._is_end(block):
                self._fade_end = end
                self._finish(end, block.start + block.audio.shape[1])
                return

    def _is_end(self, block: Block) -> bool:
        """Whether the song is over and has died away with this block."""
        song_end = block.start + block.audio.shape[1]
        if self._settings.loop or self._rolls_on or not song_end > self._song_end > 0:
            return False
        is_quiet = float(np.abs(block.audio).max(initial=0.0)) < _QUIET
        self._quiet_frames = self._quiet_frames + block.audio.shape[1] if is_quiet else 0
        return self._quiet_frames > SAMPLE_RATE // 2 or song_end > self._song_end + _MAX_TAIL_FRAMES

    def _finish(self, cut: int, song_frame: int) -> None:
        self._renderer = None
        self.timeline.run(cut, song_frame, False)
        self.state = State.STOPPING

    def _enter(self, state: State, cut: int) -> None:
        self.state, self._fade_end = state, cut + FADE_FRAMES

    def _end_fades(self) -> None:
        """Declick states end when the end of their fade is heard."""
        if self._reader.heard() < self._fade_end:
            return
        if self.state == State.STOPPING:
            self.state = State.STOPPED
        elif self.state in (State.STARTING, State.JUMPING):
            self.state = State.PLAYING


def _join_blocks(blocks: list[Block]) -> Audio:
    return np.concatenate([block.audio for block in blocks], axis=1) if blocks else silence(0)


def _without_first(blocks: list[Block], frames: int) -> list[Block]:
    """The blocks without their first frames."""
    kept = []
    for block in blocks:
        count = block.audio.shape[1]
        if frames < count:
            drop = max(0, frames)
            kept.append(Block(block.start + drop, block.audio[:, drop:], block.readings))
        frames -= count
    return kept
