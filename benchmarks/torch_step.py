"""PyTorch's eager DCGAN training step, for comparison: the same networks, the same order of work, on random images.

Radford, Metz and Chintala 2016 as in src/ScratchGan.Gan/Models/Dcgan.cs: kernels of 4x4, stride 2, batch normalisation, Adam(2e-4, 0.5, 0.999), non-saturating
losses on logits. A step generates a batch, moves the discriminator on a real and the generated batch (two passes), then the generator on the same batch.

    python3 torch_step.py --batch 64 128 --precision default tf32 fp32     one JSON line for each pair

PyTorch's default precision is TF32 in convolutions and single in matrix products; tf32 and fp32 say so for both.
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn.functional import softplus

parser = argparse.ArgumentParser()
parser.add_argument("--image-size", type=int, default=64)
parser.add_argument("--channels", type=int, default=3)
parser.add_argument("--features", type=int, default=64)
parser.add_argument("--latent", type=int, default=100)
parser.add_argument("--batch", type=int, nargs="+", default=[64])
parser.add_argument("--steps", type=int, default=100)
parser.add_argument("--device", default="cuda")
parser.add_argument("--precision", choices=["default", "tf32", "fp32"], nargs="+", default=["default"])
options = parser.parse_args()

DEFAULTS = (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32)

def generator(size, channels, features, latent):
    width = features * size // 8
    layers = [nn.ConvTranspose2d(latent, width, 4, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    while width > features:
        layers += [nn.ConvTranspose2d(width, width // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(width // 2), nn.ReLU()]
        width //= 2
    return nn.Sequential(*layers, nn.ConvTranspose2d(width, channels, 4, 2, 1, bias=False), nn.Tanh())


def discriminator(size, channels, features):
    layers = [nn.Conv2d(channels, features, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    width = features
    while width < features * size // 8:
        layers += [nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2)]
        width *= 2
    return nn.Sequential(*layers, nn.Conv2d(width, 1, 4, bias=False), nn.Flatten())


def adam(module):
    return torch.optim.Adam(module.parameters(), lr=2e-4, betas=(0.5, 0.999))


def wait():
    if options.device == "cuda":
        torch.cuda.synchronize()


def networks():
    g = generator(options.image_size, options.channels, options.features, options.latent).to(options.device)
    d = discriminator(options.image_size, options.channels, options.features).to(options.device)
    for module in [*g.modules(), *d.modules()]:
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(module.weight, 0.0, 0.02)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1.0, 0.02)
    return g, d


def step(g, d, g_optimizer, d_optimizer, real):
    fake = g(torch.randn(len(real), options.latent, 1, 1, device=options.device))
    d_optimizer.zero_grad(set_to_none=True)
    (softplus(-d(real)).mean() + softplus(d(fake.detach())).mean()).backward()
    d_optimizer.step()
    g_optimizer.zero_grad(set_to_none=True)
    for parameter in d.parameters():
        parameter.requires_grad_(False)
    softplus(-d(fake)).mean().backward()
    for parameter in d.parameters():
        parameter.requires_grad_(True)
    g_optimizer.step()


def measure(batch, precision):
    allowed = DEFAULTS if precision == "default" else (precision == "tf32",) * 2
    torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32 = allowed
    torch.manual_seed(1)
    g, d = networks()
    real = torch.rand(batch, options.channels, options.image_size, options.image_size, device=options.device)
    state = (g, d, adam(g), adam(d), real)
    for _ in range(10):
        step(*state)
    wait()
    milliseconds = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(options.steps):
            step(*state)
        wait()
        milliseconds.append((time.perf_counter() - start) / options.steps * 1e3)
    median = statistics.median(milliseconds)
    print(json.dumps({
        "name": "torch-dcgan-step", "version": torch.__version__, "device": options.device, "precision": precision, "imageSize": options.image_size,
        "channels": options.channels, "features": options.features, "batch": batch, "medianMilliseconds": round(median, 3),
        "spread": round((max(milliseconds) - min(milliseconds)) / median, 3), "imagesPerSecond": round(batch / median * 1e3, 1),
    }), flush=True)


for batch in options.batch:
    for precision in options.precision:
        measure(batch, precision)
