# SPDX-License-Identifier: GPL-3.0-or-later
"""How a clip was made, stage by stage."""
