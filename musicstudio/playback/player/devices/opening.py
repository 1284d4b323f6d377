# SPDX-License-Identifier: GPL-3.0-or-later
"""Which device is played through: the chosen one, else the system's, else silence by the clock; and what to say
about it."""

from collections.abc import Callable
from typing import NamedTuple

from musicstudio.core.errors import DeviceError

from ..tape import Tape
from .base import DeviceSystem, OutputDevice
from .silent import NullDevice

Tell = Callable[[str], None]


class Running(NamedTuple):
    """A device that reads a tape of its own."""

    tape: Tape
    device: OutputDevice


class Output:
    """The device in use. Owned by the player's thread."""

    def __init__(self, system: DeviceSystem, tell: Tell) -> None:
        self._system, self._tell = system, tell
        self.wanted = ""
        self.tape = Tape()
        self.device: OutputDevice = NullDevice(self.tape)

    def open(self, name: str) -> None:
        """Play through a device (empty: the system's choice), on a fresh tape. Falls back and says so; never raises."""
        self.wanted = name
        self.close()
        self.tape = Tape()
        self.device = self._first_that_opens(name)

    def reopen(self) -> None:
        """The device is gone: look for devices again and open the wanted one, or what there is."""
        lost = self.device.name
        self.refresh()
        if lost and self.device.name != lost:
            where = f"playing through “{self.device.name}”" if self.device.name else "playing on in silence"
            self._tell(f"The sound device “{lost}” is gone; {where}.")

    def refresh(self) -> None:
        """List the devices anew, and open the wanted one again."""
        self.close()
        self._system.refresh()
        self.open(self.wanted)

    def relax(self) -> bool:
        """The device had gaps; returns whether it can be opened with longer buffers."""
        return self._system.relax()

    def expect_load(self, is_busy: bool) -> None:
        """The machine will be busy, or no longer."""
        self._system.expect_load(is_busy)

    def suits(self, device: OutputDevice) -> bool:
        """Whether a device has the buffers that suit now."""
        return self._system.suits(device)

    def open_beside(self) -> Running:
        """Open the device a second time, on a tape of its own, which is silent. The first stays in use.

        Raises DeviceError where a device cannot be opened twice.
        """
        tape = Tape()
        return Running(tape, self._system.open(self.device.name, tape))

    def take(self, other: Running) -> Running:
        """Use a device that runs beside the one in use, which is returned and goes on until it is closed."""
        old = Running(self.tape, self.device)
        self.tape, self.device = other
        return old

    def names(self) -> tuple[str, ...]:
        """The devices there are."""
        return self._system.names()

    def close(self) -> None:
        """Release the device."""
        self.device.close()

    def _first_that_opens(self, name: str) -> OutputDevice:
        for candidate in dict.fromkeys([name, ""]):
            try:
                return self._system.open(candidate, self.tape)
            except DeviceError as error:
                reason = str(error)
                if candidate:
                    self._tell(reason)
        self._tell("No sound device could be opened, so the song plays in silence.")
        return NullDevice(self.tape)
