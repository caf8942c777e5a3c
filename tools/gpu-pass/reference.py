#!/usr/bin/env python3
"""Training steps in PyTorch alone, written as people write them: what `bigbigan speed` is compared with.

    python3 reference.py small/fashion
    python3 reference.py imagenet/base --device cuda --batch 256 --type bfloat16 --compile

A step is two updates of D and one of G and E with Adam, then the average of G; the images are noise that lies on the device.
The answer is one line of JSON; its "parameters" are those that `bigbigan describe` counts. Any PyTorch from 1.13 on; --compile needs 2.0.
"""
import argparse
import json
import time

import torch
from torch import nn
from torch.nn import functional as F

# What models/small and models/imagenet say. G: channels after the stem and after each doubling, in multiples of "channels".
# D: the same of each block, and whether it halves. attention: the size of the image at which it stands.
MODELS = {
    "small/fashion": dict(
        size=32, colours=1, z=32, shared=16, batch=16,
        G=dict(channels=4, stem=16, doublings=(16, 8, 4), attention=None),
        E=dict(channels=16, units=(1, 1, 1), small=True, width=256, layers=2),
        D=dict(channels=4, blocks=((4, True), (8, True), (16, True), (32, False)), attention=None, width=128, layers=8),
        rates=dict(G=4e-4, E=1e-3, D=4e-4), betas=(0.5, 0.999), decay=0.998),
    "small/imagenet-32": dict(
        size=32, colours=3, z=120, shared=128, batch=256,
        G=dict(channels=64, stem=4, doublings=(4, 4, 4), attention=None),
        E=dict(channels=64, units=(2, 2, 2, 2), small=True, width=1024, layers=2),
        D=dict(channels=64, blocks=((4, True), (4, True), (4, False), (4, False)), attention=None, width=512, layers=8),
        rates=dict(G=1e-4, E=2e-4, D=2e-4), betas=(0.0, 0.999), decay=0.9999),
    "imagenet/base": dict(
        size=128, colours=3, z=120, shared=128, batch=2048,
        G=dict(channels=96, stem=16, doublings=(16, 8, 4, 2, 1), attention=64),
        E=dict(channels=64, units=(3, 4, 6, 3), small=False, width=4096, layers=4),
        D=dict(channels=96, blocks=((1, True), (2, True), (4, True), (8, True), (16, True), (16, False)), attention=64, width=2048, layers=8),
        rates=dict(G=5e-5, E=5e-5, D=2e-4), betas=(0.0, 0.999), decay=0.9999),
}


class Spectral(nn.Module):
    """A weight, divided by its largest singular value as one round of power iteration finds it."""

    def __init__(self, *shape, bias=True):
        super().__init__()
        self.raw = nn.Parameter(0.02 * torch.randn(shape))
        self.bias = nn.Parameter(torch.zeros(shape[0])) if bias else None
        self.register_buffer("left", torch.randn(shape[0]))

    def weight(self):
        # in float32, whatever the network around it is calculated in
        with torch.autocast(self.raw.device.type, enabled=False):
            matrix = self.raw.flatten(1)
            with torch.no_grad():
                right = F.normalize(self.left @ matrix, dim=0, eps=1e-4)
                left = F.normalize(matrix @ right, dim=0, eps=1e-4)
                self.left.copy_(left)
            return self.raw / (left @ matrix @ right)


class Linear(Spectral):
    def __init__(self, inputs, outputs, bias=True):
        super().__init__(outputs, inputs, bias=bias)

    def forward(self, x):
        return F.linear(x, self.weight(), self.bias)


class Conv(Spectral):
    def __init__(self, inputs, outputs, kernel, bias=True):
        super().__init__(outputs, inputs, kernel, kernel, bias=bias)

    def forward(self, x):
        return F.conv2d(x, self.weight(), self.bias, padding=self.raw.shape[-1] // 2)


class ConditionalNorm(nn.Module):
    def __init__(self, channels, condition):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels, eps=1e-4, affine=False)
        self.scale, self.shift = (Linear(condition, channels, bias=False) for _ in range(2))

    def forward(self, x, condition):
        scale, shift = (linear(condition)[:, :, None, None] for linear in (self.scale, self.shift))
        return self.norm(x) * (1 + scale) + shift


class Up(nn.Module):
    """A block of G: it doubles the size."""

    def __init__(self, inputs, outputs, condition):
        super().__init__()
        self.norms = nn.ModuleList([ConditionalNorm(inputs, condition), ConditionalNorm(outputs, condition)])
        self.convs = nn.ModuleList([Conv(inputs, outputs, 3), Conv(outputs, outputs, 3)])
        self.skip = Conv(inputs, outputs, 1)

    def forward(self, x, condition):
        inner = F.relu(self.norms[0](x, condition))
        inner = self.convs[0](F.interpolate(inner, scale_factor=2.0))
        inner = self.convs[1](F.relu(self.norms[1](inner, condition)))
        return inner + self.skip(F.interpolate(x, scale_factor=2.0))


