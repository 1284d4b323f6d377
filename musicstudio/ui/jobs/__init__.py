# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being worked on beside the window."""
