#!/usr/bin/env bash
# Compiles the LaTeX that the program writes: a table over pages, a short one, and figures with words, decays, logarithmic axes, 0, panels, the width of
# one column, both sides with their differences, distributions, and a heat map. Figures are as wide as the line in which they stand.
#   bash tests/latex.sh target/release/w2s
set -euo pipefail
w2s=$(realpath "$1")
claims=(prop-3.2-segment thm-4.3-exponent thm-4.3-threshold fig-3-naive-accuracy table-1-content prop-3.2-tightness fig-3-refined-accuracy thm-4.3-risk
    thm-4.3-refined-beats-naive prop-3.2-per-sample thm-4.3-phase-diagram)
checks=$(realpath "$(dirname "$0")/../checks.json")
hostile=$(realpath "$(dirname "$0")/page/hostile.toml")
if ! command -v pdflatex >/dev/null; then
    echo "NOT RUN: tests/latex.sh (no pdflatex; on Debian: texlive-latex-base texlive-latex-recommended texlive-pictures)" >&2
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
{
    echo '\documentclass{article}\usepackage[utf8]{inputenc}\usepackage[a4paper,landscape,margin=1cm]{geometry}'
    echo '\usepackage{amssymb,booktabs,longtable,pgfplots}\pgfplotsset{compat=1.18}\usepgfplotslibrary{groupplots}\begin{document}'
} > paper.tex
for claim in "${claims[@]}"; do
    "$w2s" export latex "$claim" --from "$checks" --quiet --out "$claim-table.tex"
    "$w2s" export latex "$claim" --from "$checks" --quiet --figure --out "$claim-figure.tex"
    echo "\\section*{$claim}\\input{$claim-table}\\par\\bigskip\\noindent\\input{$claim-figure}\\par\\bigskip\\noindent\\begin{minipage}{3.25in}\\input{$claim-figure}\\end{minipage}\\clearpage" >> paper.tex
done
echo '\end{document}' >> paper.tex
pdflatex -interaction=nonstopmode -halt-on-error paper.tex >log || { tail -40 log >&2; exit 1; }
# A second run settles the columns of tables over pages.
pdflatex -interaction=nonstopmode -halt-on-error paper.tex >log || { tail -40 log >&2; exit 1; }
if grep -E "^! |Missing character|undefined" log; then
    echo "pdflatex complains" >&2
    exit 1
fi
cp paper.pdf "${2:-/dev/null}"
# A claim whose texts are commands of TeX: nothing of it is run, though programs may be.
"$w2s" check "$hostile" --no-store --quiet --out hostile > /dev/null
for figure in "" --figure; do
    "$w2s" export latex "$hostile" --from hostile/checks.json --quiet $figure --out "hostile$figure.tex"
    { sed 's/begin{document}.*/begin{document}/;/begin{document}/q' paper.tex; echo "\\input{hostile$figure}\\end{document}"; } > stranger.tex
    pdflatex -shell-escape -interaction=nonstopmode -halt-on-error stranger.tex >log || { tail -40 log >&2; exit 1; }
    if [ -e acted ] || grep runsystem log; then
        echo "TeX has run what stands in a claim file" >&2
        exit 1
    fi
done
echo "LaTeX: ${#claims[@]} tables and figures compile"
