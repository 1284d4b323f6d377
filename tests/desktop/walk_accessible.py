# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader sees of the studio: walks its tree over AT-SPI and prints it as JSON.

Run by the system's Python (which has pyatspi) on the studio's screen: ``walk_accessible.py SECONDS [open-outline]``
"""

import json
import sys
import time

import pyatspi

MAX_NODES = 6000


def find_studio(patience_s):
    """The studio's entry on the desktop; None when it does not come."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        for application in pyatspi.Registry.getDesktop(0):
            if application and any("MusicStudio" in (frame.name or "") for frame in application if frame):
                return application
        time.sleep(0.5)
    return None


def walk(node, path=()):
    """Every node below one, with role, name, description and whether it can be focused."""
    waiting = [(node, path)]
    found = []
    while waiting and len(found) < MAX_NODES:
        each, above = waiting.pop()
        if each is None:
            continue
        states = each.getState()
        found.append(
            {
                "role": each.getRoleName(), "name": each.name or "", "description": each.description or "",
                "focusable": states.contains(pyatspi.STATE_FOCUSABLE),
                "showing": states.contains(pyatspi.STATE_SHOWING),
                "above": above,
            }
        )  # fmt: skip
        names = (*above, each.name or each.getRoleName())
        waiting += [(child, names) for child in each]
    return found


if __name__ == "__main__":
    studio = find_studio(float(sys.argv[1]))
    print(json.dumps(walk(studio) if studio else []))
