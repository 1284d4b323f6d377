# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded engine is held to the contract that plug-ins are held to."""

from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.plugins.checking import check_engine


def test_the_composer_keeps_the_contract():
    request = Request(Task.GENERATE, "solo piano, gentle", seed=11, options=GenerationOptions(duration_s=8.0))
    result = check_engine(Composer(), request)
    assert any(cell.notes for part in result.parts for cell in part.cells)
