# SPDX-License-Identifier: GPL-3.0-or-later
"""``library search|show|star|tag|save|export|import|clear ...``: what was made and brought in, found again."""

import argparse
from collections.abc import Callable
from pathlib import Path

import msgspec

from musicstudio.app.library.entry_words import line_of, plain_of
from musicstudio.app.library.exchange import (
    export_wishes,
    import_wishes,
    save_prompt,
    save_template,
    wish_named,
)  # fmt: skip
from musicstudio.app.library.listing import read_songs
from musicstudio.app.library.similar_sound import vector_of_file
from musicstudio.app.library.suggestions import suggest
from musicstudio.app.session.settings import SettingsFile
from musicstudio.core.errors import InputError
from musicstudio.interchange.song_sheet import read_sheet
from musicstudio.library.entries import KINDS, MAX_FOUND, Query
from musicstudio.library.file import DAMAGED, Library

from .. import arguments
from ..running import print_json, run_job, tell


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command and what it can be told to do."""
    parser = subparsers.add_parser("library", help="find what was made and brought in; saved prompts and templates")
    parser.set_defaults(run=lambda _: _print_help(parser))
    does = parser.add_subparsers(title="what to do", metavar="WHAT")
    _add_search(does)
    _add(does, "show", "everything about one", show).add_argument("id", metavar="ID")
    star_parser = _add(does, "star", "give one a star", star)
    star_parser.add_argument("id", metavar="ID")
    star_parser.add_argument("--off", action="store_true", help="take it away")
    tag_parser = _add(does, "tag", "give one tags", tag)
    tag_parser.add_argument("id", metavar="ID")
    tag_parser.add_argument("tags", nargs="+", metavar="TAG")
    tag_parser.add_argument("--remove", action="store_true", help="take them away")
    _add(does, "prompts", "prompts by when they were last used", prompts).add_argument("--json", action="store_true")
    _add_wishes(does)
    _add(does, "suggest", "styles, instruments and words you came back to", suggestions)
    rebuild_parser = _add(does, "rebuild", "read all known songs again, and those in some folders", rebuild)
    rebuild_parser.add_argument("folders", nargs="*", type=arguments.file, metavar="FOLDER")
    clear_parser = _add(does, "clear", "forget what is listed; songs and saved prompts stay", clear)
    clear_parser.add_argument("--learned", action="store_true", help="only plays and the history of prompts")


def _add_search(does: arguments.Subparsers) -> None:
    parser = _add(does, "search", "find by words and by sound; without either, the newest", find)
    parser.add_argument("words", nargs="*", metavar="WORDS", help="-word after --: without it")
    parser.add_argument("--like", default="", metavar="ID|FILE", help="nearest in sound first")
    parser.add_argument("--kind", choices=KINDS, action="append", default=[])
    parser.add_argument("--tag", action="append", default=[])
    parser.add_argument("--starred", action="store_true")
    parser.add_argument("--bpm", type=arguments.time_range, metavar="60:95")
    parser.add_argument("--mode", choices=("major", "minor"), default="")
    voice = parser.add_mutually_exclusive_group()
    voice.add_argument("--voice", dest="has_voice", action="store_true", default=None)
    voice.add_argument("--no-voice", dest="has_voice", action="store_false")
    parser.add_argument("--limit", type=arguments.count(1, MAX_FOUND), default=20, metavar="N")
    parser.add_argument("--json", action="store_true")


def _add_wishes(does: arguments.Subparsers) -> None:
    save_parser = _add(does, "save", "keep a prompt, or a song sheet as a template", save)
    save_parser.add_argument("name", metavar="NAME")
    body = save_parser.add_mutually_exclusive_group(required=True)
    body.add_argument("--prompt", metavar="WORDS")
    body.add_argument("--plan", type=arguments.file, metavar="plan.json")
    _add(does, "saved", "list saved prompts and templates", saved)
    use_parser = _add(does, "use", "print a saved prompt, or a template as plan.json", use)
    use_parser.add_argument("name", metavar="NAME")
    _add(does, "drop", "forget a saved prompt or template", drop).add_argument("name", metavar="NAME")
    _add(does, "export", "write saved prompts and templates", export).add_argument("file", type=arguments.file)
    _add(does, "import", "bring saved prompts and templates in", bring_in).add_argument("file", type=arguments.file)


def _add(
    does: arguments.Subparsers, name: str, words: str, run: Callable[[Library, argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser = does.add_parser(name, help=words)
    parser.set_defaults(run=lambda options: _on_library(run, options))
    return parser


def _on_library(run: Callable[[Library, argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run it on a library that knows the songs, even when it was damaged."""
    library = Library()
    if library.needs_songs and run not in (clear, rebuild):
        _read_all(library, ())
    code = run(library, options)
    if library.was_damaged:
        tell(DAMAGED)
    return code


