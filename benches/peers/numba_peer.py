#!/usr/bin/env python3
"""The benchmark workloads in Numba: loops over replicates, compiled, that keep nothing but sums.

    python3 numba_peer.py A1 --seconds 2 --threads 2

It takes what `numpy_peer.py` takes, and prints the same. Ridge regression is solved by Cholesky factors; B is tuned for this problem, with only the
nine coordinates that matter.
"""

import numpy_peer  # first: it keeps libraries to one thread

import math

import numba
import numpy as np
from numpy_peer import BATCHES, CONCEPTS, COSINE, DIM, NOISE, OFF_HULL, PENALTIES, SAMPLES

compiled = numba.njit(fastmath=True, error_model="numpy")


@compiled
def number(generator, gaussian):
    return generator.standard_normal() if gaussian else 2.0 * generator.random() - 1.0


@compiled
def solve(matrix, penalty, right, factor, solution):
    """(M + ηI)⁻¹b, with a Cholesky factor."""
    for i in range(DIM):
        for j in range(i + 1):
            entry = matrix[i, j] + (penalty if i == j else 0.0)
            for k in range(j):
                entry -= factor[i, k] * factor[j, k]
            factor[i, j] = math.sqrt(entry) if i == j else entry / factor[j, j]
    for i in range(DIM):
        entry = right[i]
        for k in range(i):
            entry -= factor[i, k] * solution[k]
        solution[i] = entry / factor[i, i]
    for i in range(DIM - 1, -1, -1):
        entry = solution[i]
        for k in range(i + 1, DIM):
            entry -= factor[k, i] * solution[k]
        solution[i] = entry / factor[i, i]


@compiled
def naive(generator, gaussian, weak_from_source, source_bias, errors):
    prompt, gram, gradient = np.empty(DIM), np.empty((DIM, DIM)), np.empty(DIM)
    factor, solution = np.empty((DIM, DIM)), np.empty(DIM)
    for replicate in range(errors.shape[0]):
        gram[:] = 0.0
        gradient[:] = 0.0
        for _ in range(SAMPLES):
            label = NOISE * generator.standard_normal()
            for i in range(DIM):
                prompt[i] = number(generator, gaussian)
                label += prompt[i] * weak_from_source[i]
            for i in range(DIM):
                gradient[i] += prompt[i] * label / SAMPLES
                share = prompt[i] / SAMPLES
                for j in range(i + 1):
                    gram[i, j] += share * prompt[j]
        for place in range(len(PENALTIES)):
            solve(gram, PENALTIES[place], gradient, factor, solution)
            error = 0.0
            for i in range(DIM):
                error += (solution[i] + source_bias[i]) ** 2
            errors[replicate, place] = error


@compiled
def misalignment(generator, gaussian, observations):
    coordinates, log_likelihoods = np.empty(CONCEPTS + 1), np.empty(CONCEPTS)
    for replicate in range(observations.shape[0]):
        log_likelihoods[:] = 0.0
        place = 0
        for example in range(1, BATCHES[-1] + 1):
            for k in range(CONCEPTS + 1):
                coordinates[k] = number(generator, gaussian)
            label = COSINE * coordinates[0] + OFF_HULL * coordinates[CONCEPTS] + NOISE * generator.standard_normal()
            for k in range(CONCEPTS):
                log_likelihoods[k] -= 0.5 / NOISE**2 * (label - coordinates[k]) ** 2
            if example == BATCHES[place]:
                odds = 0.0
                for k in range(1, CONCEPTS):
                    odds += math.exp(log_likelihoods[k] - log_likelihoods[0])
                observations[replicate, place] = odds / (1.0 + odds)
                place += 1


class Naive:
    """Workload A. One replicate is a sample that serves the whole path."""

    width = len(PENALTIES)

    def __init__(self, gaussian, chunk, _, generator):
        self.gaussian, self.generator = gaussian, generator
        self.errors = np.empty((chunk, self.width))
        source = np.zeros(DIM)
        source[:CONCEPTS] = 1.0 / CONCEPTS
        self.weak_from_source, self.source_bias = -source, source.copy()
        self.source_bias[0] -= 1.0
        self.weak_from_source[0] += COSINE
        self.weak_from_source[CONCEPTS] += OFF_HULL

    def draw(self):
        """Squared errors, one row a replicate."""
        naive(self.generator, self.gaussian, self.weak_from_source, self.source_bias, self.errors)
        return self.errors


class Misalignment:
    """Workload B. One replicate is a batch of 64."""

    width = len(BATCHES)

    def __init__(self, gaussian, chunk, _, generator):
        self.gaussian, self.generator = gaussian, generator
        self.observations = np.empty((chunk, self.width))

    def draw(self):
        """Misalignments, one row a replicate."""
        misalignment(self.generator, self.gaussian, self.observations)
        return self.observations


if __name__ == "__main__":
    numpy_peer.WORKLOADS = {"A1": (Naive, False), "A2": (Naive, True), "B1": (Misalignment, False), "B2": (Misalignment, True)}
    numpy_peer.CHUNKS = {Naive: 64, Misalignment: 1024}
    numpy_peer.PROGRAM = f"Numba {numba.__version__}"
    numpy_peer.main()
