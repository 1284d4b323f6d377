# SPDX-License-Identifier: GPL-3.0-or-later
"""A song on disk: the project folder, its journal, recovery and migrations. Start at `folder.ProjectFolder`.

``docs/PROJECT_FORMAT.md`` describes the files.
"""
