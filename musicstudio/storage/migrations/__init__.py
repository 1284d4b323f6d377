# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs of older versions, brought up to date on the raw JSON values before they are read, one version a file.

The file ``from_1.py`` turns version 1 into version 2 with a function of the raw values, and is entered in
`STEPS` under 1.
"""

from collections.abc import Callable, Mapping
from typing import Any

from musicstudio.project.model.song import SCHEMA_VERSION

Raw = dict[str, Any]
STEPS: dict[int, Callable[[Raw], Raw]] = {}


def migrate(raw: Raw, steps: Mapping[int, Callable[[Raw], Raw]] = STEPS, target: int = SCHEMA_VERSION) -> Raw:
    """A song's raw values in the schema of this version. Raises ValueError when a step is missing.

    Those of a newer version come back as they are: fields that are not known here are kept (see `unknown_fields`).
    """
    version = raw.get("schema_version", 1)
    while version < target:
        if version not in steps:
            raise ValueError(f"no migration from version {version}")
        raw = steps[version](raw) | {"schema_version": version + 1}
        version += 1
    return raw
