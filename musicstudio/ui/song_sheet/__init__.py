# SPDX-License-Identifier: GPL-3.0-or-later
"""The song sheet: the plan between words and notes, as a sentence and as a table; every field is in the hand."""
