# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes music. `contract` is the one interface; `composer` and `voice` are built in; plugins bring others."""
