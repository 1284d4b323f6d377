# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual: gathers its pages, writes the reference from the code, builds the site and one PDF. ``make docs``.

``python -m scripts.manual FOLDER`` makes FOLDER/site (opens from disk, with search) and FOLDER/MusicStudio.pdf.
Links and headings that lead nowhere fail the build.
"""

import argparse
import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "resources" / "manual"
PICTURES = ROOT / "docs" / "images"
GENERATED = ("keys.md", "commands.md", "python.md")
COPIED = {
    "BATCH.md": "batch.md", "ENGINES.md": "engines.md", "PROJECT_FORMAT.md": "format.md", "GLOSSARY.md": "glossary.md",
    "VOICE.md": "voice.md", "OWN_MUSIC.md": "own-music.md", "HANDOFF.md": "handoff.md",
}  # fmt: skip
NAVIGATION: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Start", ("index.md",)),
    ("Do", ("make.md", "edit.md", "record.md", "separate.md", "mix.md", "master.md", "export.md")),
    ("Recipes", ("recipes.md", "teams.md")),
    ("Help", ("troubleshooting.md", "privacy.md", "learned.md")),
    ("Reference", (*GENERATED, *COPIED.values())),
)
_SITE = """site_name: MusicStudio
docs_dir: src
site_dir: site
use_directory_urls: false
theme:
  name: material
  font: false
  palette: {{scheme: slate, primary: black, accent: deep orange}}
  features: [navigation.sections, navigation.top, content.code.copy]
plugins: [search, offline]
markdown_extensions: [tables, fenced_code, admonition, toc]
validation: {{nav: {{omitted_files: warn}}, links: {{not_found: warn, anchors: warn, unrecognized_links: warn}}}}
nav:
{0}
"""


def main() -> int:
    """Gather, build, print; 0 when every link leads somewhere."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    gather(folder / "src")
    (folder / "mkdocs.yml").write_text(_SITE.format("\n".join(_navigation(folder / "src"))), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", str(folder / "mkdocs.yml")]
    built = subprocess.run(command, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=False)
    if built.returncode:
        return 1
    print_pdf(folder / "src", folder / "MusicStudio.pdf")
    print(f"{len(pages_of(folder / 'src'))} pages: {folder / 'site' / 'index.html'}, {folder / 'MusicStudio.pdf'}")
    return 0


def gather(folder: Path) -> None:
    """All pages and pictures in one folder, with links that hold there."""
    shutil.copytree(PICTURES, folder / "images")
    for page in SOURCE.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        (folder / page.name).write_text(text.replace("../../docs/images/", "images/"), encoding="utf-8")
    for name, target in COPIED.items():
        (folder / target).write_text(_own_links((ROOT / "docs" / name).read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "commands.md").write_text("\n".join(command_lines()), encoding="utf-8")
    (folder / "keys.md").write_text("\n".join(key_lines()), encoding="utf-8")
    (folder / "python.md").write_text("\n".join(python_lines()), encoding="utf-8")


def pages_of(folder: Path) -> list[Path]:
    """In the order of the contents."""
    return [folder / name for _, names in NAVIGATION for name in names]


def command_lines() -> Iterator[str]:
    """The command line's own help, a heading a command."""
    from musicstudio.cli.main import build_parser

    yield "# Commands\n"
    yield "Exit codes: 0 done; 1 failed, with one sentence; 2 wrong usage; 3 done, but not as asked; 130 stopped.\n"
    for name, parser in sorted(_commands(build_parser()).items()):
        yield f"## {name}\n\n```text\n{parser.format_help().strip()}\n```\n"


def key_lines() -> Iterator[str]:
    """Every action with a key, by menu, from the actions themselves."""
    import tempfile

    from PySide6.QtWidgets import QApplication

    from musicstudio.app.session.session import Session
    from musicstudio.core.ids import new_id
    from musicstudio.project.model import Project
    from musicstudio.ui.make_window import make_window
    from musicstudio.ui.session_bridge import SessionBridge

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        session = Session.create(Path(folder) / "keys.mstudio", Project(new_id("project"), "keys"), lambda call: None)
        window = make_window(SessionBridge(session))
        rows = [(each.menu, each.shortcuts, each.title) for each in window.bridge.actions.values() if each.shortcuts]
        window.let_go()
        session.close()
    del app
    yield "# Keys\n\nAlso in *Help > Keys and gestures* (?); any command can have another key: *Edit > Shortcuts*.\n"
    for menu in dict.fromkeys(row[0] for row in rows):
        yield f"## {menu or 'Elsewhere'}\n\n| key | what it does |\n|---|---|"
        yield from (
            f"| {', '.join(keys)} | {title} |".replace("||", "|") for where, keys, title in rows if where == menu
        )
        yield ""


def python_lines() -> Iterator[str]:
    """The functions for scripts and the module for plug-ins, from their docstrings."""
    import musicstudio
    from musicstudio.plugins import api

    yield "# Python\n"
    yield f"```text\n{inspect.cleandoc(musicstudio.__doc__ or '')}\n```\n"
    for name in ("generate", "open_song", "separate", "master"):
        function = getattr(musicstudio, name)
        yield f"## musicstudio.{name}\n\n```python\n{name}{inspect.signature(function)}\n```\n"
        yield f"```text\n{inspect.getdoc(function)}\n```\n"
    yield f"## musicstudio.plugins.api\n\n```text\n{inspect.cleandoc(api.__doc__ or '')}\n```\n"
    yield f"It offers: {', '.join(f'`{name}`' for name in api.__all__)}.\n"


def print_pdf(folder: Path, target: Path) -> None:
    """All pages after one another, by Qt."""
    import markdown
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication([])
    writer = QPdfWriter(str(target))
    writer.setTitle("MusicStudio")
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(15, 15, 15, 15))
    )
    document = QTextDocument()
    document.setDefaultStyleSheet("pre { font-size: 8pt; white-space: pre-wrap }")
    texts = [page.read_text(encoding="utf-8") for page in pages_of(folder)]
    html = [markdown.markdown(text, extensions=["tables", "fenced_code"]) for text in texts]
    later = (each.replace("<h1", '<h1 style="page-break-before: always"', 1) for each in html[1:])
    document.setHtml(re.sub('<img (.*?)src="', f'<img width="480" \\1src="{folder}/', "\n".join([html[0], *later])))
    document.print_(writer)
    del app


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    groups = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    return dict(groups[0].choices)


def _navigation(folder: Path) -> Iterator[str]:
    for title, names in NAVIGATION:
        yield f"  - {title}:"
        yield from (f"    - {name}" for name in names if (folder / name).exists())


def _own_links(text: str) -> str:
    """Links to pages that are gathered lead there; the words of other links stay without them."""

    def follow(match: re.Match[str]) -> str:
        words, target = match[1], match[2]
        name, _, anchor = target.partition("#")
        if target.startswith(("http", "#", "images/")):
            return match[0]
        if name.rpartition("/")[2] in COPIED and not name.startswith("../"):
            return f"[{words}]({COPIED[name]}{f'#{anchor}' if anchor else ''})"
        return words

    return re.sub(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)", follow, text)


if __name__ == "__main__":
    raise SystemExit(main())
