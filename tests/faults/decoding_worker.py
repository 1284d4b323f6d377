# SPDX-License-Identifier: GPL-3.0-or-later
"""Decodes one file after the other in a process of its own, as the decoder's process does: a path a line in, what came
of it a line out.
"""

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


class DecodingWorker:
    """The tests' end. A process that died is started anew by the next `decode`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def decode(self, path: Path) -> dict[str, Any]:
        """``blocks`` (rate, channels, frames of each part), ``refused`` (a sentence's end), ``raised`` or ``died``."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.decoding_worker"], cwd=ROOT, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
            )  # fmt: skip
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], PATIENCE_S)[0]:
            self._process.kill()
            return {"died": "hangs"}
        line = self._process.stdout.readline()
        return json.loads(line) if line else {"died": self._process.wait()}

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    stream.close()
        self._process = None


def _decoded(path: Path) -> dict[str, Any]:
    from musicstudio.core.errors import MediaError
    from musicstudio.media.decoders import Info, Notice, Undecodable, gather_blocks
    from musicstudio.media.decoding_kinds import parts_of
    from musicstudio.media.sniffing import sniff

    blocks: list[list[int]] = []
    notices: list[str] = []
    try:
        for part in gather_blocks(parts_of(path, sniff(path).kind)):
            if isinstance(part, Info):
                blocks.append([part.rate, part.channels, 0])
            elif isinstance(part, Notice):
                notices.append(part.text)
            else:
                assert part.dtype == np.float32 and part.shape[1] == blocks[-1][1], "a block of another shape"
                blocks[-1][2] += len(part)
    except (Undecodable, MediaError) as error:
        return {"refused": str(error)}
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"}
    return {"blocks": blocks, "notices": notices}


if __name__ == "__main__":
    from musicstudio.media.decoder_process import _limit_resources

    _limit_resources()
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)  # whatever libraries print
        for line in sys.stdin:
            print(json.dumps(_decoded(Path(line.rstrip("\n")))), file=answers, flush=True)
