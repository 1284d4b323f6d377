# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a frozen MusicStudio begins. Its helper processes (decoder, player) begin here, too."""

import importlib
import sys


def run() -> int:
    """The studio, or one of its helpers when the studio starts itself again as that."""
    from musicstudio.core.children import HELPER_FLAG, HELPER_MODULES

    if sys.argv[1:2] == [HELPER_FLAG] and sys.argv[2] in HELPER_MODULES:
        return int(importlib.import_module(sys.argv[2]).main(sys.argv[3:]) or 0)
    from musicstudio.cli.main import main

    return main()


if __name__ == "__main__":
    raise SystemExit(run())
