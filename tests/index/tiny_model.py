"""A real sentence-transformers model of a few hundred kilobytes, with random weights: everything that goes
through an embedding model can be tested with it in milliseconds. Its cosines mean nothing."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel

HIDDEN = 32


def tiny_model(folder: Path, seed: int = 1, hidden: int = HIDDEN) -> Path:
    """Writes the model into `folder`; another seed is another model. A character is a token."""
    folder.mkdir(parents=True)
    characters = [chr(code) for code in (*range(33, 127), *range(0xAC00, 0xD7A4))]
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *characters]
    tokenizer = Tokenizer(models.WordLevel({piece: n for n, piece in enumerate(pieces)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex("."), "isolated")]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(seed)
    shape = BertConfig(
        vocab_size=len(pieces),
        hidden_size=hidden,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=2 * hidden,
        max_position_embeddings=514,
        pad_token_id=1,
    )
    BertModel(shape).save_pretrained(folder)
    _write(
        folder,
        "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": 512,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
    )
    places = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    kinds = [
        {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for n, (path, kind) in enumerate(places)
    ]
    _write(folder, "modules.json", kinds)
    _write(
        folder,
        "1_Pooling/config.json",
        {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True},
    )
    _write(folder, "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    (folder / "2_Normalize").mkdir()
    return folder


def _write(folder: Path, name: str, content: object) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
