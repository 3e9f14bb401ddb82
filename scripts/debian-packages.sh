#!/usr/bin/env bash
# Installs the Debian packages that the tests need and that are missing, and those named as arguments: the C compiler is for
# Go's race detector, nginx, Caddy and HAProxy for the examples in deploy/, PgBouncer for what is refused, the font for what the emoji picker draws.
set -euo pipefail

packages=(make gcc libc6-dev sqlite3 nginx-light caddy haproxy postgresql pgbouncer fonts-noto-color-emoji "$@")
# Chromium without a window: a new person's context costs it a quarter of the time.
browser=chromium-headless-shell

if ! command -v apt-get >/dev/null; then
  echo "This is not Debian. Install these yourself and set CHROMIUM_PATH: ${packages[*]} $browser" >&2
  [ -n "${CHROMIUM_PATH:-}" ] || exit 1
  exit 0
fi

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  as_root=(sudo)
fi
install() {
  echo "installing $*"
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null
}

# The whole of Chromium shows notifications; where only that can be had, all tests take it.
if [ -z "${CHROMIUM_PATH:-}" ]; then
  packages+=(chromium)
  installed "$browser" || install "$browser" || true
fi

missing=()
for package in "${packages[@]}"; do
  installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  install "${missing[@]}"
fi
