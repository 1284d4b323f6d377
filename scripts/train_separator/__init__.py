# SPDX-License-Identifier: GPL-3.0-or-later
"""Training the bundled separator on music that the studio makes itself.

python -m scripts.train_separator.make_data   # multitrack excerpts into build/separator/data
python -m scripts.train_separator.train       # resumable; curve in build/separator/curve.csv
python -m scripts.train_separator.evaluate    # museval on held-out songs, bank and styles
python -m scripts.train_separator.export      # float16 safetensors into resources/models/separator
"""
