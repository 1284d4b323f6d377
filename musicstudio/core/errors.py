# SPDX-License-Identifier: GPL-3.0-or-later
"""Every failure a user can meet, as one clear sentence.

The window and the command line show ``str(error)`` of a `StudioError` as it stands and never a
traceback; so the message is a whole sentence for a musician, naming the thing that failed.
"""


class StudioError(Exception):
    """Base of all expected failures. ``str(error)`` is one sentence for the user."""


class InputError(StudioError):
    """What the user gave cannot be used: an empty prompt, an absurd duration, an unknown section."""


class MediaError(StudioError):
    """An audio, MIDI or image file is missing, damaged or of a kind the studio does not read."""


class StorageError(StudioError):
    """Reading or writing the project folder failed (full disk, read-only, locked, damaged)."""


class EngineError(StudioError):
    """An engine could not make what was asked."""


class ModelMissingError(EngineError):
    """The weights that a task needs are not on this machine."""


class DeviceError(StudioError):
    """The sound device is missing, busy or was unplugged."""


class EditError(StudioError):
    """An edit would break an invariant of the document; the document is unchanged."""


class Cancelled(Exception):
    """The user stopped a job. Not a failure: it is never shown as an error."""
