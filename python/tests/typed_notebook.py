"""The notebook of the README with annotations, for the type checkers; it is not run."""

from typing import Any

import numpy as np
import numpy.typing as npt

import w2s
import w2s.testing

p = w2s.Problem(
    dim=16, concepts=w2s.orthonormal(4), prompts="cube", weak=w2s.biased(cosine=0.8, off_hull=0.6, noise=0.5)
)
means: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] = (p.source_mean, p.target_mean)
biases, text, larger = p.biases, p.to_toml(), p.replace(dim=32)
weak: float = biases.weak
w2s.formula("ridge_risk", p, samples=64, penalty=np.geomspace(0.01, 10, 20))
e = w2s.measure("naive.mse", p, samples=64, penalty=0.3, precision=0.01, seed=1)
known: tuple[Any, ...] = (e.mean, e.se, e.interval, e.warrant, e.replicates)
X, Y = p.sample(n=64, size=256, rng=1)
total: float = float((X.sum(-1) * Y).sum())
m = p.moments(n=64, size=256, rng=1)
sums = (m.gram.sum(), m.cross.sum(), m.label_square.sum())
sweep = {"samples": [64, 256], "penalty": w2s.log(0.01, 10, 8)}
r = w2s.check("naive.mse >= 1.02 * harmonic_bound", problem=p, sweep=sweep, error=1e-3, progress=True)
verdict: str = r.verdict
shown = (r.holds, r.warrant, r.slack, r.worst, r.to_pandas(), r.to_polars(), r.plot(), r.save("out/"), r.claim.to_toml())
by_id: str = w2s.check("prop-3.2-segment").verdict
by_path: str = w2s.check(path="mine.toml").verdict
several: list[str] = [one.verdict for one in w2s.check(["prop-3.2-segment", "prop-3.2-harmonic"])]
titles: dict[str, str] = w2s.claims()
found: dict[str, Any] | None = w2s.falsify("prop-3.2-segment", minutes=1).counterexample


@w2s.quantity("stein.mse", settings=["samples"], version=1, range=None)
def stein(problem: w2s.Problem, batch: w2s.Batch) -> Any:
    return ((np.linalg.solve(batch.gram, batch.cross[..., None])[..., 0] - problem.target_mean) ** 2).sum(1)


def shrunk(X: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return p.source_mean


w2s.testing.assert_fine_tuning(shrunk, p, 30)
