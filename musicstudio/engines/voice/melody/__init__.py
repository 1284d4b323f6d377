# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sings which note when: words set to rhythm and pitch, backing parts and answers."""
