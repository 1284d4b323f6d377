# SPDX-License-Identifier: GPL-3.0-or-later
"""What reading a zip file raises where it is damaged, locked, or packed in a way that is not known."""

import lzma
import zipfile
import zlib

DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)
