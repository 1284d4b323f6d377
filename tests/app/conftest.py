# SPDX-License-Identifier: GPL-3.0-or-later
"""A session without a window, on real folders, with the real composer."""

import pytest

from musicstudio.app.generation.generate import generate
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.create_state import CreateValues
from musicstudio.app.session.session import Session
from musicstudio.engines.contract import Wishes


class Desk(HeadlessSession):
    """A song without a window that is quickly filled."""

    def generate(self, prompt="piano and drums, 12 seconds", seed=1, **wishes):
        values = CreateValues(prompt, wishes=Wishes(**{"duration_s": 16.0, **wishes}), seed=seed)
        self.wait_for(generate(self.session, values))

    def reopen(self):
        self.session.close()
        self.session = Session.open(self.session.path, self.inbox.post)


@pytest.fixture
def desk(tmp_path):
    with Desk.create(tmp_path / "Song.mstudio") as desk:
        yield desk
