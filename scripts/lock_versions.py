# SPDX-License-Identifier: GPL-3.0-or-later
"""Exact versions with hashes of all that a package holds: ``python -m scripts.lock_versions``.

It writes the file of this system in packaging/locks: pip resolves pyproject.toml under constraints.txt and names the
SHA-256 of each file, without installing any. CUDA's libraries are left out: packages hold a torch for the processor
(`packaging/cpu_torch.py`).
"""

import json
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = ("nvidia-", "cuda-", "triton", "musicstudio")
HEAD = (
    "# Written by `python -m scripts.lock_versions` on {0} with Python {1}; install with --no-deps --require-hashes.\n"
)


def main() -> int:
    """Write packaging/locks/SYSTEM-MACHINE-pyVERSION.txt and say where."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
    done = subprocess.run(
        [*command, "-c", "constraints.txt", ".[singers]"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return 1
    lines = sorted(filter(None, map(_line, json.loads(done.stdout)["install"])), key=str.lower)
    system, version = f"{platform.system()}-{platform.machine()}", ".".join(platform.python_version_tuple()[:2])
    path = ROOT / "packaging" / "locks" / f"{system.lower()}-py{version}.txt"
    path.write_text(HEAD.format(system, version) + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} packages: {path.relative_to(ROOT)}")
    return 0


def _line(item: dict[str, dict[str, dict[str, dict[str, str]]]]) -> str:
    name, version = str(item["metadata"]["name"]), str(item["metadata"]["version"])
    if name.lower().startswith(LEFT_OUT):
        return ""
    digest = item["download_info"]["archive_info"]["hashes"]["sha256"]
    return f"{name}=={version} --hash=sha256:{digest}\n"


if __name__ == "__main__":
    raise SystemExit(main())
