#!/usr/bin/env python3
"""Makes pytorch-dcgan-*.safetensors beside this file: the networks of PyTorch's DCGAN example, tiny and with statistics that are not those of a fresh
network, an input of each and what it makes of it. Needs PyTorch and nothing else."""
import json, os, struct
import torch
import torch.nn as nn

LATENT, FEATURES, CHANNELS, BATCH = 3, 2, 3, 2


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        layers, widest = [], 8 * FEATURES
        layers += [nn.ConvTranspose2d(LATENT, widest, 4, 1, 0, bias=False), nn.BatchNorm2d(widest), nn.ReLU(True)]
        for width in (4 * FEATURES, 2 * FEATURES, FEATURES):
            layers += [nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(True)]
        self.main = nn.Sequential(*layers, nn.ConvTranspose2d(FEATURES, CHANNELS, 4, 2, 1, bias=False), nn.Tanh())

    def forward(self, x):
        return self.main(x)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(CHANNELS, FEATURES, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True)]
        for width in (FEATURES, 2 * FEATURES, 4 * FEATURES):
            layers += [nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2, inplace=True)]
        self.main = nn.Sequential(*layers, nn.Conv2d(8 * FEATURES, 1, 4, 1, 0, bias=False), nn.Sigmoid())

    def forward(self, x):
        return self.main(x).view(-1, 1)


def save(name, tensors):
    header, data = {}, b""
    for key, tensor in tensors.items():
        integer = tensor.dtype == torch.int64
        raw = struct.pack(f"<{tensor.numel()}{'q' if integer else 'f'}", *tensor.flatten().tolist())
        header[key] = {"dtype": "I64" if integer else "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


torch.manual_seed(1)
with torch.no_grad():
    for name, network, sample in (("generator", Generator(), (LATENT, 1, 1)), ("discriminator", Discriminator(), (CHANNELS, 64, 64))):
        for key, tensor in network.state_dict().items():
            if key.endswith("running_var"):
                tensor.uniform_(0.5, 2)
            elif key.endswith("num_batches_tracked"):
                tensor.fill_(7)
            elif tensor.dim() == 1:
                tensor.normal_(0.5, 0.5)
            else:
                tensor.normal_(0, 0.3)
        network.eval()
        x = torch.randn(BATCH, *sample).clamp(-1, 1)
        save(f"pytorch-dcgan-{name}.safetensors", network.state_dict())
        save(f"pytorch-dcgan-{name}-forward.safetensors", {"input": x, "output": network(x)})
