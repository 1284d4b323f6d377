# SPDX-License-Identifier: GPL-3.0-or-later
"""Between plans and results: a written song as the parts of a `Result`, and a document read back as a `SongPlan`."""
