#!/usr/bin/env python3
"""The benchmark workloads in JAX: one compiled function of a key, in double precision, as the library has it.

    python3 jax_peer.py A1 --seconds 2 --threads 2

It takes what `numpy_peer.py` takes, and prints the same. B is tuned for this problem, with only the nine coordinates that matter.
"""

import os

import numpy_peer  # first: it keeps libraries to one thread

# One thread a process, as the other programs have.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"

import functools
import importlib.metadata

import numpy as np
from numpy_peer import BATCHES, CONCEPTS, COSINE, DIM, NOISE, OFF_HULL, PENALTIES, SAMPLES


def prompts(key, shape, gaussian):
    import jax

    return jax.random.normal(key, shape) if gaussian else jax.random.uniform(key, shape, minval=-1.0, maxval=1.0)


def naive(key, gaussian, chunk):
    """Squared errors, one row a replicate."""
    import jax
    import jax.numpy as jnp

    source = np.zeros(DIM)
    source[:CONCEPTS] = 1.0 / CONCEPTS
    target, weak = np.eye(DIM)[0], np.zeros(DIM)
    weak[0], weak[CONCEPTS] = COSINE, OFF_HULL
    of_prompts, of_noise = jax.random.split(key)
    examples = prompts(of_prompts, (chunk, SAMPLES, DIM), gaussian)
    labels = NOISE * jax.random.normal(of_noise, (chunk, SAMPLES)) + examples @ (weak - source)
    gram = jnp.einsum("rni,rnj->rij", examples, examples) / SAMPLES
    gradient = jnp.einsum("rni,rn->ri", examples, labels) / SAMPLES
    eigenvalues, vectors = jnp.linalg.eigh(gram)
    along = jnp.einsum("ri,rij->rj", gradient, vectors)
    moves = along[:, None, :] / (eigenvalues[:, None, :] + PENALTIES[:, None])
    errors = moves + jnp.einsum("i,rij->rj", source - target, vectors)[:, None, :]
    return (errors**2).sum(axis=-1)


def misalignment(key, gaussian, chunk):
    """Misalignments, one row a replicate."""
    import jax
    import jax.numpy as jnp

    of_prompts, of_noise = jax.random.split(key)
    coordinates = prompts(of_prompts, (CONCEPTS + 1, int(BATCHES[-1]), chunk), gaussian)
    labels = COSINE * coordinates[0] + OFF_HULL * coordinates[CONCEPTS]
    labels += NOISE * jax.random.normal(of_noise, labels.shape)
    squares = (labels - coordinates[:CONCEPTS]) ** 2
    log_likelihoods = -0.5 / NOISE**2 * jnp.cumsum(squares, axis=1)[:, BATCHES - 1]
    odds = jnp.exp(log_likelihoods[1:] - log_likelihoods[0]).sum(axis=0)
    return (odds / (1.0 + odds)).T


class Compiled:
    """A workload, compiled when the process has begun."""

    def __init__(self, gaussian, chunk, _, generator):
        import jax

        self.function = jax.jit(functools.partial(type(self).function, gaussian=gaussian, chunk=chunk))
        self.key = jax.random.key(int(generator.integers(2**31)))

    def draw(self):
        import jax

        self.key, key = jax.random.split(self.key)
        return np.asarray(self.function(key))


class Naive(Compiled):
    width, function = len(PENALTIES), staticmethod(naive)


class Misalignment(Compiled):
    width, function = len(BATCHES), staticmethod(misalignment)


if __name__ == "__main__":
    numpy_peer.WORKLOADS = {"A1": (Naive, False), "A2": (Naive, True), "B1": (Misalignment, False), "B2": (Misalignment, True)}
    numpy_peer.CHUNKS = {Naive: 64, Misalignment: 1024}
    numpy_peer.PROGRAM = f"JAX {importlib.metadata.version('jax')}"
    numpy_peer.main()
