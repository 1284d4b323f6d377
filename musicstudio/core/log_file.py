# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of the window: three files of half a megabyte at most, on this machine and sent nowhere."""

import contextlib
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

from .paths import logs_dir

NAME = "studio.log"
_MOST_BYTES, _OLDER_FILES = 512 * 1024, 2
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def log_path() -> Path:
    """The file that is written to now; older ones end in ``.1`` and ``.2``."""
    return logs_dir() / NAME


@contextlib.contextmanager
def keep_log() -> Iterator[None]:
    """Write what the studio logs to the file until the block ends. A disk that takes nothing costs the log only."""
    logger = logging.getLogger("musicstudio")
    try:
        logs_dir().mkdir(parents=True, exist_ok=True)
        handler = _QuietHandler(log_path(), maxBytes=_MOST_BYTES, backupCount=_OLDER_FILES, encoding="utf-8")
    except OSError:
        yield
        return
    handler.setFormatter(logging.Formatter(_FORMAT))
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.propagate = False  # nothing of it on the terminal
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.setLevel(level)
        logger.propagate = True
        logger.removeHandler(handler)
        handler.close()


class _QuietHandler(RotatingFileHandler):
    def doRollover(self) -> None:
        """Another studio may hold the file, which Windows does not rename then: it grows until that one is closed."""
        with contextlib.suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:
        """The disk is full: nothing to say on a terminal that is not there."""
