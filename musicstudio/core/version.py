# SPDX-License-Identifier: GPL-3.0-or-later
"""The version, said once: the packages, ``--version`` and every recipe take it from here."""

VERSION = "0.2.0"
