#!/usr/bin/env python3
"""The benchmark workloads in NumPy: what a careful scientist would write, to compare with.

    python3 numpy_peer.py A1 --seconds 2 --threads 2

prints one JSON document: replicates per second, and the estimates with their standard errors.

A: |β̂ − β_Q|² of naive fine-tuning, for ten penalties and least squares (A1 cube prompts, A2 Gaussian ones).
B: misalignment after batches of 1, 2, 4, …, 64 examples, the smaller ones within the larger (B1 cube, B2 Gaussian).

Examples are drawn one by one; replicates go through NumPy in chunks that fit the cache, into arrays that are allocated once.
B stands here twice: as the model is defined (whole prompts, one matrix product for the labels and one for the predictions), and tuned for
this problem (only the nine coordinates that matter, replicates innermost), which B1 and B2 take unless `--definition` is given.
"""

import os

# Before NumPy is imported: the threads are ours, and matrices this small gain nothing from more.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import argparse
import json
import multiprocessing
import threading
import time

import numpy as np

DIM = 32
CONCEPTS = 8
NOISE = 0.5
COSINE, OFF_HULL = 0.8, 0.6
SAMPLES = 256
PENALTIES = np.append(np.geomspace(1e-3, 1e2, 10), 0.0)
BATCHES = 2 ** np.arange(7)


class Naive:
    """Workload A. One replicate is a sample that serves the whole path."""

    width = len(PENALTIES)

    def __init__(self, gaussian, chunk, factorise, generator):
        self.gaussian, self.generator, self.factorise = gaussian, generator, factorise
        self.prompts = np.empty((chunk, SAMPLES, DIM))
        self.noise = np.empty((chunk, SAMPLES))
        target = np.zeros(DIM)
        target[0] = 1.0
        source = np.zeros(DIM)
        source[:CONCEPTS] = 1.0 / CONCEPTS
        self.source_bias = source - target
        weak = np.zeros(DIM)
        weak[0], weak[CONCEPTS] = COSINE, OFF_HULL
        self.weak_from_source = weak - source
        self.ridges = PENALTIES[:, None, None] * np.eye(DIM)

    def draw(self):
        """Squared errors, one row a replicate."""
        prompts, noise = self.prompts, self.noise
        if self.gaussian:
            self.generator.standard_normal(out=prompts)
            scale = 1.0
        else:
            # Uniform on [−½, ½]; the factor 2 is left to the moments.
            self.generator.random(out=prompts)
            prompts -= 0.5
            scale = 2.0
        self.generator.standard_normal(out=noise)
        gram = np.matmul(prompts.transpose(0, 2, 1), prompts)
        gram *= scale**2 / SAMPLES
        gradient = np.matmul(noise[:, None, :], prompts)[:, 0, :]
        gradient *= scale * NOISE / SAMPLES
        # Xᵀ(Y − Xβ_P) = XᵀX(β^w − β_P) + Xᵀε: the labels themselves are not needed.
        gradient += gram @ self.weak_from_source
        return self.errors_by_eigh(gram, gradient) if self.factorise == "eigh" else self.errors_by_solve(gram, gradient)

    def errors_by_eigh(self, gram, gradient):
        eigenvalues, vectors = np.linalg.eigh(gram)
        gradient = np.matmul(gradient[:, None, :], vectors)
        bias = (self.source_bias @ vectors)[:, None, :]
        errors = gradient / (eigenvalues[:, None, :] + PENALTIES[:, None])
        errors += bias
        return np.einsum("rpj,rpj->rp", errors, errors)

    def errors_by_solve(self, gram, gradient):
        shifts = np.linalg.solve(gram[:, None] + self.ridges, gradient[:, None, :, None])[..., 0]
        shifts += self.source_bias
        return np.einsum("rpj,rpj->rp", shifts, shifts)


class Misalignment:
    """Workload B. One replicate is a batch of 64, in the nine coordinates that matter: the concepts' and the one off the hull."""

    width = len(BATCHES)

    def __init__(self, gaussian, chunk, _, generator):
        self.gaussian, self.generator = gaussian, generator
        self.coordinates = np.empty((BATCHES[-1], CONCEPTS + 1, chunk))
        self.labels = np.empty((BATCHES[-1], chunk))
        self.other = np.empty((BATCHES[-1], chunk))
        self.residuals = np.empty((BATCHES[-1], CONCEPTS, chunk))

    def draw(self):
        """Misalignments, one row a replicate."""
        coordinates, labels, other, residuals = self.coordinates, self.labels, self.other, self.residuals
        if self.gaussian:
            self.generator.standard_normal(out=coordinates)
            scale = 1.0
        else:
            # Uniform on [−½, ½]; labels and noise are halved with it.
            self.generator.random(out=coordinates)
            coordinates -= 0.5
            scale = 2.0
        self.generator.standard_normal(out=labels)
        labels *= NOISE / scale
        for weight, column in ((COSINE, 0), (OFF_HULL, CONCEPTS)):
            np.multiply(coordinates[:, column], weight, out=other)
            labels += other
        np.subtract(labels[:, None, :], coordinates[:, :CONCEPTS], out=residuals)
        residuals *= residuals
        # Example 0, 1, 2–3, 4–7, …: each part doubles the batch.
        parts = np.add.reduceat(residuals, np.append(0, BATCHES[:-1]), axis=0)
        log_likelihoods = np.cumsum(parts, axis=0)
        log_likelihoods *= -0.5 * scale**2 / NOISE**2
        # The prior is uniform. Odds against the target are all that misalignment needs.
        odds = np.exp(log_likelihoods[:, 1:] - log_likelihoods[:, :1]).sum(axis=1)
        return (odds / (1.0 + odds)).T


