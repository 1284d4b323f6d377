# SPDX-License-Identifier: GPL-3.0-or-later
"""A wheel of one of the studio's own plug-ins, written here: pip installs it without any tool to build with."""

import base64
import hashlib
import tomllib
import zipfile
from pathlib import Path

from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.paths import resources_dir


def plugins_dir() -> Path:
    """The folder of the plug-ins that come with the studio: beside the package, or where it was installed to."""
    return resources_dir().parent / "plugins"


def build_wheel(source: Path, target: Path) -> Path:
    """Write the wheel of a plug-in's folder into ``target``; its path. The same folder gives the same bytes.

    Raises `InputError` where there is no plug-in, `StorageError`.
    """
    try:
        project = tomllib.loads((source / "pyproject.toml").read_text("utf-8"))["project"]
        name, version = str(project["name"]).replace("-", "_"), str(project["version"])
        (package,) = (path.parent for path in source.glob("*/__init__.py"))
    except (OSError, KeyError, ValueError) as error:
        raise InputError(f"The plug-in {source.name} did not come with this studio.") from error
    files = {f"{package.name}/{path.name}": path.read_bytes() for path in sorted(package.glob("*.py"))}
    info = f"{name}-{version}.dist-info"
    files |= {f"{info}/{path}": text.encode() for path, text in _about(project).items()}
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD").encode()
    wheel = target / f"{name}-{version}-py3-none-any.whl"
    try:
        target.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), content)
    except OSError as error:
        raise StorageError(f"The plug-in {source.name} could not be packed ({error.strerror or error}).") from error
    return wheel


def _about(project: dict[str, object]) -> dict[str, str]:
    needs = [f"Requires-Dist: {each}" for each in project.get("dependencies", [])]  # type: ignore[attr-defined]
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project.get('description', '')}",
        f"Requires-Python: {project.get('requires-python', '>=3.11')}",
        *needs,
    ]
    groups = project.get("entry-points", {})
    points = [
        line
        for group, entries in groups.items()  # type: ignore[attr-defined]
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    wheel = "Wheel-Version: 1.0\nGenerator: musicstudio\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    return {"METADATA": "\n".join(lines) + "\n", "WHEEL": wheel, "entry_points.txt": "\n".join(points) + "\n"}


def _record(files: dict[str, bytes], own: str) -> str:
    lines = []
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(content)}")
    return "\n".join([*lines, f"{own},,"]) + "\n"
