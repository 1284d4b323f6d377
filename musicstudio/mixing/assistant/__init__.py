# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant at the desk: what it hears (`hearing`) and the ordinary edits that it suggests (`balance`, `match`)."""
