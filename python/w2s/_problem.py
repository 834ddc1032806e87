"""Problems, and the parts that describe them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from . import _core as core, _toml
from ._arrays import Array, frozen
from ._sample import Examples, Moments, moments, sample

Description = dict[str, Any]


def orthonormal(count: int) -> Description:
    """``count`` orthonormal concepts; at most as many as dimensions."""
    return {"orthonormal": count}


def gaussian(count: int, seed: int = 1) -> Description:
    """``count`` concepts with standard normal coordinates, drawn once with this seed."""
    return {"gaussian": {"count": count, "seed": seed}}


def persona(count: int, content: float, style: float) -> Description:
    """``count`` concepts that share a content of this length, and have a style of this length each."""
    return {"persona": {"count": count, "content": content, "style": style}}


def biased(
    cosine: float = 1.0, off_hull: float = 0.0, noise: float = 0.5, degrees_of_freedom: float | None = None
) -> Description:
    """A weak supervisor whose concepts have this inner product with the true ones.

    ``off_hull`` is the length of the part of each weak concept that is orthogonal to all concepts, ``noise`` the standard deviation of its
    label noise, and ``degrees_of_freedom`` that of Student's law of the noise, which is normal by default.
    """
    weak: Description = {"cosine": cosine, "off_hull": off_hull, "noise": noise}
    return weak if degrees_of_freedom is None else weak | {"degrees_of_freedom": degrees_of_freedom}


@dataclass(frozen=True)
class Biases:
    """Squared biases, in mean squared error: ε_P² of the source, ε_Q′² of the weak supervisor, and the product of both biases."""

    source: float
    """ε_P² = |β_P − β_Q|²."""
    weak: float
    """ε_Q′² = |β_Q′ − β_Q|²."""
    cross: float
    """(β_P − β_Q)ᵀ(β_Q′ − β_Q)."""

    def __repr__(self) -> str:
        """Twelve digits, without what rounding leaves of 0.4. The fields have all digits."""
        return f"Biases(source={self.source:.12g}, weak={self.weak:.12g}, cross={self.cross:.12g})"


class Problem:
    """Transfer of a latent concept prior with a weak supervisor (arXiv 2405.16236, section 2).

    The keys are those of the ``[problem]`` table of a claim file; ``w2s list problem`` names them. A problem is immutable, and equal to every
    problem with the same description.

    :param dim: d, the dimension of a prompt.
    :param concepts: :func:`orthonormal`, :func:`gaussian`, :func:`persona`, or ``{"vectors": [...]}``.
    :param prompts: the law of a prompt: ``"gaussian"``, ``"cube"``, ``"rademacher"``, ``"sphere"``, ``"laplace"`` or
        ``{"anisotropic": variances}``.
    :param source_prior: α: ``"uniform"``, K probabilities, or ``{"concept": k, "mass": p}``.
    :param target: k*, counted from 0.
    :param noise: σ, the standard deviation of label noise of source and target.
    :param weak: the weak supervisor, such as :func:`biased`.
    :raises ValueError: names the key, its value and the remedy.
    """

    __slots__ = ("_core", "_json")
    _core: core.Problem
    _json: str

    def __init__(self, **keys: Any) -> None:
        defaults = {"prompts": "gaussian", "source_prior": "uniform", "noise": 0.5, "weak": biased()}
        if "concepts" in keys:
            keys = defaults | ({} if "target_prior" in keys else {"target": 0}) | keys
        self._hold(core.Problem.from_toml(_toml.table("problem", keys)))

    def _hold(self, held: core.Problem) -> None:
        object.__setattr__(self, "_core", held)
        object.__setattr__(self, "_json", held.to_json())

    @classmethod
    def _of(cls, held: core.Problem) -> Problem:
        problem = cls.__new__(cls)
        problem._hold(held)
        return problem

    @classmethod
    def from_toml(cls, text: str) -> Problem:
        """The problem of the text of a claim file, or of its keys alone."""
        return cls._of(core.Problem.from_toml(text))

    def to_toml(self) -> str:
        """The ``[problem]`` table of a claim file."""
        return self._core.to_toml()

    def replace(self, **keys: Any) -> Problem:
        """The same problem with other values of some keys; ``replace(**{"weak.noise": 0.3})`` sets one key within a table."""
        changed = self.description
        for path, value in keys.items():
            *tables, last = path.split(".")
            inner = changed
            for name in tables:
                inner = inner.setdefault(name, {})
                if not isinstance(inner, dict):
                    raise ValueError(f"{path}: {name} is {inner!r}, which has no keys; set {name} itself")
            inner[last] = value
        if "target_prior" in keys:
            changed.pop("target", None)
        if "target" in keys:
            changed.pop("target_prior", None)
        return Problem(**changed)

    @property
    def description(self) -> Description:
        """Its keys with their values."""
        found: Description = json.loads(self._json)
        return found

    @property
    def dim(self) -> int:
        """d, the dimension of a prompt."""
        return self._core.dim()

    @property
    def concept_count(self) -> int:
        """K, the number of concepts."""
        return self._core.concept_count()

    @property
    def concepts(self) -> Array:
        """β₁ … β_K, shape (K, d)."""
        return frozen(self._core.numbers("concepts"), self.concept_count, self.dim)

    @property
    def weak_concepts(self) -> Array:
        """β₁ʷ … β_Kʷ, shape (K, d)."""
        return frozen(self._core.numbers("weak_concepts"), self.concept_count, self.dim)

    @property
    def source_mean(self) -> Array:
        """β_P, length d."""
        return frozen(self._core.numbers("source_mean"), self.dim)

    @property
    def target_mean(self) -> Array:
        """β_Q, length d."""
        return frozen(self._core.numbers("target_mean"), self.dim)

    @property
    def weak_mean(self) -> Array:
        """β_Q′, length d."""
        return frozen(self._core.numbers("weak_mean"), self.dim)

    @property
    def source_prior(self) -> Array:
        """α, length K."""
        return frozen(self._core.numbers("source_prior"), self.concept_count)

    @property
    def target_prior(self) -> Array:
        """π, length K."""
        return frozen(self._core.numbers("target_prior"), self.concept_count)

    @property
    def biases(self) -> Biases:
        """ε_P², ε_Q′² and the product of the biases."""
        return Biases(*self._core.biases())

    def sample(self, n: int, size: int = 1, *, rng: int = 1, labels: str = "weak", mixed: bool = False) -> Examples:
        """``size`` samples of n labelled prompts: X of shape (size, n, d), and Y of shape (size, n).

        :param rng: the seed; the same seed draws the same samples.
        :param labels: who labels: ``"weak"``, ``"source"`` or ``"target"``.
        :param mixed: whether each example has a concept of its own; by default one concept labels a sample.
        """
        return sample(self._core, n, size, rng, labels, mixed)

    def moments(self, n: int, size: int = 1, *, rng: int = 1, labels: str = "weak", mixed: bool = False) -> Moments:
        """The moments of ``size`` samples of n labelled prompts, drawn from their own law; see :meth:`sample`."""
        return moments(self._core, n, size, rng, labels, mixed)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a problem is immutable; replace({name}=...) makes another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a problem is immutable")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self._json == other._json

    def __hash__(self) -> int:
        return hash(self._json)

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_json, (self._json,)

    def __repr__(self) -> str:
        keys = ", ".join(f"{key}={value!r}" for key, value in self.description.items())
        return f"w2s.Problem({keys})"


def _from_json(text: str) -> Problem:
    return Problem._of(core.Problem(text))
