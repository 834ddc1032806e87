#!/usr/bin/env bash
# Figures for Vega-Lite follow the schema of its package, whatever their form: lines, panels, both sides, a heat map, a distribution, most problems.
#   bash tests/vega_lite.sh target/release/w2s
set -euo pipefail
w2s=$(realpath "$1")
checks=$(realpath "$(dirname "$0")/../checks.json")
claims=(prop-3.2-segment fig-3-refined-accuracy thm-4.3-refined-beats-naive thm-4.3-phase-diagram prop-3.2-per-sample fig-3-naive-accuracy)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
if ! { command -v npm && npm install --silent --no-fund --no-audit vega-lite@6 ajv@8 ajv-formats@3; } > log 2>&1; then
    echo "NOT RUN: tests/vega_lite.sh (no npm, or its registry cannot be had)" >&2
    exit 0
fi
for claim in "${claims[@]}"; do
    "$w2s" export vega-lite "$claim" --from "$checks" --quiet --out "$claim.json" || [ $? -le 3 ]
done
cat > validate.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const read = (file) => JSON.parse(readFileSync(file));
const ajv = new Ajv({ allowUnionTypes: true, strict: false });
addFormats(ajv);
ajv.addFormat("color-hex", () => true);
const validate = ajv.compile(read("node_modules/vega-lite/build/vega-lite-schema.json"));
for (const file of process.argv.slice(2)) {
    const figure = read(file);
    if (!validate(figure) || !(figure.data.values.length > 1)) {
        console.error(file, validate.errors?.slice(0, 3));
        process.exit(1);
    }
}
SCRIPT
node validate.mjs "${claims[@]/%/.json}"
echo "Vega-Lite: ${#claims[@]} figures follow the schema"
