# SPDX-License-Identifier: GPL-3.0-or-later
"""What a drag on the timeline does, one gesture a file. `choose` picks one by what lies under the pointer."""
