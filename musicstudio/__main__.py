# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m musicstudio`` is the ``musicstudio`` command.

The current folder, which ``-m`` puts first, may hold anybody's modules: before anything is imported it is left out, or
put last where the studio itself comes from it. Only modules that Python itself has loaded already are used here.
"""

import os
import sys

if not sys.flags.safe_path:
    current = sys.path.pop(0)
    if os.path.realpath(current) == os.path.realpath(f"{__file__}/../.."):
        sys.path.append(current)

from musicstudio.cli.main import main

raise SystemExit(main())
