"""Training steps and predictions of a transformer: this library against PyTorch, on one core in single precision, in turn.

    cargo bench -p weak-to-strong-transformer --bench transformer --no-run
    python3 benches/peers/transformer.py --rounds 5        needs PyTorch

Batches of 64 prompts of 33 tokens, width 48, three blocks, 64,000 parameters. PyTorch gets its tokens ready-made; here they are drawn (training) or
written (predictions), too. Of each round and program the median and the fastest of all samples are compared, for other work on a machine disturbs both.
"""

import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import time

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "transformer"))
from golden import Decoder  # noqa: E402

PROMPTS, SAMPLES = 64, 60
BENCH = ["cargo", "bench", "-q", "-p", "weak-to-strong-transformer", "--bench", "transformer", "--", "--sample-count", str(SAMPLES)]
MICROSECONDS = {"ns": 1e-3, "µs": 1.0, "ms": 1e3, "s": 1e6}


def times(step):
    """The median and the fastest of the samples, in microseconds a prompt."""
    found = []
    for sample in range(SAMPLES + 5):
        start = time.perf_counter()
        step()
        if sample >= 5:
            found.append((time.perf_counter() - start) / PROMPTS * 1e6)
    return statistics.median(found), min(found)


def pytorch():
    torch.set_num_threads(1)
    model = Decoder(17, 48, 4, 3, 80, 33, True, False, "swish", torch.float32)
    tokens, targets = torch.randn(PROMPTS, 33, 17), torch.randn(PROMPTS, 33)
    optimiser = torch.optim.AdamW(model.tensors.values(), lr=1e-4)

    def train():
        loss = ((model(tokens) - targets) ** 2).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    def predict():
        with torch.inference_mode():
            model(tokens)

    return {"training_step": times(train), "prediction": times(predict)}


def here():
    text = subprocess.run(BENCH, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = {}
    for name in ["training_step", "prediction"]:
        # Divan writes: name  fastest │ slowest │ median │ …
        columns = re.search(rf"{name} +(.*)", text).group(1).split("│")
        fastest, median = (of_text(columns[place]) for place in (0, 2))
        found[name] = (median, fastest)
    return found


def of_text(text):
    number, unit = text.split()
    return float(number) * MICROSECONDS[unit] / PROMPTS


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = [(here(), pytorch()) for _ in range(arguments.parse_args().rounds)]
    for name in ["training_step", "prediction"]:
        for place, word in enumerate(["median", "fastest"]):
            ours, theirs = ([one[name][place] for one in side] for side in zip(*rounds, strict=True))
            ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
            spread = [f"{statistics.median(x):.4g} ({min(x):.4g}–{max(x):.4g})" for x in (ours, theirs, ratios)]
            print(f"{name}, {word}: here {spread[0]} µs a prompt, PyTorch {spread[1]}, here ÷ PyTorch {spread[2]}")


if __name__ == "__main__":
    main()
