# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports one after the other, each with its progress and, at the end, what came of it. Main thread only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from musicstudio.core.errors import StudioError
from musicstudio.core.signal import Signal
from musicstudio.jobs.view import JobState, JobView

from .export import export
from .export_options import AUDIO, ExportOptions, ExportReport

if TYPE_CHECKING:
    from ..session.session import Session

WAITS, RUNS, DONE, FAILED, CANCELLED = "waits", "runs", "done", "failed", "cancelled"


@dataclass(slots=True)
class QueueItem:
    """One export. state: one of those above; fraction: 0 to 1; problem: a sentence where it failed."""

    options: ExportOptions
    state: str = WAITS
    fraction: float = 0.0
    eta_s: float | None = None
    report: ExportReport | None = None
    problem: str = ""
    job_id: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in (DONE, FAILED, CANCELLED)

    def summary(self) -> str:
        """What came of it, for a report."""
        if self.report is None:
            return self.problem or {WAITS: "waits", RUNS: "being written", CANCELLED: "cancelled"}.get(self.state, "")
        return " · ".join(facts_of(self.report, self.options))


class ExportQueue:
    """changed: emitted whenever an item is another; ended: when the last is over, with all items."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.items: list[QueueItem] = []
        self.changed: Signal[None] = Signal()
        self.ended: Signal[list[QueueItem]] = Signal()
        self._stop: Callable[[], None] = session.jobs.observe(self._follow)

    @property
    def is_running(self) -> bool:
        """Whether anything is still to come."""
        return any(not item.is_over for item in self.items)

    def start(self, wishes: Sequence[ExportOptions]) -> None:
        """Replace what is over by new exports, and begin."""
        self.items = [*(item for item in self.items if not item.is_over), *(QueueItem(wish) for wish in wishes)]
        self._next()

    def cancel(self, item: QueueItem) -> None:
        """Leave one out, or stop it; what was written of it goes."""
        if item.state == RUNS:
            self._session.jobs.cancel(item.job_id)
        elif item.state == WAITS:
            item.state = CANCELLED
            self._next()

    def report(self) -> str:
        """A line a file."""
        return "\n".join(f"{item.options.path.name}: {item.summary()}" for item in self.items)

    def close(self) -> None:
        """Stop following; what runs is finished all the same."""
        self._stop()

    def _next(self) -> None:
        """Begin the first that waits, unless one runs."""
        while not any(item.state == RUNS for item in self.items):
            item = next((each for each in self.items if each.state == WAITS), None)
            if item is None:
                break
            item.state = RUNS
            try:
                item.job_id = export(self._session, item.options, partial(self._finish, item))
            except StudioError as error:
                item.state, item.problem = FAILED, str(error)
        self.changed.emit(None)
        if self.items and not self.is_running:
            self.ended.emit(self.items)

    def _finish(self, item: QueueItem, report: ExportReport) -> None:
        item.state, item.report, item.fraction = DONE, report, 1.0
        self._next()

    def _follow(self, view: JobView) -> None:
        item = next((each for each in self.items if each.job_id == view.id and each.state == RUNS), None)
        if item is None:
            return
        item.fraction, item.eta_s = view.fraction, view.eta_s
        if view.state in (JobState.FAILED, JobState.CANCELLED):
            item.state, item.problem = (FAILED, view.error) if view.error else (CANCELLED, "")
            self._next()
        else:
            self.changed.emit(None)


def facts_of(report: ExportReport, options: ExportOptions) -> list[str]:
    """Size, loudness, and what papers a finished export bears."""
    size = sum(path.stat().st_size for path in report.files if path.is_file())
    facts = [f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"]
    if len(report.files) > 1:
        facts.append(f"{len(report.files)} files")
    if report.loudness_lufs is not None and report.true_peak_dbtp is not None:
        facts.append(f"{report.loudness_lufs:.1f} LUFS, {report.true_peak_dbtp:.1f} dBTP".replace("-", "−"))
    is_sound = options.is_stems_alone or options.kind in (*AUDIO, "mp4", "html")
    facts += ["signed, verified"] if options.is_signed and is_sound else []
    facts += [f"mark {report.mark}"] if report.mark else []
    return facts + list(report.notices[:1])
