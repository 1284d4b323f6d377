# SPDX-License-Identifier: GPL-3.0-or-later
"""``models list|install|import``: weights that the studio can use, and how to get them."""

import argparse

from .. import arguments
from ..running import print_json, run_job


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command and its three verbs."""
    parser = subparsers.add_parser("models", help="list, fetch or import weights")
    verbs = parser.add_subparsers(required=True, metavar="list|install|import")
    listing = verbs.add_parser("list", help="what there is, with size and licence")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    install = verbs.add_parser("install", help="fetch a model's weights from the hub")
    install.add_argument("name", metavar="NAME")
    install.add_argument("--yes", action="store_true", help="do not ask after showing size and licence")
    install.set_defaults(run=run_install)
    importing = verbs.add_parser("import", help="take weights from a .safetensors file or a folder")
    importing.add_argument("path", type=arguments.file, metavar="PATH")
    importing.add_argument("--model", default="", metavar="NAME", help="which model it is; found out when left out")
    importing.set_defaults(run=run_import)


def run_list(options: argparse.Namespace) -> int:
    """Print the models."""
    from musicstudio.separation.models import list_models

    models = list_models()
    rows = [
        {
            "name": model.name,
            "title": model.title,
            "stems": list(model.stems),
            "size_bytes": model.size_bytes,
            "licence": model.licence,
            "is_present": model.is_present,
            "is_fetchable": model.is_fetchable,
        }
        for model in models
    ]
    if options.json:
        print_json(rows)
        return 0
    for row, model in zip(rows, models, strict=True):
        state = "ready" if row["is_present"] else "not installed"
        print(f"{row['name']:14} {row['title']}: {len(model.stems)} stems, {_terms(row)} [{state}]")
    return 0


def run_install(options: argparse.Namespace) -> int:
    """Show the terms, ask, fetch."""
    from musicstudio.separation.models import find_model
    from musicstudio.separation.store import install

    model = find_model(options.name)
    terms = _terms({"size_bytes": model.size_bytes, "licence": model.licence})
    print(f"{model.title}: {terms}, from {model.origin or 'the studio itself'}")
    if not options.yes and input("Fetch it? [y/N] ").strip().lower() not in ("y", "yes"):
        return 0
    run_job(install(options.name))
    print("ready")
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Copy the weights in after checking them."""
    from musicstudio.separation.store import import_path

    model = run_job(import_path(options.path, options.model))
    print(f"{model.title}: ready")
    return 0


def _terms(row: dict[str, object]) -> str:
    return f"{round(int(str(row['size_bytes'])) / 1e6)} MB, licence {row['licence']}"
