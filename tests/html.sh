#!/usr/bin/env bash
# Uses the report's page in headless Chromium as a reader does (tests/page/browse.mjs).
#   bash tests/html.sh PAGE.html [PAGE.html…]
# Needs Chromium and playwright-core, which npm gets; where they cannot be had it is said.
set -euo pipefail
test=$(realpath "$(dirname "$0")/page/browse.mjs")
if ! chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome); then
    echo "NOT RUN: tests/html.sh (no Chromium; on Debian: chromium)" >&2
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! (cd "$folder" && npm install --silent --no-save playwright-core@1 > /dev/null 2>&1); then
    echo "NOT RUN: tests/html.sh (no playwright-core to install with npm)" >&2
    exit 0
fi
for page in "$@"; do
    page=$(realpath "$page")
    (cd "$folder" && node "$test" "$page" "$chromium")
done
