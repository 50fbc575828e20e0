#!/bin/sh
# Installs what pip cannot bring: the packages named, or else what the tests need beside it: a browser and a Chinese font (the
# portal), LibreOffice (old office formats), libarchive (7z and RAR), Redis (several machines), GnuTLS's server
# (sites with TLS of old).
# On Debian (and its kin) as root it installs what is missing; elsewhere it names it: a package asked for by name is then
# an error, and the tests that need it skip themselves. With CI set nothing may be missing.
set -eu

missing="$*"
if [ $# = 0 ]; then
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1 || missing="chromium"
    if ! { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family)" ]; }; then
        missing="$missing fontconfig fonts-noto-cjk"
    fi
    ldconfig -p 2>/dev/null | grep -q 'libatomic\.so' || missing="$missing libatomic1"   # Playwright's own node
    command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui"
    ldconfig -p 2>/dev/null | grep -q 'libarchive\.so' || missing="$missing libarchive13"
    command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
    command -v gnutls-serv >/dev/null 2>&1 || missing="$missing gnutls-bin"
fi
[ -n "$missing" ] || exit 0

install() {
    # shellcheck disable=SC2086  (a list of names)
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing system packages: $missing"
    export DEBIAN_FRONTEND=noninteractive
    if install || { apt-get update -qq && install; }; then
        exit 0
    fi
fi
echo "not installed: $missing" >&2
if [ $# = 0 ] && [ -z "${CI:-}" ]; then
    echo "the tests that need them are skipped" >&2
    exit 0
fi
exit 1
