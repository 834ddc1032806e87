"""A transformer of one's own, trained in PyTorch, as a source: this writes a file of weights that `w2s` reads.

    pip install torch numpy safetensors
    python examples/pytorch_transformer.py mine.safetensors               2,000 steps, about 200 s of a processor
    w2s measure answer.distance --problem PROBLEM.toml --set source=transformer:mine.safetensors --set batch=8

docs/transformers.md has the names and shapes of tensors. A `torch.nn.Linear` stores a layer as outputs x inputs: its transpose is written. With a
second file name, 100 prompts, their labels and what this network answers are written, too.
"""

import json
import math
import sys

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

DIM, CONCEPTS, NOISE, EXAMPLES = 4, 2, 0.3, 8
WIDTH, HEADS, LAYERS, HIDDEN = 16, 2, 2, 24

PROBLEM = {
    "dim": DIM,
    "prompts": "cube",
    "concepts": {"orthonormal": CONCEPTS},
    "source_prior": "uniform",
    "target": 0,
    "noise": NOISE,
    "weak": {"cosine": 0.8, "off_hull": 0.6, "noise": NOISE},
}
TOKENS = {"dim": DIM, "form": "plain"}
ARCHITECTURE = {
    "features": 2 * DIM + 1,
    "width": WIDTH,
    "heads": HEADS,
    "layers": LAYERS,
    "hidden": HIDDEN,
    "context": EXAMPLES + 1,
    "norm": "root_mean_square",
    "positions": False,
    "gate": "swish",
}


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(WIDTH))

    def forward(self, h):
        return self.gain * h * torch.rsqrt(h.square().mean(-1, keepdim=True) + 1e-6)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention_norm, self.mlp_norm = Norm(), Norm()
        self.input = nn.Linear(WIDTH, 3 * WIDTH, bias=False)
        self.attention_output = nn.Linear(WIDTH, WIDTH, bias=False)
        self.left, self.right = nn.Linear(WIDTH, HIDDEN), nn.Linear(WIDTH, HIDDEN)
        self.mlp_output = nn.Linear(HIDDEN, WIDTH, bias=False)

    def forward(self, h):
        prompts, length, _ = h.shape
        parts = self.input(self.attention_norm(h)).reshape(prompts, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(*parts, is_causal=True)
        h = h + self.attention_output(mixed.transpose(1, 2).reshape(h.shape))
        n = self.mlp_norm(h)
        return h + self.mlp_output(nn.functional.silu(self.left(n)) * self.right(n))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Linear(2 * DIM + 1, WIDTH)
        self.blocks = nn.Sequential(*(Block() for _ in range(LAYERS)))
        self.norm, self.readout = Norm(), nn.Linear(WIDTH, 1)

    def forward(self, prompts, labels):
        """The predictions at x_1, ..., x_{m+1}: prompts (size, m + 1, d), labels (size, m + 1), whose last one is not read."""
        examples = torch.cat([prompts, labels.unsqueeze(-1)], -1)
        before = torch.cat([torch.zeros_like(examples[:, :1]), examples[:, :-1]], 1)
        tokens = torch.cat([prompts, before], -1)
        return self.readout(self.norm(self.blocks(self.embedding(tokens)))).squeeze(-1)


def tensors(network):
    """The tensors under the names, and in the shapes, of docs/transformers.md."""
    named = {
        "embedding.weight": network.embedding.weight.T,
        "embedding.bias": network.embedding.bias,
        "norm": network.norm.gain,
        "readout.weight": network.readout.weight.T,
        "readout.bias": network.readout.bias,
    }
    for number, block in enumerate(network.blocks):
        named |= {
            f"blocks.{number}.{name}": tensor
            for name, tensor in {
                "attention.norm": block.attention_norm.gain,
                "attention.input": block.input.weight.T,
                "attention.output": block.attention_output.weight.T,
                "mlp.norm": block.mlp_norm.gain,
                "mlp.left.weight": block.left.weight.T,
                "mlp.left.bias": block.left.bias,
                "mlp.right.weight": block.right.weight.T,
                "mlp.right.bias": block.right.bias,
                "mlp.output": block.mlp_output.weight.T,
            }.items()
        }
    return {name: tensor.detach().contiguous() for name, tensor in named.items()}


def draw(size, generator):
    """Prompts and labels of the source's law: one concept, a unit vector of the first coordinates, behind all examples of a prompt."""
    prompts = torch.rand(size, EXAMPLES + 1, DIM, generator=generator) * 2 - 1
    concepts = torch.randint(CONCEPTS, (size, 1, 1), generator=generator).expand(-1, EXAMPLES + 1, 1)
    labels = prompts.gather(-1, concepts).squeeze(-1)
    return prompts, labels + NOISE * torch.randn(size, EXAMPLES + 1, generator=generator)


def train(steps, generator):
    network = Transformer()
    optimiser = torch.optim.AdamW(network.parameters(), lr=6e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / 100) * (1 + math.cos(math.pi * step / steps)) / 2
    )
    for step in range(steps):
        prompts, labels = draw(64, generator)
        loss = (network(prompts, labels) - labels).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 500 == 499:
            print(f"step {step + 1}: loss {loss.item():.4f}, of which the noise is {NOISE**2:.4f}")
    return network


def main(path, answers=None):
    torch.manual_seed(1)
    generator = torch.Generator().manual_seed(1)
    network = train(2000, generator)
    about = {"layout": 1, "version": "0.2.0", "problem": PROBLEM, "tokens": TOKENS, "architecture": ARCHITECTURE}
    save_file(tensors(network), path, metadata={"w2s": json.dumps(about)})
    if answers:
        prompts, labels = (part.numpy().round(3).astype(np.float32) for part in draw(100, generator))
        with torch.no_grad():
            found = network(torch.tensor(prompts), torch.tensor(labels)).numpy()
        rounded = {"prompts": prompts, "labels": labels, "answers": found}
        with open(answers, "w") as file:
            json.dump({name: [float(f"{x:.7g}") for x in part.flatten()] for name, part in rounded.items()}, file)
            file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
