#!/usr/bin/env bash
# Opens the report's page in headless Chromium, on a telephone's width and on a desk's: it must not scroll
# sideways, repeat no id, and leave the console empty.
#   bash tests/html.sh FOLDER/paper_checks.html
set -euo pipefail
page=$(realpath "$1")
if ! chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome); then
    echo "NOT RUN: tests/html.sh (no Chromium; on Debian: chromium)" >&2
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The page has no scripts; a copy says how wide it is, and which ids stand on it twice.
{
    cat "$page"
    echo '<script>const page = document.documentElement; const ids = [...document.querySelectorAll("[id]")].map(e => e.id);'
    echo 'const twice = ids.filter((id, i) => ids.indexOf(id) < i);'
    echo 'document.title = `width ${page.scrollWidth} of ${page.clientWidth}; ${ids.length} ids, twice: ${twice.join(" ")};`;</script>'
} > "$folder/page.html"
if grep -qE '<(script|link)|src="|@import|url\(' "$page"; then
    echo "the page needs other files" >&2
    exit 1
fi
# Windows narrower than 500 are widened, so that the telephone is a frame.
for width in 390 1280; do
    echo "<iframe src=\"page.html\" width=\"$width\" height=\"800\" style=\"border: 0\"></iframe>" > "$folder/frame.html"
    echo '<script>onload = () => { document.title = document.querySelector("iframe").contentDocument.title }</script>' >> "$folder/frame.html"
    dom=$("$chromium" --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync \
        --no-first-run --allow-file-access-from-files --user-data-dir="$folder/profile$width" --window-size=1400,900 --enable-logging=stderr --v=0 --dump-dom "file://$folder/frame.html" 2>"$folder/log")
    if grep 'CONSOLE' "$folder/log" >&2; then
        echo "at a width of $width the page writes to the console" >&2
        exit 1
    fi
    said=$(grep -o 'width [0-9]* of [0-9]*' <<< "$dom" | head -1)
    read -r _ needed _ given <<< "$said"
    if [ -z "$said" ] || [ "$needed" -gt "$given" ]; then
        echo "at a width of $width the page scrolls sideways: ${said:-it was not measured}" >&2
        exit 1
    fi
    ids=$(grep -o '[0-9]* ids, twice: [^;]*;' <<< "$dom" | head -1)
    if [[ ! "$ids" =~ ^[1-9][0-9]*\ ids,\ twice:\ \;$ ]]; then
        echo "ids are not unique: ${ids:-they were not counted}" >&2
        exit 1
    fi
    echo "HTML: $said at $width, ${ids%%,*}"
done
