# SPDX-License-Identifier: GPL-3.0-or-later
"""``models list|install|import|verify|remove|token``: what can be added to the studio, and taken away again."""

import argparse
import getpass
import sys

from musicstudio.app.audio.added_models import (
    Entry,
    ModelState,
    find_entry,
    import_job,
    install_job,
    remove_job,
    states,
    terms,
    verify,
)
from musicstudio.core.errors import MediaError

from .. import arguments
from ..running import print_json, run_job, tell_all

KINDS = ("engine", "separator", "voice", "soundfont")


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command and its verbs."""
    parser = subparsers.add_parser("models", help="list, fetch, import, check or remove weights")
    verbs = parser.add_subparsers(required=True, metavar="list|install|import|verify|remove|token")
    listing = verbs.add_parser("list", help="what there is, with size and licence")
    listing.add_argument("--kind", choices=KINDS, default="")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    install = verbs.add_parser("install", help="fetch a model's weights, and the packages that it needs")
    _name_of(install)
    install.set_defaults(run=run_install)
    importing = verbs.add_parser("import", help="take weights from a file or a folder, without a network")
    importing.add_argument("path", type=arguments.file, metavar="PATH")
    importing.add_argument("--model", default="", metavar="NAME", help="which model it is; found out when left out")
    importing.set_defaults(run=run_import)
    checking = verbs.add_parser("verify", help="read the files again and compare their hashes")
    checking.add_argument("name", metavar="NAME")
    checking.set_defaults(run=run_verify)
    removing = verbs.add_parser("remove", help="take a model and the packages added for it away")
    _name_of(removing)
    removing.set_defaults(run=run_remove)
    token = verbs.add_parser("token", help="keep your token for gated models in the system's keyring")
    token.add_argument("--forget", action="store_true", help="take it out again")
    token.set_defaults(run=run_token)


def run_list(options: argparse.Namespace) -> int:
    """Print the models."""
    found = states(options.kind)
    if options.json:
        print_json([_plain(state) for state in found])
        return 0
    for state in found:
        entry = state.entry
        use = "" if entry.terms.is_commercial_use_allowed else ", not for commercial use"
        size = f"{round(entry.size_bytes / 1e6)} MB"
        print(f"{entry.name:24} {entry.title}: {entry.adds}. {size}, licence {entry.terms.title}{use} [{_word(state)}]")
    return 0


def run_install(options: argparse.Namespace) -> int:
    """Show the terms, ask, fetch."""
    entry = find_entry(options.name)
    print(terms(entry))
    if not (options.yes or _agrees("Fetch it?")):
        return 0
    run_job(install_job(entry))
    print("ready")
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Copy the weights in after checking them."""
    entry = run_job(import_job(options.path, options.model))
    print(f"{entry.title}: {_word(_state(entry))}")
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Say what is not as it came. Raises `MediaError` where anything is."""
    entry = find_entry(options.name)
    problems = run_job(verify(entry))
    tell_all(problems)
    if problems:
        raise MediaError(f"{entry.title} is not as it should be.")
    print(f"{entry.title}: as it came")
    return 0


def run_remove(options: argparse.Namespace) -> int:
    """Say what goes, ask, remove."""
    entry = find_entry(options.name)
    leaving = _state(entry).leaving
    print(f"{entry.title}: its files" + (f", and the packages {', '.join(leaving)}" if leaving else ""))
    if not (options.yes or _agrees("Remove them?")):
        return 0
    run_job(remove_job(entry))
    print("removed")
    return 0


def run_token(options: argparse.Namespace) -> int:
    """Read the token without showing it, or forget it."""
    from musicstudio.model_store.tokens import forget_token, keep_token

    if options.forget:
        forget_token()
        print("forgotten")
        return 0
    keep_token(getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline())
    print("kept in the system's keyring")
    return 0


def _name_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _agrees(question: str) -> bool:
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def _state(entry: Entry) -> ModelState:
    return next(state for state in states() if state.entry.name == entry.name)


def _word(state: ModelState) -> str:
    if state.is_ready:
        return "ready"
    if state.coming_bytes:
        return f"{round(state.coming_bytes / 1e6)} MB have come"
    return f"needs {', '.join(state.missing)}" if state.is_present else "not installed"


def _plain(state: ModelState) -> dict[str, object]:
    entry = state.entry
    return {
        "name": entry.name,
        "title": entry.title,
        "kind": entry.kind,
        "adds": entry.adds,
        "stems": list(entry.separator.stems) if entry.separator else [],
        "size_bytes": entry.size_bytes,
        "memory_bytes": entry.memory_bytes,
        "licence": entry.terms.title,
        "is_commercial_use_allowed": entry.terms.is_commercial_use_allowed,
        "is_gated": entry.is_gated,
        "is_present": state.is_present,
        "is_ready": state.is_ready,
        "coming_bytes": state.coming_bytes,
        "missing_packages": list(state.missing),
        "is_fetchable": bool(entry.origin),
    }
