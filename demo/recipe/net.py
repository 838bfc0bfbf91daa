"""Whisper's architecture, for training: encoder windows of any length, and attention that can be taught.

The parameters carry the names that transformers gives them, so that they can be handed over as they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from tokens import TIME_STEPS
from torch import Tensor, nn
from torch.nn import functional as fn
from windows import MELS, Batch

POSITIONS, TOKENS_MAX = 1500, 448
# (decoder layer, head): taught to look where the word is spoken; the last layer's two give the words' times
TAUGHT_HEADS = ((0, 0), (1, 0), (1, 1))
ALIGNMENT_HEADS = [[1, 0], [1, 1]]


@dataclass(frozen=True)
class Size:
    """The model's dimensions; `words` is the number of tokens that are not time stamps."""

    words: int
    end: int
    width: int = 96
    heads: int = 4
    encoder_layers: int = 2
    decoder_layers: int = 2


def sinusoids(length: int, width: int) -> Tensor:
    """Whisper's position code."""
    step = math.log(10_000) / (width // 2 - 1)
    angles = torch.arange(length)[:, None] * torch.exp(-step * torch.arange(width // 2))[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class Attention(nn.Module):
    """Multi-head attention that also gives its probabilities where they are asked for."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(3))
        self.k_proj = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor, source: Tensor, causal: bool = False, tell: bool = False) -> tuple[Tensor, Tensor]:
        """Let `x` look at `source`; both are batch x steps x width."""
        rows, steps, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(rows, -1, self.heads, width // self.heads).transpose(1, 2)

        query, key, value = split(self.q_proj(x)), split(self.k_proj(source)), split(self.v_proj(source))
        if tell:
            seen = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(width // self.heads), -1)
            found = seen @ value
        else:
            seen = x.new_zeros(0)
            found = fn.scaled_dot_product_attention(query, key, value, is_causal=causal)
        return self.out_proj(found.transpose(1, 2).reshape(rows, steps, width)), seen


class Layer(nn.Module):
    """One transformer layer; a decoder's also looks at the encoder's output."""

    def __init__(self, size: Size, decoder: bool) -> None:
        super().__init__()
        width = size.width
        self.self_attn = Attention(width, size.heads)
        self.self_attn_layer_norm = nn.LayerNorm(width)
        if decoder:
            self.encoder_attn = Attention(width, size.heads)
            self.encoder_attn_layer_norm = nn.LayerNorm(width)
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.final_layer_norm = nn.LayerNorm(width)

    def forward(self, x: Tensor, memory: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Give the layer's output, and where its cross-attention looked (empty in an encoder)."""
        normed = self.self_attn_layer_norm(x)
        x = x + self.self_attn(normed, normed, causal=memory is not None)[0]
        seen = x.new_zeros(0)
        if memory is not None:
            found, seen = self.encoder_attn(self.encoder_attn_layer_norm(x), memory, tell=True)
            x = x + found
        return x + self.fc2(fn.gelu(self.fc1(self.final_layer_norm(x)))), seen


class Encoder(nn.Module):
    """Sound to memory; `offsets` shift a short window along the 30 s of positions."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(MELS, size.width, 3, padding=1)
        self.conv2 = nn.Conv1d(size.width, size.width, 3, stride=2, padding=1)
        self.embed_positions = nn.Embedding(POSITIONS, size.width)
        self.embed_positions.weight.data.copy_(sinusoids(POSITIONS, size.width))
        self.embed_positions.weight.requires_grad_(False)
        self.layers = nn.ModuleList(Layer(size, decoder=False) for _ in range(size.encoder_layers))
        self.layer_norm = nn.LayerNorm(size.width)

    def forward(self, features: Tensor, offsets: Tensor) -> list[Tensor]:
        """Give every layer's normed output: the last is the memory."""
        x = fn.gelu(self.conv2(fn.gelu(self.conv1(features)))).transpose(1, 2)
        x = x + self.embed_positions.weight[torch.arange(x.shape[1]) + offsets[:, None]]
        outputs = []
        for layer in self.layers:
            x = layer(x)[0]
            outputs.append(self.layer_norm(x))
        return outputs


class Decoder(nn.Module):
    """Memory and tokens to the next tokens."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.embed_words = nn.Parameter(torch.randn(size.words, size.width) * 0.05)
        # time stamp and encoder position are both steps of 20 ms: the stamps' embeddings are a learnt linear
        # image of the position code, so that all 1501 are known though few are ever heard
        self.time_map = nn.Parameter(torch.eye(size.width) * 0.08)
        self.time_bias = nn.Parameter(torch.zeros(size.width))
        self.register_buffer("time_code", sinusoids(TIME_STEPS, size.width), persistent=False)
        self.embed_positions = nn.Embedding(TOKENS_MAX, size.width)
        self.embed_positions.weight.data.copy_(sinusoids(TOKENS_MAX, size.width) * 0.1)
        self.layers = nn.ModuleList(Layer(size, decoder=True) for _ in range(size.decoder_layers))
        self.layer_norm = nn.LayerNorm(size.width)

    def table(self) -> Tensor:
        """The embeddings of all tokens, time stamps last."""
        return torch.cat([self.embed_words, self.time_code @ self.time_map + self.time_bias])

    def forward(self, tokens: Tensor, memory: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Give logits, and every layer's cross-attention."""
        table = self.table()
        x = table[tokens] + self.embed_positions.weight[: tokens.shape[1]]
        looks = []
        for layer in self.layers:
            x, seen = layer(x, memory)
            looks.append(seen)
        return self.layer_norm(x) @ table.T, looks


class TinyWhisper(nn.Module):
    """The whole model, with side outputs that name the word in every frame, dropped after training."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.encoder, self.decoder = Encoder(size), Decoder(size)
        self.namers = nn.ModuleList(nn.Linear(size.width, size.end + 1) for _ in range(size.encoder_layers))
        for name, parameter in self.named_parameters():
            if ".layers." in name and parameter.ndim == 2:
                nn.init.xavier_uniform_(parameter)
            elif "conv" in name and parameter.ndim == 3:
                nn.init.kaiming_normal_(parameter)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The parts of the loss, and the share of right words."""
        outputs = self.encoder(batch.features, batch.offsets)
        naming = sum(
            fn.cross_entropy(namer(out).transpose(1, 2), batch.frames, ignore_index=-1)
            for namer, out in zip(self.namers, outputs, strict=True)
        )
        logits, looks = self.decoder(batch.inputs, outputs[-1])
        judged = batch.targets >= 0
        stamps = judged & (batch.targets >= self.size.words)
        text = judged & ~stamps
        chosen = torch.log_softmax(logits[text], -1)
        right = (chosen.argmax(-1) == batch.targets[text]).float().mean()
        return {
            "text": fn.nll_loss(chosen, batch.targets[text]),
            "times": self._time_loss(logits[stamps], batch.targets[stamps]),
            "looking": looking_loss(looks, batch.spans),
            "naming": naming,
            "right": right,
        }

    def _time_loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Time stamps are wanted as a narrow bell, since 20 ms either way is no fault."""
        if not len(targets):
            return logits.new_zeros(())
        steps = torch.arange(-3, 4)
        weights = torch.softmax(-(steps**2) / 2.0, 0)
        near = (targets[:, None] + steps).clamp(self.size.words, self.size.words + TIME_STEPS - 1)
        return -(torch.log_softmax(logits, -1).gather(-1, near) * weights).sum(-1).mean()


def looking_loss(looks: list[Tensor], spans: Tensor) -> Tensor:
    """Taught heads must look evenly over the whole of what they say: uneven looks blur the words' borders."""
    frames = torch.arange(looks[0].shape[-1])
    inside = ((frames >= spans[..., :1]) & (frames < spans[..., 1:])).float()
    counts = inside.sum(-1)
    wanted = inside / counts.clamp(min=1)[..., None]
    parts = [-(torch.log(looks[layer][:, head] + 1e-5) * wanted).sum(-1) for layer, head in TAUGHT_HEADS]
    # less the loss of the perfect look, so that the figure tends to nothing
    best = torch.log(counts.clamp(min=1))
    return torch.stack([(part - best)[counts > 0].mean() for part in parts]).mean()
