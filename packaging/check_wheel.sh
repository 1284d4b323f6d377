#!/usr/bin/env bash
# Builds the wheel, installs it apart from the checkout, and makes a song with it.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m pip wheel -q --no-deps -w "$work/dist" .
"$python" -m pip install -q --no-deps --target "$work/site" "$work"/dist/*.whl
cd "$work"
export PYTHONPATH="$work/site" MUSICSTUDIO_RESOURCES="$work/site/share/musicstudio/resources" MUSICSTUDIO_HOME="$work/home"
"$OLDPWD/$python" -m musicstudio generate "short calm piano" --duration 8 --seed 1 -o song.mstudio
"$OLDPWD/$python" -m musicstudio export song.mstudio -o song.wav
test -s song.wav
"$OLDPWD/$python" -c "import musicstudio, sys; sys.exit('$work/site' not in musicstudio.__file__)"
echo "wheel: ok"
