"""A laboratory for propositions about weak-to-strong generalization.

The model is the latent-concept transfer of Somerstep et al. (ICLR 2025, arXiv 2405.16236)::

    import w2s

    p = w2s.Problem(dim=16, concepts=w2s.orthonormal(4), prompts="cube",
                    weak=w2s.biased(cosine=0.8, off_hull=0.6, noise=0.5))
    w2s.measure("naive.mse", p, samples=64, penalty=0.3, precision=0.01)
    w2s.check("naive.mse >= 1.02 * harmonic_bound", problem=p,
              sweep={"samples": [64, 256], "penalty": w2s.log(0.01, 10, 8)})

Messages go to the logger ``w2s``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._core import Interrupted, __version__

if TYPE_CHECKING:
    from ._check import check, falsify
    from ._claim import Claim, claims
    from ._data import Data, data
    from ._falsified import Falsified
    from ._measure import Estimate, formula, measure
    from ._own import Batch, quantity, register_formula
    from ._problem import Biases, Problem, biased, gaussian, orthonormal, persona
    from ._result import Result
    from ._run import run
    from ._sample import Moments
    from ._sweep import integers, linear, log

__all__ = [
    "Batch",
    "Biases",
    "Claim",
    "Data",
    "Estimate",
    "Falsified",
    "Interrupted",
    "Moments",
    "Problem",
    "Result",
    "__version__",
    "biased",
    "check",
    "claims",
    "data",
    "falsify",
    "formula",
    "gaussian",
    "integers",
    "linear",
    "log",
    "measure",
    "orthonormal",
    "persona",
    "quantity",
    "register_formula",
    "run",
]

_HOMES = {
    "_check": ["check", "falsify"],
    "_claim": ["Claim", "claims"],
    "_data": ["Data", "data"],
    "_falsified": ["Falsified"],
    "_measure": ["Estimate", "formula", "measure"],
    "_own": ["Batch", "quantity", "register_formula"],
    "_problem": ["Biases", "Problem", "biased", "gaussian", "orthonormal", "persona"],
    "_result": ["Result"],
    "_run": ["run"],
    "_sample": ["Moments"],
    "_sweep": ["integers", "linear", "log"],
}


def __getattr__(name: str) -> Any:
    """Imports what is asked for first then, so that the program, which is a part of the package, starts at once."""
    for home, names in _HOMES.items():
        if name in names:
            found = getattr(import_module(f".{home}", __name__), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
