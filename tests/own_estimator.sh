#!/usr/bin/env bash
# A user's test suite passes for right estimators, and finds the bugs that a feature plants.
set -euo pipefail
cd "$(dirname "$0")/../examples/own_estimator"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$(realpath ../../target)/own_estimator}
cargo fmt -- --check
cargo test --release --quiet --locked
if cargo test --release --quiet --locked --no-fail-fast --features planted-bug >"$CARGO_TARGET_DIR/planted.log" 2>&1; then
    echo "the planted bugs were not found" >&2
    exit 1
fi
for test in fine_tuning_respects_the_segment_bound misalignment_decays_as_it_should; do
    grep -q "^test $test ... FAILED\|^    $test$" "$CARGO_TARGET_DIR/planted.log" || { echo "$test did not find its bug" >&2; tail -40 "$CARGO_TARGET_DIR/planted.log" >&2; exit 1; }
done
echo "own estimator: passes, and both planted bugs are found"
