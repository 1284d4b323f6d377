# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a frozen MusicStudio begins. Child processes (decoder, player) begin here, too."""

import multiprocessing

from musicstudio.cli.main import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    raise SystemExit(main())
