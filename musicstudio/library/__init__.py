# SPDX-License-Identifier: GPL-3.0-or-later
"""The library: everything that was made or brought in on this machine, to be found again by words and by sound."""
