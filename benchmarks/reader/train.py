"""Trains the reader's upper layers and says what it costs.

    python -m benchmarks.reader.train --data DIR [--papers DIR …] [--gold FILE.jsonl:DIR …] [--parallel DIR]
        [--outside FILE …] --out RUN [--minutes 60] [--resume] [--start RUN/last.pt]

A run with `--start` goes on from another's weights, with the questions that people wrote on the papers and
on the rows of their tables for much of what it sees.

Seeded; every few minutes the state is written to RUN/last.pt, from which `--resume` goes on. The learning
rate falls with the share of the minutes that has gone by, of all runs together.
"""

from __future__ import annotations

import argparse
import dataclasses
import pickle
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from benchmarks.reader.assemble import again, assembled
from benchmarks.reader.data import Example
from benchmarks.reader.sources import Sources
from index.config import IndexConfig
from index.models.reading.network import Upper, fresh_upper, joined
from index.models.reading.pieces import Piece, Texts
from index.models.unpacking import unpacked

NEVER = -1e9
HEAD_RATE = 1e-3
LAST_RATE = 0.03  # share of the rate at the end
WARM_UP = 60  # steps
TELL = 500  # pairs
SAVE_SECONDS = 120


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """An example in tokens; `starts` and `ends` are the positions where its answer may start and end."""

    question: Piece
    passage: Piece
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    weight: float

    @property
    def size(self) -> int:
        return len(self.question.ids) + len(self.passage.ids)


def pair_of(example: Example, texts: Texts) -> Pair | None:
    """None where the answer lies beyond what the network takes."""
    question, passage = texts.question(example.question), texts.passage(example.head, example.text)
    shift = len(question.ids)
    if not example.spans:
        return Pair(question, passage, (0,), (0,), example.weight)
    starts, ends = [], []
    for a, b in example.spans:
        inside = [n + shift for n, (s, e) in enumerate(passage.places) if s < e and s < b and a < e]
        if inside:
            starts += inside[:1] if example.exact else inside
            ends += inside[-1:] if example.exact else inside
    return Pair(question, passage, tuple(starts), tuple(ends), example.weight) if starts else None


def batches(pairs: Sequence[Pair], tokens: int, rng: random.Random) -> Iterator[list[Pair]]:
    """Groups of about `tokens` tokens of pairs of about one length, in random order."""
    for at in range(0, len(pairs), 512):
        groups: list[list[Pair]] = [[]]
        for one in sorted(pairs[at : at + 512], key=lambda p: p.size):
            if groups[-1] and one.size * (len(groups[-1]) + 1) > tokens:
                groups.append([])
            groups[-1].append(one)
        rng.shuffle(groups)
        yield from groups


def loss_of(upper: Upper, texts: Texts, group: Sequence[Pair]) -> Tensor:
    """Minus the log-likelihood that start and end lie where the answer is, or at position 0 for "not
    here"."""
    batch = joined(texts.states([p.question for p in group]), texts.states([p.passage for p in group]))
    values = upper(batch.states, batch.asked, batch.present)
    # The question's tokens but the first are no places for an answer, nor are padding, prefix and head.
    may = torch.zeros(values.shape[:2], dtype=torch.bool)
    right = torch.zeros(*values.shape, dtype=torch.bool)
    for row, one in enumerate(group):
        may[row, 0] = True
        shift = len(one.question.ids)
        may[row, [n + shift for n, (s, e) in enumerate(one.passage.places) if s < e]] = True
        right[row, list(one.starts), 0] = True
        right[row, list(one.ends), 1] = True
    values = values.masked_fill(~may[..., None], NEVER)
    held = values.masked_fill(~right, NEVER)
    each = (values.logsumexp(1) - held.logsumexp(1)).mean(1)
    weights = torch.tensor([p.weight for p in group])
    return (each * weights).sum() / weights.sum()


@dataclasses.dataclass
class Run:
    """What a checkpoint holds beside the weights."""

    seconds: float = 0.0
    cpu: float = 0.0
    pairs: int = 0
    epoch: int = 0
    at: int = 0


