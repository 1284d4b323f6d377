# SPDX-License-Identifier: GPL-3.0-or-later
"""One command a file: ``add_to`` declares its arguments, ``run`` does it and returns the exit code."""

from . import (
    album,
    analyze,
    assistants,
    batch,
    clean,
    clean_up,
    compose,
    demo,
    doctor,
    edit,
    engines,
    export,
    extend,
    find_missing,
    generate,
    harmonize,
    import_audio,
    info,
    layer,
    library,
    licences,
    master,
    measure,
    mix,
    models,
    open_studio,
    plan,
    plugins,
    record,
    regenerate,
    restyle,
    separate,
    settings,
    similar,
    sing,
    takes,
    transcribe,
    variations,
    verify,
    voices,
)

COMMANDS = (
    open_studio, plan, generate, regenerate, layer, restyle, extend, harmonize, compose, info, edit, takes, variations,
    find_missing, clean_up, export, mix, master, album, measure, import_audio, record, analyze, engines, models,
    plugins, separate, clean, sing, voices, transcribe, similar, verify, library, assistants, batch, settings, doctor,
    licences, demo,
)  # fmt: skip

__all__ = ["COMMANDS", "open_studio"]
