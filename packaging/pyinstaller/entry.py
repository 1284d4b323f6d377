# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a frozen MusicStudio begins. Child processes (decoder, player) begin here, too."""

import multiprocessing
import sys


def run() -> int:
    """The studio, or its player process when the studio starts itself again as that."""
    if sys.argv[1:2] == ["--player-process"]:
        from musicstudio.playback.player.__main__ import main as play

        return int(play(sys.argv[2:]) or 0)
    from musicstudio.cli.main import main

    return main()


if __name__ == "__main__":
    multiprocessing.freeze_support()
    raise SystemExit(run())
