#!/usr/bin/env python3
"""Ridge regression under a steep spectrum, in NumPy and by w2s, in one run.

    python3 benches/peers/linear.py target/release/w2s --seconds 20

500 coordinates with eigenvalues i^-2, a truth with λᵢβᵢ² = i^-1.5, noise of variance 0.1, 200 labels and ten penalties. The NumPy program draws noisy labels and
solves all penalties with one eigendecomposition of the 200 × 200 Gram matrix. w2s averages the noise out. Both use two threads. What is compared is the
time to a standard error of 0.5 % of the risk at the penalty where that takes longest, and the time of a draw.
"""

import os

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import argparse
import json
import multiprocessing
import pathlib
import subprocess
import tempfile
import time

import numpy as np

DIM, LABELS, VARIANCE = 500, 200, 0.1
PENALTIES = np.geomspace(1e-5, 1.0, 10)
INDEX = np.arange(1, DIM + 1)
EIGENVALUES = INDEX**-2.0
TRUTH = np.sqrt(INDEX**-1.5 / EIGENVALUES)
PRECISION = 0.005


def risks(generator):
    """The risks of one noisy draw at all penalties."""
    prompts = generator.standard_normal((LABELS, DIM)) * np.sqrt(EIGENVALUES)
    labels = prompts @ TRUTH + np.sqrt(VARIANCE) * generator.standard_normal(LABELS)
    values, vectors = np.linalg.eigh(prompts @ prompts.T / LABELS)
    along = (vectors.T @ labels)[:, None] / (values[:, None] + PENALTIES)
    fitted = prompts.T @ (vectors @ along) / LABELS
    return EIGENVALUES @ (fitted - TRUTH[:, None]) ** 2


def observe(job):
    """Observes for some seconds."""
    seed, seconds = job
    generator, found, start = np.random.default_rng(seed), [], time.perf_counter()
    while time.perf_counter() - start < seconds:
        found.append(risks(generator))
    return np.array(found)


def numpy_peer(seconds):
    """Draws per second, means and standard deviations."""
    with multiprocessing.Pool(2) as pool:
        found = np.concatenate(pool.map(observe, [(seed, seconds) for seed in (1, 2)]))
    return len(found) / seconds, found.mean(axis=0), found.std(axis=0, ddof=1)


STUDY = """
[problem]
regression = {{ spectrum = {{ power = 2, dim = {dim} }}, truth = {{ power = 1.5 }}, noise = {noise} }}

[sweep]
teacher_labels = [{labels}]
teacher_penalty = [{penalties}]
"""


def w2s_peer(program, replicates):
    """The same numbers of w2s."""
    penalties = ", ".join(repr(float(penalty)) for penalty in PENALTIES)
    with tempfile.TemporaryDirectory() as folder:
        study = pathlib.Path(folder) / "study.toml"
        study.write_text(STUDY.format(dim=DIM, noise=VARIANCE**0.5, labels=LABELS, penalties=penalties))
        start = time.perf_counter()
        command = [program, "measure", "teacher.risk", "--problem", str(study), "--set", f"teacher_labels={LABELS}"]
        means, errors = [], []
        for penalty in PENALTIES:
            start = time.perf_counter()
            text = subprocess.run(
                [*command, "--set", f"teacher_penalty={float(penalty)!r}", "--replicates", str(replicates), "--threads", "2", "--json"],
                capture_output=True, text=True, check=True,
            ).stdout
            seconds = time.perf_counter() - start
            answer = json.loads(text)
            means.append(answer["mean"])
            errors.append(answer["standard_error"])
    return replicates / seconds, np.array(means), np.array(errors) * np.sqrt(replicates)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--replicates", type=int, default=2048)
    arguments = parser.parse_args()
    rate, mean, deviation = numpy_peer(arguments.seconds)
    own_rate, own_mean, own_deviation = w2s_peer(arguments.program, arguments.replicates)
    needed = (deviation / mean / PRECISION) ** 2 / rate
    own_needed = (own_deviation / own_mean / PRECISION) ** 2 / own_rate
    print(f"draws a second: NumPy {rate:.0f}, w2s {own_rate:.0f}, ratio {own_rate / rate:.2f}")
    print("penalty    risk NumPy   risk w2s   seconds to 0.5 %: NumPy, w2s, ratio")
    for row in zip(PENALTIES, mean, own_mean, needed, own_needed):
        print(f"{row[0]:8.1e}  {row[1]:10.5f}  {row[2]:10.5f}  {row[3]:8.2f}  {row[4]:8.2f}  {row[3] / row[4]:6.1f}")
    print(f"all: {needed.max() / own_needed.max():.1f} times less time")


if __name__ == "__main__":
    main()
