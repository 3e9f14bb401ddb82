#!/usr/bin/env bash
# Installs the Debian packages that the tests need and that are missing, and those named as arguments: the C compiler is for
# Go's race detector, the font for what the emoji picker draws.
set -euo pipefail

packages=(make gcc libc6-dev sqlite3 fonts-noto-color-emoji "$@")
if [ -z "${CHROMIUM_PATH:-}" ]; then
  packages+=(chromium)
fi

if ! command -v apt-get >/dev/null; then
  echo "This is not Debian. Install these yourself and set CHROMIUM_PATH: ${packages[*]}" >&2
  [ -n "${CHROMIUM_PATH:-}" ] || exit 1
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
    missing+=("$package")
  fi
done
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  as_root=(sudo)
fi
echo "installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
