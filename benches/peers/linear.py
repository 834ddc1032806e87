#!/usr/bin/env python3
"""Ridge regression under a steep spectrum, in NumPy and by w2s, in one run.

    python3 benches/peers/linear.py target/release/w2s --rounds 5

500 coordinates with eigenvalues i^-2, a truth with λᵢβᵢ² = i^-1.5, noise of variance 0.1, 200 labels and ten penalties. The NumPy program draws noisy labels and
solves all penalties with one eigendecomposition of the 200 × 200 Gram matrix. w2s averages the noise out, also for all penalties in one draw. Both use two
threads, in turn. What is compared is the time to a standard error of 0.5 % of the risk at the penalty where that takes longest, and the time of a draw. Time is
that of the processors, so that other programs that run meanwhile matter less.
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
    """So many draws, and the seconds of the processor."""
    seed, draws = job
    generator, start = np.random.default_rng(seed), time.process_time()
    return np.array([risks(generator) for _ in range(draws)]), time.process_time() - start


def numpy_peer(pool, seeds, draws):
    """Seconds of a processor for a draw, means, and standard deviations of a draw."""
    found = pool.map(observe, [(seed, draws // len(seeds)) for seed in seeds])
    drawn = np.concatenate([drawn for drawn, _ in found])
    return sum(seconds for _, seconds in found) / draws, drawn.mean(axis=0), drawn.std(axis=0, ddof=1)


STUDY = """
id = "linear-peer"
[problem]
regression = {{ spectrum = {{ power = 2, dim = {dim} }}, truth = {{ power = 1.5 }}, noise = {noise} }}

[sweep]
teacher_labels = [{labels}]
teacher_penalty = [{penalties}]

[claim]
states = "max(teacher.risk over teacher_penalty) >= 0"
"""


def w2s_peer(program, seed, draws):
    """The same of w2s."""
    penalties = ", ".join(repr(float(penalty)) for penalty in PENALTIES)
    with tempfile.TemporaryDirectory() as folder:
        study = pathlib.Path(folder) / "study.toml"
        study.write_text(STUDY.format(dim=DIM, noise=VARIANCE**0.5, labels=LABELS, penalties=penalties))
        before = os.times()
        command = [program, "replay", str(study), "--replicates", str(draws), "--seed", str(seed), "--threads", "2"]
        text = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
        seconds = os.times().children_user - before.children_user
    measured = json.loads(text)["measured"]
    mean, error = (np.array([number[key] for number in measured]) for key in ("mean", "standard_error"))
    return seconds / draws, mean, error * np.sqrt(draws)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--draws", type=int, default=1024)
    arguments = parser.parse_args()
    with multiprocessing.Pool(2) as pool:
        rounds = [
            (
                numpy_peer(pool, (2 * number + 1, 2 * number + 2), arguments.draws),
                w2s_peer(arguments.program, number + 1, arguments.draws),
            )
            for number in range(arguments.rounds)
        ]
    times, means, deviations = (np.array([[peer[k] for peer in one] for one in rounds]) for k in range(3))
    ratios = times[:, 0] / times[:, 1]
    means, deviations = means.mean(axis=0), np.sqrt((deviations**2).mean(axis=0))
    errors = np.hypot(*deviations) / np.sqrt(arguments.rounds * arguments.draws)
    assert np.all(np.abs(means[0] - means[1]) < 5 * errors), "NumPy and w2s disagree"
    draws = (deviations / means / PRECISION) ** 2
    fewer = draws[0].max() / draws[1].max()
    show = lambda ratio: f"{np.median(ratio):.2f} ({ratio.min():.2f}–{ratio.max():.2f})"
    print(f"milliseconds of a draw: NumPy {1e3 * np.median(times[:, 0]):.2f}, w2s {1e3 * np.median(times[:, 1]):.2f}")
    print(f"NumPy ÷ w2s: {show(ratios)}; to 0.5 %: {show(ratios * fewer)}")
    print("penalty    risk NumPy   risk w2s   draws to 0.5 %: NumPy, w2s")
    for row in zip(PENALTIES, *means, *draws):
        print(f"{row[0]:8.1e}  {row[1]:10.5f}  {row[2]:10.5f}  {row[3]:8.0f}  {row[4]:8.0f}")


if __name__ == "__main__":
    main()