class Down(nn.Module):
    """A block of D. The first takes images: it has no activation in front, and halves them before the product with the skip's weight."""

    def __init__(self, inputs, outputs, halves, first):
        super().__init__()
        self.first = first
        self.convs = nn.ModuleList([Conv(inputs, outputs, 3), Conv(outputs, outputs, 3)])
        self.halve = nn.AvgPool2d(2) if halves else nn.Identity()
        self.skip = Conv(inputs, outputs, 1) if halves or inputs != outputs else nn.Identity()

    def forward(self, x):
        inner = self.convs[0](x if self.first else F.relu(x))
        inner = self.halve(self.convs[1](F.relu(inner)))
        return inner + (self.skip(self.halve(x)) if self.first else self.halve(self.skip(x)))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.query, self.key = (Conv(channels, channels // 8, 1, bias=False) for _ in range(2))
        self.value, self.out = Conv(channels, channels // 2, 1, bias=False), Conv(channels // 2, channels, 1, bias=False)
        self.gain = nn.Parameter(torch.zeros(()))

    def forward(self, x):
        query = self.query(x).flatten(2)
        key, value = (F.max_pool2d(conv(x), 2).flatten(2) for conv in (self.key, self.value))
        weights = torch.softmax(query.transpose(1, 2) @ key, dim=-1)
        found = (value @ weights.transpose(1, 2)).unflatten(2, x.shape[2:])
        return x + self.gain * self.out(found)


class MlpBlock(nn.Module):
    def __init__(self, inputs, width, first, linear):
        super().__init__()
        activation = [] if first else [nn.ReLU()]
        self.inner = nn.Sequential(*activation, linear(inputs, width), nn.ReLU(), linear(width, width))
        self.skip = linear(inputs, width) if inputs != width else nn.Identity()

    def forward(self, x):
        return self.inner(x) + self.skip(x)


def mlp(inputs, width, layers, linear=Linear):
    """H and J of D, and the head of E: blocks of two layers."""
    blocks = [MlpBlock(width if i else inputs, width, i == 0, linear) for i in range(layers // 2)]
    return nn.Sequential(*blocks, nn.ReLU())


class Generator(nn.Module):
    """The stem takes a part of z; each block's norms take another, beside a row that all share."""

    def __init__(self, model):
        super().__init__()
        own = model["G"]
        self.part = model["z"] // (1 + len(own["doublings"]))
        self.shared = nn.Parameter(torch.randn(1, model["shared"]))
        self.width = width = own["stem"] * own["channels"]
        self.stem = Linear(self.part, 16 * width)
        self.blocks, self.attentions = nn.ModuleList(), nn.ModuleList()
        for i, multiple in enumerate(own["doublings"]):
            self.blocks.append(Up(width, multiple * own["channels"], model["shared"] + self.part))
            width = multiple * own["channels"]
            self.attentions.append(Attention(width) if own["attention"] == 8 << i else nn.Identity())
        self.end = nn.Sequential(nn.BatchNorm2d(width, eps=1e-4), nn.ReLU(), Conv(width, model["colours"], 3), nn.Tanh())

    def forward(self, z):
        first, *parts = z.split(self.part, dim=1)
        x = self.stem(first).unflatten(1, (self.width, 4, 4))
        for block, attention, part in zip(self.blocks, self.attentions, parts):
            x = attention(block(x, torch.cat([self.shared.expand(len(z), -1), part], dim=1)))
        return self.end(x)


class Discriminator(nn.Module):
    """F sees images, H latents, J what both make of a pair; each gives a score."""

    def __init__(self, model):
        super().__init__()
        own = model["D"]
        blocks, inputs, size = [], model["colours"], model["size"]
        for i, (multiple, halves) in enumerate(own["blocks"]):
            outputs, size = multiple * own["channels"], size // 2 if halves else size
            blocks.append(Down(inputs, outputs, halves, i == 0))
            if halves and size == own["attention"]:
                blocks.append(Attention(outputs))
            inputs = outputs
        width, layers = own["width"], own["layers"]
        self.F = nn.Sequential(*blocks, nn.ReLU())
        self.H, self.J = mlp(model["z"], width, layers), mlp(inputs + width, width, layers)
        self.scores = nn.ModuleList([Linear(inputs, 1), Linear(width, 1), Linear(width, 1)])

    def forward(self, x, z):
        of_x, of_z = self.F(x).sum((2, 3)), self.H(z)
        features = of_x, of_z, self.J(torch.cat([of_x, of_z], dim=1))
        return [score(seen).float() for score, seen in zip(self.scores, features)]


class Unit(nn.Module):
    """A bottleneck of ResNet-v2: norms and activations stand in front."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        inside = outputs // 4
        self.front = nn.Sequential(nn.BatchNorm2d(inputs), nn.ReLU())
        self.inner = nn.Sequential(
            nn.Conv2d(inputs, inside, 1, bias=False), nn.BatchNorm2d(inside), nn.ReLU(),
            nn.Conv2d(inside, inside, 3, stride, 1, bias=False), nn.BatchNorm2d(inside), nn.ReLU(),
            nn.Conv2d(inside, outputs, 1, bias=False))
        self.projection = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if stride > 1 or inputs != outputs else None

    def forward(self, x):
        front = self.front(x)
        return self.inner(front) + (x if self.projection is None else self.projection(front))


class Encoder(nn.Module):
    def __init__(self, model):
        super().__init__()
        own = model["E"]
        width = own["channels"]
        layers = [nn.Conv2d(model["colours"], width, 3, 1, 1, bias=False)] if own["small"] else [
            nn.Conv2d(model["colours"], width, 7, 2, 3, bias=False), nn.MaxPool2d(3, 2, 1)]
        for stage, count in enumerate(own["units"]):
            outputs = 4 * own["channels"] << stage
            for unit in range(count):
                layers.append(Unit(width, outputs, 2 if stage and unit == 0 else 1))
                width = outputs
        self.trunk = nn.Sequential(*layers, nn.BatchNorm2d(width), nn.ReLU())
        self.head = nn.Sequential(mlp(width, own["width"], own["layers"], nn.Linear), nn.Linear(own["width"], 2 * model["z"]))

    def forward(self, x, noise):
        mean, spread = self.head(self.trunk(x).mean((2, 3))).chunk(2, dim=1)
        return mean + F.softplus(spread) * noise


class Trainer:
    def __init__(self, model, device, batch, bfloat16, compiled):
        self.device, self.batch, self.bfloat16, self.z, self.decay = device, batch, bfloat16, model["z"], model["decay"]
        self.G, self.E, self.D = (network(model).to(device) for network in (Generator, Encoder, Discriminator))
        self.images = 2 * torch.rand(batch, model["colours"], model["size"], model["size"], device=device) - 1
        self.average = [weight.detach().clone() for weight in self.G.parameters()]

        def adam(*roles):
            groups = [dict(params=getattr(self, role).parameters(), lr=model["rates"][role]) for role in roles]
            return torch.optim.Adam(groups, betas=model["betas"], **(dict(fused=True) if device == "cuda" else {}))

        maybe_compiled = torch.compile if compiled else lambda function: function
        self.updates = [(adam("D"), maybe_compiled(self.loss_of_D))] * 2 + [(adam("G", "E"), maybe_compiled(self.loss_of_G_and_E))]

    def scores(self, images, latents):
        """D's of the pairs of E and of those of G, which share one batch."""
        return [score.chunk(2) for score in self.D(torch.cat(images), torch.cat(latents))]

    def pairs(self, z, noise):
        return (self.images, self.G(z)), (self.E(self.images, noise), z)

    def loss_of_D(self, z, noise):
        with torch.no_grad():
            pairs = self.pairs(z, noise)
        return sum(F.relu(1 - real).mean() + F.relu(1 + made).mean() for real, made in self.scores(*pairs))

    def loss_of_G_and_E(self, z, noise):
        return sum(real.mean() - made.mean() for real, made in self.scores(*self.pairs(z, noise)))

    def step(self):
        for optimiser, loss in self.updates:
            z, noise = torch.randn(2, self.batch, self.z, device=self.device)
            of_D = optimiser is self.updates[0][0]
            for network, trained in (self.D, of_D), (self.G, not of_D), (self.E, not of_D):
                network.requires_grad_(trained)
            optimiser.zero_grad(set_to_none=True)
            with torch.autocast(self.device, torch.bfloat16, enabled=self.bfloat16):
                value = loss(z, noise)
            value.backward()
            optimiser.step()
        torch._foreach_mul_(self.average, self.decay)
        torch._foreach_add_(self.average, [weight.detach() for weight in self.G.parameters()], alpha=1 - self.decay)
        if self.device == "cuda":
            torch.cuda.synchronize()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("variant", choices=MODELS)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--type", choices=["float32", "TF32", "bfloat16"], default="float32")
    parser.add_argument("--batch", type=int, help="images of an update [default: the spec's]")
    parser.add_argument("--seconds", type=float, default=5, help="how long, after some steps that do not count")
    parser.add_argument("--compile", action="store_true", help="with torch.compile")
    given = parser.parse_args()

    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = given.type == "TF32"
    torch.manual_seed(0)
    batch = given.batch or MODELS[given.variant]["batch"]
    trainer = Trainer(MODELS[given.variant], given.device, batch, given.type == "bfloat16", given.compile)
    for _ in range(3):
        trainer.step()
    times, end = [], time.perf_counter() + given.seconds
    while not times or time.perf_counter() < end:
        begin = time.perf_counter()
        trainer.step()
        times.append(time.perf_counter() - begin)
    median = sorted(times)[len(times) // 2]
    print(json.dumps(dict(
        variant=given.variant, type=given.type, batch=batch, milliseconds=1000 * median, imagesPerSecond=len(trainer.updates) * batch / median,
        compiled=given.compile, torch=torch.__version__,
        parameters={role: sum(weight.numel() for weight in getattr(trainer, role).parameters()) for role in "GED"},
        peakMemory=torch.cuda.max_memory_allocated() if given.device == "cuda" else None)))


if __name__ == "__main__":
    main()
