#!/bin/sh
# Installs what the browser tests need and pip cannot bring: a browser and a Chinese font.
# On Debian (and its kin) as root it installs what is missing; elsewhere it names it, and those tests skip themselves.
# With CI set nothing may be missing.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 ||
    missing="chromium"
if ! { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family)" ]; }; then
    missing="$missing fontconfig fonts-noto-cjk"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing system packages: $missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  (a list of names)
    if { apt-get install -y -qq --no-install-recommends $missing || { apt-get update -qq &&
        apt-get install -y -qq --no-install-recommends $missing; }; } >/dev/null; then
        exit 0
    fi
fi
echo "not installed: $missing; the tests in a browser are skipped without them" >&2
[ -z "${CI:-}" ] || exit 1
