"""Train the demo's tiny Whisper on the committed rushes, from nothing, and write demo/tiny-whisper/.

    python train_tiny_whisper.py [--resume checkpoint.pt] [--plan 800x24x700,3000x8x900]

A plan's stages are frames (of 10 ms) x windows at a time x steps.  Needs torch, transformers, tokenizers,
ctranslate2, faster-whisper and soundfile; two processor cores are enough.
"""

from __future__ import annotations

import argparse
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from export import export
from net import Size, TinyWhisper
from speech import ROOT, Utterance, load_takes
from tokenizers import Tokenizer
from tokens import END, NO_TIMESTAMPS, build
from torch.optim import AdamW, Muon, Optimizer
from windows import Batch, WindowMaker

OUT = ROOT / "demo" / "tiny-whisper"
SEED = 5
PARTS = {"text": 1.0, "times": 0.5, "looking": 0.5, "naming": 0.5}


@dataclass(frozen=True)
class Stage:
    """Windows of `frames` (10 ms each), `size` of them at a time, for `steps` steps."""

    frames: int
    size: int
    steps: int


def parse_plan(text: str) -> list[Stage]:
    """Read "800x24x700,3000x8x900"."""
    return [Stage(*(int(number) for number in stage.split("x"))) for stage in text.split(",")]


def feed(takes: list[list[Utterance]], tokenizer: Tokenizer, plan: list[Stage], seed: int) -> Iterator[Batch]:
    """Make batches in a thread of their own, a few ahead of the training."""
    ready: queue.Queue[Batch] = queue.Queue(4)

    def work() -> None:
        for number, stage in enumerate(plan):
            maker = WindowMaker(takes, tokenizer, stage.frames, seed + number)
            for _ in range(stage.steps):
                ready.put(maker.batch(stage.size))

    threading.Thread(target=work, daemon=True).start()
    for stage in plan:
        for _ in range(stage.steps):
            yield ready.get()


def optimizers(net: TinyWhisper, scale: float) -> list[Optimizer]:
    """Muon for the layers' matrices, which then learn several times faster; AdamW for the rest."""
    matrices, rest = [], []
    for name, parameter in net.named_parameters():
        if parameter.requires_grad:
            (matrices if ".layers." in name and parameter.ndim == 2 else rest).append(parameter)
    muon = Muon(matrices, lr=0.02 * scale, weight_decay=0.01)
    return [muon, AdamW(rest, lr=2e-3 * scale, betas=(0.9, 0.98), weight_decay=0.0)]


def rate_at(step: int, total: int) -> float:
    """The learning rate's factor: a short rise, a plateau, and a fall over the last 45 %."""
    return min(1.0, step / 40, (total - step + 1) / (0.45 * total))


def train(net: TinyWhisper, batches: Iterator[Batch], total: int, scale: float, checkpoint: Path) -> None:
    """Run all steps, saving `checkpoint` now and then."""
    steppers = optimizers(net, scale)
    highest = [[group["lr"] for group in stepper.param_groups] for stepper in steppers]
    began, means = time.monotonic(), {}
    for step, batch in enumerate(batches, start=1):
        for stepper, rates in zip(steppers, highest, strict=True):
            for group, rate in zip(stepper.param_groups, rates, strict=True):
                group["lr"] = rate * rate_at(step, total)
        parts = net.losses(batch)
        sum(weight * parts[name] for name, weight in PARTS.items()).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        for stepper in steppers:
            stepper.step()
            stepper.zero_grad(set_to_none=True)
        for name, value in ((name, part.detach()) for name, part in parts.items()):
            means[name] = 0.95 * means.get(name, float(value)) + 0.05 * float(value)
        if step % 25 == 0 or step == total:
            told = "  ".join(f"{name} {value:.4f}" for name, value in means.items())
            print(f"{step}/{total}  {told}  {time.monotonic() - began:.0f} s", flush=True)
        if step % 100 == 0 or step == total:
            torch.save(net.state_dict(), checkpoint)


def main() -> None:
    """Train and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plan", type=parse_plan, default="800x24x700,3000x8x900")
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--scale", type=float, default=1.0, help="of the learning rates")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--checkpoint", type=Path, default=Path("tiny-whisper.pt"))
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    takes = load_takes()
    utterances = [utterance for take in takes for utterance in take]
    tokenizer = build([" ".join(word.text for word in utterance.words) for utterance in utterances])
    net = TinyWhisper(Size(tokenizer.token_to_id(NO_TIMESTAMPS) + 1, tokenizer.token_to_id(END)))
    if options.resume:
        net.load_state_dict(torch.load(options.resume))
    total = sum(stage.steps for stage in options.plan)
    if total:
        batches = feed(takes, tokenizer, options.plan, options.seed)
        train(net, batches, total, options.scale, options.checkpoint)
    export(net, tokenizer, options.out)


if __name__ == "__main__":
    main()