def save(out: Path, upper: Upper, optimiser: torch.optim.Optimizer, run: Run) -> None:
    part = out / "last.part"
    torch.save(
        {"upper": upper.state_dict(), "optimiser": optimiser.state_dict(), "run": dataclasses.asdict(run)},
        part,
    )
    part.replace(out / "last.pt")


def started(options: argparse.Namespace, texts: Texts) -> tuple[Upper, torch.optim.Optimizer, Run]:
    """The layers and the optimiser, as the bundled model or the checkpoint has them."""
    torch.manual_seed(options.seed)
    upper = fresh_upper(texts.tensors).train()
    head = [*upper.head.parameters(), upper.mark]
    groups = [{"params": list(upper.layers.parameters())}, {"params": head}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    run = Run()
    if options.start:
        upper.load_state_dict(torch.load(options.start)["upper"])
    if options.resume and (options.out / "last.pt").exists():
        kept = torch.load(options.out / "last.pt")
        upper.load_state_dict(kept["upper"])
        optimiser.load_state_dict(kept["optimiser"])
        run = Run(**kept["run"])
    return upper, optimiser, run


def groups_left(pairs: Sequence[Pair], run: Run, options: argparse.Namespace) -> Iterator[list[Pair]]:
    """The batches that are left of the run, epoch by epoch; `run` says how far it is."""
    while run.epoch < options.epochs:
        rng = random.Random(options.seed * 1000 + run.epoch)
        order = list(pairs)
        rng.shuffle(order)
        passed = 0
        for group in batches(order, options.tokens, rng):
            passed += len(group)
            if passed > run.at:  # the others were seen before the checkpoint
                yield group
                run.at = passed
        run.epoch, run.at = run.epoch + 1, 0


def train(options: argparse.Namespace, examples: Sequence[Example]) -> None:
    texts = Texts(unpacked(IndexConfig().cache_dir), held=10**9)
    upper, optimiser, run = started(options, texts)
    pairs = [p for e in examples if (p := pair_of(e, texts))]
    print(len(pairs), "pairs of", sum(p.size for p in pairs) // len(pairs), "tokens", flush=True)
    began, c0 = time.time() - run.seconds, time.process_time() - run.cpu
    saved, losses, told = time.time(), [], run.pairs
    for group in groups_left(pairs, run, options):
        gone = max(run.seconds / (options.minutes * 60), run.pairs / (options.epochs * len(pairs)))
        if gone >= 1:
            break
        scale = min(1.0, (len(losses) + 1) / WARM_UP) * max(LAST_RATE, 1 - gone)
        for slot, base in zip(optimiser.param_groups, (options.rate, HEAD_RATE), strict=True):
            slot["lr"] = base * scale
        loss = loss_of(upper, texts, group)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(upper.layers.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        run.pairs += len(group)
        run.seconds, run.cpu = time.time() - began, time.process_time() - c0
        if run.pairs - told >= TELL:
            told = run.pairs
            mean = sum(losses[-60:]) / len(losses[-60:])
            print(
                f"{run.pairs} pairs, loss {mean:.3f}, {run.seconds:.0f} s, {run.cpu:.0f} s of cpu", flush=True
            )
        if time.time() - saved > SAVE_SECONDS:
            saved = time.time()
            save(options.out, upper, optimiser, run)
    save(options.out, upper, optimiser, run)
    print("trained on", run.pairs, "pairs in", round(run.seconds), "s", round(run.cpu), "s of cpu")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--papers", type=Path, nargs="*", default=[])
    parser.add_argument("--gold", nargs="*", default=[], metavar="FILE.jsonl:DIR")
    parser.add_argument("--parallel", type=Path)
    parser.add_argument("--outside", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=1600, help="of a batch")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights this run goes on from")
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    kept = options.out / "examples.pickle"
    if options.resume and kept.exists():
        examples = pickle.loads(kept.read_bytes())
    else:
        sources = Sources(
            options.data,
            tuple(options.papers),
            tuple(options.gold),
            options.parallel,
            tuple(options.outside),
            options.seed,
        )
        examples = assembled(sources)
        if options.start:
            examples = again(examples, sources)
        kept.write_bytes(pickle.dumps(examples))
    train(options, examples)


if __name__ == "__main__":
    main()
