# SPDX-License-Identifier: GPL-3.0-or-later
"""Text set by the window's own toolkit, in a process of its own: pages as PDF, and words in any script as coverage."""

import base64
import json
import subprocess
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.children import helper_command, helper_environment
from musicstudio.core.errors import StorageError

Coverage = NDArray[np.uint8]
_HELPER = "musicstudio.ui.typesetting_process"
_PATIENCE_S = 60.0


def pdf_of(html: str, title: str) -> bytes:
    """A page of HTML as PDF. Raises `StorageError` where it cannot be set."""
    answer = _ask({"do": "pdf", "html": html, "title": title})
    content = base64.b64decode(answer.get("pdf", ""))
    if not content.startswith(b"%PDF"):
        raise StorageError("The PDF could not be made.")
    return content


def coverage_of(texts: Sequence[tuple[str, int, int]]) -> list[Coverage]:
    """Each (text, size in pixels, most width) in white on black, of even size. Raises `StorageError`."""
    answer = _ask({"do": "masks", "texts": [list(each) for each in texts]})
    masks = answer.get("masks", [])
    if len(masks) != len(texts):
        raise StorageError("The words of the film could not be set.")
    return [
        np.frombuffer(base64.b64decode(each["rows"]), dtype=np.uint8).reshape(each["tall"], each["wide"])
        for each in masks
    ]


def lacking_fonts(texts: Sequence[str]) -> list[str]:
    """Those that have letters which no font of this computer draws."""
    answer = _ask({"do": "lacking", "texts": list(texts)}).get("lacking", [])
    return [text for text in texts if text in answer]


def _ask(task: dict[str, Any]) -> dict[str, Any]:
    """One task of the helper; an empty answer where it failed."""
    try:
        ran = subprocess.run(
            helper_command(_HELPER), input=json.dumps(task).encode(), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=helper_environment(), timeout=_PATIENCE_S, check=False,
        )  # fmt: skip
        answer = json.loads(ran.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return {}
    return answer if isinstance(answer, dict) else {}
