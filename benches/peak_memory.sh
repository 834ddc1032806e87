#!/usr/bin/env bash
# Peak memory of a measurement with ten million examples in each replicate, drawn one by one. It must stay below 100 MB.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet
python3 - <<'PYTHON'
import resource
import subprocess

command = ["target/release/w2s", "measure", "naive.mse", "--problem", "benches/problem.toml", "--set", "prompts=cube"]
subprocess.run(command + ["--set", "samples=10000000", "--set", "penalty=0.1", "--replicates", "8", "--quiet"], check=True)
# Linux counts in KiB.
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"peak memory {peak:.0f} MB")
assert peak < 100
PYTHON
