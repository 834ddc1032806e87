import pytest

import w2s


@pytest.fixture
def problem() -> w2s.Problem:
    """The problem of the tutorial."""
    return w2s.Problem(
        dim=16, concepts=w2s.orthonormal(4), prompts="cube", weak=w2s.biased(cosine=0.8, off_hull=0.6, noise=0.5)
    )
