#!/usr/bin/env python3
"""Times the workloads here and in NumPy, Numba and JAX in turn, and prints the ratios as Markdown.

    cargo bench --no-run
    python3 benches/peers/compare.py --rounds 5 --seconds 2

Needs NumPy; Numba and JAX are left out where they are not installed. All programs use the same number of threads and must give the same estimates, within 5
joint standard errors.
"""

import argparse
import importlib.util
import json
import math
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def document(command):
    """The JSON document that a command prints."""
    printed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(printed.stdout)


def ours(workload, options, *extra):
    """Replicates per second of the library."""
    bench = ["cargo", "bench", "--quiet", "--bench", "workloads", "--", workload]
    return document(bench + ["--seconds", str(options.seconds), "--threads", str(options.threads), *extra])


def peer(module, workload, options, *extra):
    """Replicates per second of another program."""
    script = [sys.executable, str(HERE / f"{module}_peer.py"), workload, *extra]
    return document(script + ["--seconds", str(options.seconds), "--threads", str(options.threads)])


def assert_same_numbers(workload, one, other):
    """Both programs measure the same quantities."""
    assert len(one["estimates"]) == len(other["estimates"]), workload
    for index, (a, b) in enumerate(zip(one["estimates"], other["estimates"])):
        z = (a["mean"] - b["mean"]) / math.hypot(a["standard_error"], b["standard_error"])
        assert abs(z) < 5, f"{workload}, estimate {index}: {a} and {b} are {z:.1f} standard errors apart"


def spread(numbers, digits=3):
    """Median and range."""
    shown = lambda x: f"{float(f'{x:.{digits}g}'):,.10g}"
    return f"{shown(statistics.median(numbers))} ({shown(min(numbers))}–{shown(max(numbers))})"


# Each workload with the programs that it is compared with, and what they are told besides.
PAIRS = [
    ("A1", "numpy", "NumPy", []),
    ("A1", "numba", "Numba", []),
    ("A1", "jax", "JAX", []),
    ("A2", "numpy", "NumPy", []),
    ("A2", "numba", "Numba", []),
    ("A2", "jax", "JAX", []),
    ("B1", "numpy", "NumPy", ["--definition"]),
    ("B1", "numpy", "NumPy, tuned", []),
    ("B1", "numba", "Numba, tuned", []),
    ("B1", "jax", "JAX, tuned", []),
    ("B2", "numpy", "NumPy", ["--definition"]),
    ("B2", "numpy", "NumPy, tuned", []),
    ("B2", "numba", "Numba, tuned", []),
    ("B2", "jax", "JAX, tuned", []),
]


def compare(options):
    """A row for each pair: both rates, and their ratio in each round."""
    print("| workload | replicates/s here | program | its replicates/s | here ÷ there |\n| --- | --- | --- | --- | --- |")
    medians = {}
    for workload, module, name, extra in PAIRS:
        if importlib.util.find_spec(module) is None:
            print(f"{name} is not installed", file=sys.stderr)
            continue
        rounds = [(ours(workload, options), peer(module, workload, options, *extra)) for _ in range(options.rounds)]
        for one, other in rounds:
            assert_same_numbers(workload, one, other)
        rates = [(one["replicates_per_second"], other["replicates_per_second"]) for one, other in rounds]
        medians[workload] = statistics.median(rate for rate, _ in rates)
        here, there = zip(*rates)
        print(f"| {workload} | {spread(here)} | {name} | {spread(there)} | {spread([a / b for a, b in rates])} |", flush=True)
    return medians


def growth(options):
    """Reduced samplers against larger samples, and against direct sampling of the same workload."""
    print("\n| workload | replicates/s | against the default |\n| --- | --- | --- |")
    variants = [
        ("A2, n = 100,000", "A2", ["--samples", "100000"], []),
        ("A2, direct and integrated", "A2", ["--sampler", "direct"], ["--sampler", "automatic"]),
        ("B2, one batch of 100,000", "B2", ["--batch", "100000"], ["--batch", "64"]),
        ("B2, direct", "B2", ["--sampler", "direct"], []),
    ]
    for name, workload, extra, default in variants:
        rates = [
            (
                ours(workload, options, *extra)["replicates_per_second"],
                ours(workload, options, *default)["replicates_per_second"],
            )
            for _ in range(options.rounds)
        ]
        print(f"| {name} | {spread([a for a, _ in rates])} | {spread([a / b for a, b in rates], 2)} |", flush=True)


def precision(options):
    """What the same precision costs: variance of a replicate times its time, with all labels drawn and with what is known integrated out."""
    print("\n| workload | replicates/s, plain | replicates/s, integrated | work for the same precision, plain ÷ integrated, by penalty |")
    print("| --- | --- | --- | --- |")
    for workload in ["A1", "A2"]:
        rounds = [
            (ours(workload, options, "--sampler", "plain"), ours(workload, options, "--sampler", "automatic"))
            for _ in range(options.rounds)
        ]
        # A number that is known costs nothing.
        gains = [
            [a / b if b > 0 else math.inf for a, b in zip(plain["work"], integrated["work"])] for plain, integrated in rounds
        ]
        medians = [statistics.median(penalty) for penalty in zip(*gains)]
        rates = [spread([one[side]["replicates_per_second"] for one in rounds]) for side in (0, 1)]
        print(f"| {workload} | {rates[0]} | {rates[1]} | {', '.join(f'{gain:,.3g}' for gain in medians)} |", flush=True)


def limit(options, rate):
    """A1 against what random numbers and the rank-k update alone allow."""
    machine = document(["cargo", "bench", "--quiet", "--bench", "machine"])
    print("\n```json\n" + json.dumps(machine, indent=2) + "\n```")
    each = machine["nanoseconds_in_bulk"]
    samples, dim = 256, 32
    numbers = samples * (dim * each["symmetric"] + each["normal"])
    multiply_adds = samples * dim * (dim + 1) / 2
    update = multiply_adds * 2 / machine["gigaflops"]
    bound = options.threads * 1e9 / (numbers + update)
    print(f"\nA1: random numbers take {numbers / 1e3:.2f} µs and the rank-k update {update / 1e3:.2f} µs of one thread, ", end="")
    print(f"which allow {bound:,.0f} replicates/s; measured {rate:,.0f}, a share of {rate / bound:.2f}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    medians = compare(options)
    growth(options)
    precision(options)
    limit(options, medians["A1"])


if __name__ == "__main__":
    main()
