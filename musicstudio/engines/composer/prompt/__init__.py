# SPDX-License-Identifier: GPL-3.0-or-later
"""From words to a `Conditioning`: explicit facts by rule, style and mood by sentence embedding.

Start at `understanding.understand`. One kind of fact a file; `wording` cleans the text for all of them.
"""
