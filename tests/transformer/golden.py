"""The decoder of docs/transformers.md in PyTorch: an implementation that shares no code with the crate.

    python tests/transformer/golden.py > tests/transformer/golden.json   predictions, and parameters after two steps of AdamW
"""

import json
import math

import torch


class Decoder:
    def __init__(self, features, width, heads, layers, hidden, context, norm, positions, gate, dtype):
        self.width, self.heads, self.layers, self.norm, self.gate = width, heads, layers, norm, gate
        shapes = {"embedding.weight": [features, width], "embedding.bias": [width]}
        if positions:
            shapes["positions"] = [context, width]
        for layer in range(layers):
            name = f"blocks.{layer}."
            if norm:
                shapes[name + "attention.norm"] = [width]
            shapes[name + "attention.input"] = [width, 3 * width]
            shapes[name + "attention.output"] = [width, width]
            if norm:
                shapes[name + "mlp.norm"] = [width]
            for side in ["left", "right"]:
                shapes[name + f"mlp.{side}.weight"] = [width, hidden]
                shapes[name + f"mlp.{side}.bias"] = [hidden]
            shapes[name + "mlp.output"] = [hidden, width]
        if norm:
            shapes["norm"] = [width]
        shapes["readout.weight"], shapes["readout.bias"] = [width, 1], [1]
        sizes = [math.prod(shape) for shape in shapes.values()]
        flat = torch.tensor(numbers(sum(sizes), 0.4), dtype=dtype)
        parts = torch.split(flat, sizes)
        self.tensors = {
            name: part.reshape(shape).clone().requires_grad_()
            for (name, shape), part in zip(shapes.items(), parts, strict=True)
        }

    def __call__(self, tokens):
        t = self.tensors
        h = tokens @ t["embedding.weight"] + t["embedding.bias"]
        sequences, length, _ = h.shape
        if "positions" in t:
            h = h + t["positions"][:length]
        for layer in range(self.layers):
            name = f"blocks.{layer}."
            inputs = self.normed(h, name + "attention.norm") @ t[name + "attention.input"]
            split = inputs.reshape(sequences, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            mixed = torch.nn.functional.scaled_dot_product_attention(*split, is_causal=True)
            h = h + mixed.transpose(1, 2).reshape(h.shape) @ t[name + "attention.output"]
            n = self.normed(h, name + "mlp.norm")
            left, right = (n @ t[name + f"mlp.{side}.weight"] + t[name + f"mlp.{side}.bias"] for side in ["left", "right"])
            joined = torch.nn.functional.silu(left) * right if self.gate == "swish" else left * right
            h = h + joined @ t[name + "mlp.output"]
        return (self.normed(h, "norm") @ t["readout.weight"] + t["readout.bias"]).squeeze(-1)

    def normed(self, h, name):
        if not self.norm:
            return h
        return h * torch.rsqrt((h * h).mean(-1, keepdim=True) + 1e-6) * self.tensors[name]


def numbers(count, start):
    return [math.sin(start + 12.9898 * i) * 0.9 for i in range(count)]


def golden():
    cases = []
    for norm, positions, gate in [(True, True, "swish"), (False, False, "product")]:
        model = Decoder(5, 6, 2, 2, 7, 9, norm, positions, gate, torch.float64)
        tokens = torch.tensor(numbers(5 * 7 * 3, 1.1), dtype=torch.float64).reshape(3, 7, 5)
        targets = torch.tensor(numbers(7 * 3, 2.2), dtype=torch.float64).reshape(3, 7)
        optimiser = torch.optim.AdamW(model.tensors.values(), lr=0.01, weight_decay=0.1)
        case = {"norm": norm, "positions": positions, "gate": gate, "predictions": model(tokens).flatten().tolist(), "losses": []}
        for _ in range(2):
            loss = ((model(tokens) - targets) ** 2).mean()
            case["losses"].append(loss.item())
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        case["parameters"] = torch.cat([tensor.flatten() for tensor in model.tensors.values()]).tolist()
        cases.append(case)
    print(json.dumps(cases))


if __name__ == "__main__":
    golden()
