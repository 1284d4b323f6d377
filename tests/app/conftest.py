# SPDX-License-Identifier: GPL-3.0-or-later
"""A session without a window, on real folders, with the real composer."""

import pytest

from musicstudio.app.generation.generate import generate
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.create_state import CreateValues
from musicstudio.app.session.session import Session
from musicstudio.engines.contract import GenerationOptions


class QuickSession(HeadlessSession):
    """A song without a window that is quickly filled."""

    def generate(self, prompt="piano and drums, 12 seconds", seed=1, **options):
        values = CreateValues(prompt, options=GenerationOptions(**{"duration_s": 16.0, **options}), seed=seed)
        self.wait_for(generate(self.session, values))

    def reopen(self):
        self.session.close()
        self.session = Session.open(self.session.path, self.inbox.post)


@pytest.fixture
def headless(tmp_path):
    with QuickSession.create(tmp_path / "Song.mstudio") as headless:
        yield headless
