# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that fails at the n-th call, as a full, failing or write-protected one does."""

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest

WRITING_CALLS = ("write", "fsync", "replace", "ftruncate", "open", "mkdir")


class FailingDisk:
    """Counts the calls that write. The n-th raises, or all from there on; a failing ``write`` writes half first."""

    def __init__(self, patch: pytest.MonkeyPatch, fail_at: int, code: int, is_lasting: bool) -> None:
        self.calls = 0
        self.is_broken = True
        self._fail_at, self._code, self._is_lasting = fail_at, code, is_lasting
        for name in WRITING_CALLS:
            patch.setattr(os, name, self._wrapped(name, getattr(os, name)))

    @property
    def has_failed(self) -> bool:
        """Whether the n-th call was reached."""
        return self.calls >= self._fail_at

    def repair(self) -> None:
        """Let everything work again."""
        self.is_broken = False

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            if name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR):
                return call(*arguments, **options)
            self.calls += 1
            is_due = self.calls >= self._fail_at if self._is_lasting else self.calls == self._fail_at
            if not (self.is_broken and is_due):
                return call(*arguments, **options)
            if name == "write":
                call(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            raise OSError(self._code, os.strerror(self._code))

        return wrapped


CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
