#!/usr/bin/env bash
# What a printed figure holds: embedded fonts only, text that can be found, the title only where it is asked for; and its caption.
#   bash tests/print.sh target/release/w2s      (a build with the feature print)
set -euo pipefail
w2s=$(realpath "$1")
for tool in pdffonts pdftotext pdfinfo; do
    if ! command -v "$tool" >/dev/null; then
        echo "NOT RUN: tests/print.sh (no $tool; on Debian: poppler-utils)" >&2
        exit 0
    fi
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
claims=(prop-3.2-segment alg-1-ask-to-improve)
fail() { echo "tests/print.sh: $1" >&2; exit 1; }
for face in "" --serif; do
    "$w2s" check "${claims[@]}" --store results --quiet --out plain --print pdf --width 3.25 $face > /dev/null
    "$w2s" check "${claims[@]}" --store results --quiet --out titled --print pdf --width 5.5 --titles $face > /dev/null
    for pdf in {plain,titled}/figures/*.pdf; do
        # The fifth column from the right says whether a font is embedded, the fourth whether it is a subset.
        pdffonts "$pdf" | tail -n +3 > fonts
        [ -s fonts ] || fail "$pdf has no fonts"
        awk '$(NF-4) != "yes" || $(NF-3) != "yes" { exit 1 }' fonts || fail "$pdf has a font that is not embedded: $(cat fonts)"
    done
    pdftotext -layout plain/figures/alg-1-ask-to-improve.pdf text
    grep -q "batch size" text || fail "the title of the axis is not in the text"
    tr -d ' \n' < text | grep -q "𝜎𝑤=0.25" || fail "𝜎𝑤 = 0.25 is not in the text: $(cat text)"
    grep -q "weak.noise" text && fail "a key of the problem is in the text"
    pdftotext titled/figures/prop-3.2-segment.pdf text
    tr '\n' ' ' < text | grep -q "No penalty lets" || fail "the title is not in the text"
    pdftotext plain/figures/prop-3.2-segment.pdf text
    tr '\n' ' ' < text | grep -q "No penalty lets" && fail "the title is in a figure without titles"
    pdfinfo plain/figures/prop-3.2-segment.pdf | grep -q "Page size: *23[34][0-9.]* x" || fail "the figure is not 3.25 inches wide"
    pdfinfo titled/figures/prop-3.2-segment.pdf | grep -q "Page size: *396[0-9.]* x" || fail "the figure is not 5.5 inches wide"
done
grep -q "^No penalty lets" plain/figures/prop-3.2-segment.txt || fail "the caption has no title"
grep -qF 'penalty $\eta$' plain/figures/prop-3.2-segment.tex || fail "the caption has no symbols"
echo "print: fonts are embedded, and text is found"
