# SPDX-License-Identifier: GPL-3.0-or-later
"""The window that a plug-in brings with it, in a process of its own: what is set there comes back when it is closed."""

from base64 import b64decode
from binascii import Error as Base64Error
from pathlib import Path

from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress
from musicstudio.project.model import Device, PluginRef

from .child import LOADING_S, Child


def edit_in_window(device: Device) -> Job[Device]:
    """Show a plug-in's window until it is closed; the device as it was left. A cancel closes the window.

    Raises `MediaError` with a sentence where it is not there, has no window, or there is no screen.
    """
    ref = device.plugin or PluginRef("", "Plug-in")
    if not ref.path or not Path(ref.path).exists():
        raise MediaError(f"The plug-in “{ref.name}” is not installed; its settings are kept.")
    try:
        child = Child(ref.path, ref.name)
        try:
            return (yield from _edit(child, device, ref))
        finally:
            child.close()
    except (MediaError, Base64Error, KeyError) as error:
        raise MediaError(f"The window of “{ref.name}” cannot be shown: {error}.") from error


def _edit(child: Child, device: Device, ref: PluginRef) -> Job[Device]:
    yield Progress(0.0, f"Loading {ref.name}")
    about = child.about(LOADING_S)
    child.set_state(b64decode(ref.state or about["state"], validate=True))
    child.set_values(device.params)
    child.open_window()
    while child.is_window_open():
        yield Progress(0.5, f"{ref.name} is open")
    left = child.left_in_window()
    return replace(device, params=left["values"], plugin=replace(ref, state=left["state"]))
