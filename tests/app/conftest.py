# SPDX-License-Identifier: GPL-3.0-or-later
"""A session without a window, on real folders, with the real composer."""

import pytest

from musicstudio.app.generation.generate import generate
from musicstudio.app.headless.inbox import Inbox
from musicstudio.app.headless.wait import wait_for
from musicstudio.app.session.create_state import CreateValues
from musicstudio.app.session.session import Session
from musicstudio.core.ids import new_id
from musicstudio.engines.contract import Wishes
from musicstudio.project.model import Project


class Desk:
    """A session, the inbox that drives it, and a way to wait."""

    def __init__(self, path):
        self.path, self.inbox = path, Inbox()
        self.session = Session.create(path, Project(new_id("project")), self.inbox.post)

    @property
    def project(self):
        return self.session.project

    def wait(self, job_id):
        wait_for(self.session.jobs, self.inbox, job_id)

    def generate(self, prompt="piano and drums, 12 seconds", seed=1, **wishes):
        values = CreateValues(prompt, wishes=Wishes(**{"duration_s": 16.0, **wishes}), seed=seed)
        self.wait(generate(self.session, values))

    def reopen(self):
        self.session.close()
        self.session = Session.open(self.path, self.inbox.post)


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "Song.mstudio")
    yield desk
    desk.session.close()
