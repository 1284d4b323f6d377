# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking recordings apart with Demucs.

`models` says which networks there are and whether their weights are here, `store` fetches or imports them, `separate`
and `separate_file` do the work: `reading` -> `overlap` (through `network`) -> `highband` -> stems and residual.
"""
