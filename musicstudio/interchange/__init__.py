# SPDX-License-Identifier: GPL-3.0-or-later
"""To and from other programs, one format a file.

Exporters take plain values (blocks of audio, or a `Project`), know no engine and no mixer, and leave a whole file or
none.
"""
