# SPDX-License-Identifier: GPL-3.0-or-later
"""Hand-made safetensors files."""

import json
from pathlib import Path


def write_safetensors(path: Path, metadata: dict[str, str]) -> None:
    """A valid file without tensors."""
    header = json.dumps({"__metadata__": metadata}).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header)
