# SPDX-License-Identifier: GPL-3.0-or-later
"""The window stands before anything heavy is loaded."""

import subprocess
import sys

HEAVY = ("torch", "scipy", "pedalboard", "librosa", "onnxruntime", "soundfile", "pyqtgraph", "tokenizers", "numba")
BUILD = f"""
import sys
from pathlib import Path
from musicstudio.app.session.session import Session
from musicstudio.ui.app import make_application
from musicstudio.ui.make_window import make_window
from musicstudio.ui.session_bridge import SessionBridge
from tests.ui.demo_session import demo_session

app = make_application()
session = demo_session(Path(sys.argv[1]), lambda call: None)
window = make_window(SessionBridge(session))
window.show()
app.processEvents()
print(*[name for name in {HEAVY} if name in sys.modules])
window.close()
session.close()
"""


def test_the_window_is_shown_without_the_heavy_libraries(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert answer.stdout.strip() == ""
