#!/usr/bin/env python3
"""Measures versions of the program in turn, and prints a table as Markdown.

    git worktree add ../first 7f9b28d
    python3 benches/versions.py 0.1.0=../first 0.2.0=. --rounds 3 --build

Versions are given by name and folder. The workloads, a check of all claims that they have in common, and the start of the program are measured in turn, and with
`--build` a build from nothing. Seconds of processors are what user and system took on all of them. Ratios are those of the last version to the first in the same
round: median and range.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

WORKLOADS = ["A1", "A2", "B1", "B2"]


def run(command, folder):
    """What a command prints, its seconds of processors, its seconds by the clock, and its peak memory in MB."""
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1, 3), f"{' '.join(map(str, command))} ended with {process.returncode}"
    clock, after = time.perf_counter() - start, os.times()
    processors = after.children_user + after.children_system - before.children_user - before.children_system
    return {"printed": printed, "processors": processors, "clock": clock, "memory": usage.ru_maxrss / 1024}


class Version:
    """A checkout."""

    def __init__(self, name, folder):
        self.name, self.folder = name, pathlib.Path(folder).resolve()
        run(["cargo", "build", "--release", "--locked"], self.folder)
        run(["cargo", "bench", "--no-run", "--locked", "--bench", "workloads"], self.folder)
        self.program = self.folder / "target/release/w2s"
        listed = json.loads(run([self.program, "list", "--json"], self.folder)["printed"])
        self.claims = {claim["id"] for claim in listed["claims"]}

    def build(self, target):
        """Seconds of processors of a build from nothing."""
        return run(["cargo", "build", "--release", "--locked", "--target-dir", target], self.folder)["processors"]

    def rate(self, workload, seconds):
        bench = ["cargo", "bench", "--quiet", "--bench", "workloads", "--", workload, "--seconds", str(seconds)]
        return json.loads(run(bench, self.folder)["printed"])["replicates_per_second"]

    def check(self, claims, out):
        return run([self.program, "check", *claims, "--no-store", "--quiet", "--out", out], self.folder)

    def start(self):
        runs = [run([self.program, "list"], self.folder)["processors"] for _ in range(20)]
        return 1000 * statistics.median(runs)


def spread(numbers, digits=3):
    """Median and range."""
    shown = lambda x: f"{float(f'{x:.{digits}g}'):,.10g}"
    return f"{shown(statistics.median(numbers))} ({shown(min(numbers))}–{shown(max(numbers))})"


def measure(versions, options, out):
    """For each row the numbers of all rounds, a list for each version."""
    common = sorted(set.intersection(*(version.claims for version in versions)))
    print(f"{len(common)} claims in common", file=sys.stderr)
    rows = {f"{workload}, replicates/s": [] for workload in WORKLOADS}
    checked = f"check of {len(common)} claims"
    more = [f"{checked}, seconds of processors", f"{checked}, peak memory in MB", "`w2s list`, milliseconds of processors"]
    rows.update({name: [] for name in more})
    for _ in range(options.rounds):
        for workload in WORKLOADS:
            rows[f"{workload}, replicates/s"].append([version.rate(workload, options.seconds) for version in versions])
        checks = [version.check(common, out) for version in versions]
        rows[more[0]].append([check["processors"] for check in checks])
        rows[more[1]].append([check["memory"] for check in checks])
        rows[more[2]].append([version.start() for version in versions])
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("versions", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--build", action="store_true", help="also build each version from nothing, once")
    options = parser.parse_args()
    versions = [Version(*version.split("=", 1)) for version in options.versions]
    rows = {"program, MB": [[version.program.stat().st_size / 1e6 for version in versions]]}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        if options.build:
            built = [version.build(folder / version.name) for version in versions]
            rows["build from nothing, seconds of processors"] = [built]
        rows.update(measure(versions, options, folder / "out"))
    print(f"| | {' | '.join(version.name for version in versions)} | ratio |")
    print("| --- " * (len(versions) + 2) + "|")
    for name, rounds in rows.items():
        numbers = [spread(list(column)) if len(rounds) > 1 else f"{column[0]:,.3g}" for column in zip(*rounds)]
        ratios = [row[-1] / row[0] for row in rounds]
        print(f"| {name} | {' | '.join(numbers)} | {spread(ratios, 2) if len(rounds) > 1 else f'{ratios[0]:.2g}'} |")


if __name__ == "__main__":
    main()