class MisalignmentByDefinition:
    """Workload B for any concepts: whole prompts, replicates outermost."""

    width = len(BATCHES)

    def __init__(self, gaussian, chunk, _, generator):
        self.gaussian, self.generator = gaussian, generator
        self.prompts = np.empty((chunk, BATCHES[-1], DIM))
        self.noise = np.empty((chunk, BATCHES[-1], 1))
        self.concepts = np.eye(DIM)[:, :CONCEPTS]
        self.weak = np.zeros((DIM, 1))
        self.weak[0], self.weak[CONCEPTS] = COSINE, OFF_HULL

    def draw(self):
        """Misalignments, one row a replicate."""
        prompts, noise = self.prompts, self.noise
        if self.gaussian:
            self.generator.standard_normal(out=prompts)
        else:
            self.generator.random(out=prompts)
            prompts *= 2.0
            prompts -= 1.0
        self.generator.standard_normal(out=noise)
        noise *= NOISE
        residuals = prompts @ self.weak
        residuals += noise
        residuals = residuals - prompts @ self.concepts
        residuals *= residuals
        log_likelihoods = np.cumsum(residuals, axis=1)[:, BATCHES - 1]
        log_likelihoods *= -0.5 / NOISE**2
        odds = np.exp(log_likelihoods[..., 1:] - log_likelihoods[..., :1]).sum(axis=-1)
        return odds / (1.0 + odds)


WORKLOADS = {"A1": (Naive, False), "A2": (Naive, True), "B1": (Misalignment, False), "B2": (Misalignment, True)}
CHUNKS = {Naive: 16, Misalignment: 256, MisalignmentByDefinition: 32}
PROGRAM = f"NumPy {np.__version__}"
GENERATORS = {"SFC64": np.random.SFC64, "PCG64": np.random.PCG64}


def work(options, seed, ready):
    """Replicates for about `seconds`; returns count, sums, sums of squares, and the time it took."""
    kind, gaussian = WORKLOADS[options.workload]
    if options.definition and kind is Misalignment:
        kind = MisalignmentByDefinition
    chunk = options.chunk or CHUNKS[kind]
    sampler = kind(gaussian, chunk, options.factorise, np.random.Generator(GENERATORS[options.generator](seed)))
    count, total, squares = 0, np.zeros(kind.width), np.zeros(kind.width)
    for _ in range(3):
        sampler.draw()
    ready.wait()
    start = time.perf_counter()
    while (elapsed := time.perf_counter() - start) < options.seconds:
        observations = sampler.draw()
        count += chunk
        total += observations.sum(axis=0)
        squares += np.einsum("rp,rp->p", observations, observations)
    return count, total, squares, elapsed


def report_to(queue, *arguments):
    queue.put(work(*arguments))


def run(options):
    """The results of all workers."""
    seeds = np.random.SeedSequence(options.seed).spawn(options.threads)
    if options.workers == "threads":
        results, ready = [], threading.Barrier(options.threads)
        start = lambda seed: threading.Thread(target=lambda: results.append(work(options, seed, ready)))
        workers = [start(seed) for seed in seeds]
    else:
        queue, ready = multiprocessing.Queue(), multiprocessing.Barrier(options.threads)
        workers = [multiprocessing.Process(target=report_to, args=(queue, options, seed, ready)) for seed in seeds]
    for worker in workers:
        worker.start()
    if options.workers == "processes":
        results = [queue.get() for _ in workers]
    for worker in workers:
        worker.join()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workload", choices=WORKLOADS)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", choices=["processes", "threads"], default="processes")
    parser.add_argument("--generator", choices=GENERATORS, default="SFC64")
    parser.add_argument("--factorise", choices=["solve", "eigh"], default="solve")
    parser.add_argument("--definition", action="store_true", help="B as the model is defined, for any concepts")
    parser.add_argument("--chunk", type=int, default=None, help="replicates in one pass; the best one found when left out")
    options = parser.parse_args()

    results = run(options)
    count = sum(result[0] for result in results)
    mean = sum(result[1] for result in results) / count
    variance = (sum(result[2] for result in results) / count - mean**2) * count / (count - 1)
    document = {
        "workload": options.workload,
        "program": PROGRAM,
        "threads": options.threads,
        "replicates": count,
        "replicates_per_second": sum(result[0] / result[3] for result in results),
        "estimates": [
            {"mean": m, "standard_error": s} for m, s in zip(mean.tolist(), np.sqrt(variance / count).tolist())
        ],
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main()
