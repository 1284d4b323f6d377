# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m musicstudio`` is the ``musicstudio`` command."""

from musicstudio.cli.main import main

raise SystemExit(main())
