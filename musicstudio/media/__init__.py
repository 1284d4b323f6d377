# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio files: the store that names them by content (`store`), safe import (`importing`), waveform peaks (`peaks`)."""