def _print_help(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return 0


def find(library: Library, options: argparse.Namespace) -> int:
    """Print what is found."""
    like_file = Path(options.like) if options.like and Path(options.like).is_file() else None
    low, high = options.bpm or (None, None)
    query = Query(
        words=" ".join(options.words), like="" if like_file else options.like,
        like_vector=run_job(vector_of_file(like_file)) if like_file else b"",
        kinds=tuple(options.kind), tags=tuple(options.tag), is_starred=options.starred, min_bpm=low, max_bpm=high,
        mode=options.mode, has_voice=options.has_voice, limit=options.limit,
    )  # fmt: skip
    result = library.search(query)
    if not result.has_all_words:
        tell("Nothing has all of these words; this has some of them.")
    if options.json:
        print_json([plain_of(found) for found in result.found])
        return 0
    for found in result.found:
        print(line_of(found))
    print(f"{result.total} found" if result.total <= len(result.found) else f"{len(result.found)} of {result.total}")
    return 0


def show(library: Library, options: argparse.Namespace) -> int:
    """Print everything about an entry."""
    entry = library.entry(options.id)
    print_json(
        {**msgspec.to_builtins(msgspec.structs.replace(entry, vector=b"", wave=b"")), "sound": bool(entry.vector)}
    )
    return 0


def star(library: Library, options: argparse.Namespace) -> int:
    """Give or take a star."""
    library.star(options.id, not options.off)
    return 0


def tag(library: Library, options: argparse.Namespace) -> int:
    """Add or take tags; print what there is then."""
    known, named = library.entry(options.id).tags, {each.lower() for each in options.tags}
    tags = [each for each in known if each not in named] if options.remove else [*known, *options.tags]
    library.tag(options.id, tags)
    print(", ".join(library.entry(options.id).tags))
    return 0


def prompts(library: Library, options: argparse.Namespace) -> int:
    """Print the history of prompts."""
    used = library.prompts()
    if options.json:
        print_json([msgspec.to_builtins(each) for each in used])
    for each in () if options.json else used:
        print(f"{each.uses:3} x  {each.text}")
    return 0


def save(library: Library, options: argparse.Namespace) -> int:
    """Keep a prompt or a template."""
    if options.plan:
        save_template(library, options.name, read_sheet(options.plan))
    else:
        save_prompt(library, options.name, options.prompt)
    return 0


def saved(library: Library, _: argparse.Namespace) -> int:
    """Print what is saved."""
    for wish in library.wishes():
        print(f"{wish.name}: {wish.body if wish.kind == 'prompt' else 'a song sheet'}")
    return 0


def use(library: Library, options: argparse.Namespace) -> int:
    """Print a saved wish, to be piped on."""
    print(wish_named(library, options.name).body.rstrip())
    return 0


def drop(library: Library, options: argparse.Namespace) -> int:
    """Forget a saved wish."""
    library.drop_wish(wish_named(library, options.name).name)
    return 0


def export(library: Library, options: argparse.Namespace) -> int:
    """Write all that is saved."""
    print(f"{export_wishes(library, options.file)} saved prompts and templates -> {options.file}")
    return 0


def bring_in(library: Library, options: argparse.Namespace) -> int:
    """Take over what a file holds."""
    print(f"{import_wishes(library, options.file)} prompts and templates are saved now.")
    return 0


def suggestions(library: Library, _: argparse.Namespace) -> int:
    """Print what was kept and played. Raises `InputError` where that is switched off."""
    if SettingsFile().values.suggests != "on":
        raise InputError("Suggestions are switched off; musicstudio settings suggests on switches them on.")
    found = suggest(library)
    for title, names in (("styles", found.styles), ("instruments", found.instruments), ("words", found.wording)):
        print(f"{title}: {', '.join(names) or 'nothing yet'}")
    return 0


def rebuild(library: Library, options: argparse.Namespace) -> int:
    """Read songs anew."""
    print(f"{_read_all(library, options.folders)} songs were read.")
    return 0


def clear(library: Library, options: argparse.Namespace) -> int:
    """Forget."""
    if options.learned:
        library.forget_learned()
    else:
        library.clear()
    return 0


def _read_all(library: Library, folders: tuple[Path, ...] | list[Path]) -> int:
    recent = [Path(path) for path in SettingsFile().values.recent]
    return run_job(read_songs(library, [*library.songs(), *recent], folders))
