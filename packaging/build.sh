#!/usr/bin/env bash
# Builds MusicStudio for Linux from exact versions: a folder, a .deb, and an AppDir as .tar.zst. usage: make package
# Needs Python 3.11 with its shared library, gcc, binutils, dpkg-deb, zstd, and Debian's libfluidsynth3, libportaudio2
# and fluid-soundfont-gm. Some 5 GB of room under build/; downloads 1.2 GB the first time.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD work=$PWD/build/package dist=$PWD/build/dist
python=${PACKAGE_PYTHON:-python3.11}
lock=packaging/locks/linux-$(uname -m)-py3.11.txt
version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' musicstudio/core/version.py)
commit=$(git rev-parse --short=8 HEAD 2>/dev/null || echo unknown)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
# The two of Wayland stand under FluidSynth, and PyInstaller would leave them to the system.
libraries="libfluidsynth.so.3 libportaudio.so.2 libwayland-egl.so.1 libwayland-cursor.so.0"
mkdir -p "$work"

say() { printf '\033[1mpackage:\033[0m %s\n' "$*"; }

library() { ldconfig -p | awk -v name="$1" '$1 == name {print $NF; exit}'; }

environment() {  # made anew when the lock changes
  local stamp
  stamp="$work/venv/.made-$(cat "$lock" packaging/cpu_torch.py packaging/tools.txt | cksum | cut -d' ' -f1)"
  [ -e "$stamp" ] && return 0
  say "installing what $lock names"
  rm -rf "$work/venv"
  "$python" -m venv "$work/venv"
  "$work/venv/bin/python" -m pip install -q --no-deps --require-hashes -r "$lock"
  "$work/venv/bin/python" -m pip install -q --no-deps -r packaging/tools.txt
  "$work/venv/bin/python" packaging/cpu_torch.py "$("$work/venv/bin/python" -c 'import site; print(site.getsitepackages()[0])')"
  touch "$stamp"
}

freeze() {
  say "freezing"
  echo "packaged $commit of $(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)" > resources/build.txt
  trap 'rm -f "$root/resources/build.txt"' EXIT
  MUSICSTUDIO_SOUNDFONT=${MUSICSTUDIO_SOUNDFONT:-/usr/share/sounds/sf2/FluidR3_GM.sf2} \
  MUSICSTUDIO_LIBRARIES=$(for name in $libraries; do library "$name"; done | paste -sd:) PYTHONPATH="$root" PYTHONHASHSEED=1 \
    nice -n 15 "$work/venv/bin/pyinstaller" -y --log-level WARN --distpath "$dist" --workpath "$work/pyinstaller" \
    packaging/pyinstaller/musicstudio.spec
  "$dist/MusicStudio/MusicStudio" licences --sbom > "$dist/MusicStudio/sbom.cdx.json"
  "$dist/MusicStudio/MusicStudio" licences --texts > "$dist/MusicStudio/LICENCES.txt"
  cp LICENSE "$dist/MusicStudio/LICENSE.txt"
}

share() {  # desktop file, MIME type and icons below a prefix
  install -Dm644 packaging/linux/musicstudio.desktop "$1/share/applications/musicstudio.desktop"
  install -Dm644 packaging/linux/musicstudio-mime.xml "$1/share/mime/packages/musicstudio.xml"
  install -Dm644 packaging/linux/musicstudio.svg "$1/share/icons/hicolor/scalable/apps/musicstudio.svg"
  install -Dm644 packaging/linux/musicstudio.svg "$1/share/icons/hicolor/scalable/mimetypes/application-x-musicstudio-song.svg"
  install -Dm644 packaging/linux/org.musicstudio.MusicStudio.metainfo.xml "$1/share/metainfo/org.musicstudio.MusicStudio.metainfo.xml"
}

debian() {
  local place="$work/deb"
  say "building the .deb"
  rm -rf "$place"; mkdir -p "$place/opt" "$place/usr/bin" "$place/DEBIAN"
  cp -al "$dist/MusicStudio" "$place/opt/musicstudio"
  ln -s /opt/musicstudio/MusicStudio "$place/usr/bin/musicstudio"
  share "$place/usr"
  install -Dm644 "$dist/MusicStudio/LICENCES.txt" "$place/usr/share/doc/musicstudio/copyright"
  sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$(dpkg --print-architecture)/" \
    -e "s/@KIB@/$(du -sk "$place/opt" | cut -f1)/" packaging/linux/control > "$place/DEBIAN/control"
  nice -n 15 dpkg-deb --root-owner-group -Zzstd -z10 --build "$place" "$dist/musicstudio_${version}_$(dpkg --print-architecture).deb"
  rm -rf "$place"
}

app_dir() {
  local place="$work/MusicStudio.AppDir"
  say "building the AppDir"
  rm -rf "$place"; mkdir -p "$place/usr/lib"
  cp -al "$dist/MusicStudio" "$place/usr/lib/musicstudio"
  share "$place/usr"
  install -m755 packaging/linux/AppRun "$place/AppRun"
  cp packaging/linux/musicstudio.desktop packaging/linux/musicstudio.svg "$place/"
  if command -v appimagetool >/dev/null; then
    (cd "$dist" && appimagetool "$place" "MusicStudio-$version-$(uname -m).AppImage")
  fi
  tar -C "$work" --sort=name --owner=0 --group=0 --mtime="@$SOURCE_DATE_EPOCH" -cf - MusicStudio.AppDir |
    nice -n 15 zstd -q -10 -T2 -f -o "$dist/MusicStudio-$version-$(uname -m).AppDir.tar.zst"
  rm -rf "$place"
}

environment
freeze
debian
app_dir
(cd "$dist" && sha256sum musicstudio_* MusicStudio-* > SHA256SUMS)
du -sh --apparent-size "$dist/MusicStudio" "$dist"/musicstudio_* "$dist"/MusicStudio-*
python3 packaging/smoke_test.py "$dist/MusicStudio/MusicStudio"
