"""Build the embedded encoder: a sentence-transformers directory with an int8 ONNX file.

python -m retrieval.encoder.build --out var/models/e5-small
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file, save_file

from retrieval.encoder import graph, nano, prune, words
from retrieval.encoder.nano import NanoModel

MANIFEST = "manifest.json"
ONNX_FILE = "onnx/model_int8.onnx"
TUNED = Path(__file__).resolve().parents[2] / "models/understanding/layers.safetensors"
"""The uppermost layers, tuned to readers' needs (`models/README.md`)."""
RECIPE = "5"
"""Raised when the way of building changes, so that old builds are made anew."""


def build(out: Path) -> bool:
    """False when what stands there is whole and up to date."""
    source = nano.bundled()
    key = f"{RECIPE}:{source.stat().st_size}:{prune.KEPT_PIECES}:{tuned_sum()}"
    if _whole(out, key):
        return False
    begun = time.monotonic()
    _say("encoder: reading the bundled weights")
    model = nano.read(source)
    ids = prune.kept(model)
    rows = model.tensors["emb.word"].reshape(-1, model.hidden)[ids]
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "onnx").mkdir(parents=True)
    _write_tokenizer(fresh, model, ids)
    _write_weights(fresh, model, rows)
    _say("encoder: quantising to int8")
    _write_onnx(fresh, model, rows)
    _write_manifest(fresh, key)
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    _say(f"encoder: built in {time.monotonic() - begun:.0f} s")
    return True


def _write_tokenizer(out: Path, model: NanoModel, ids: list[int]) -> None:
    tokenizer = words.build([model.pieces[i] for i in ids], [model.scores[i] for i in ids])
    tokenizer.save(str(out / "tokenizer.json"))
    special = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    _json(
        out / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, **special},
    )
    _json(out / "special_tokens_map.json", special)


def _write_weights(out: Path, model: NanoModel, rows: NDArray[np.float32]) -> None:
    """Names and shapes as transformers' BertModel has them."""
    named = {"embeddings.word_embeddings.weight": rows}
    short = {
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln": "embeddings.LayerNorm",
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
        "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
    }  # fmt: skip
    for name, value in model.tensors.items():
        if name == "emb.word":
            continue
        if name in short:
            named[short[name]] = value.reshape(-1, model.hidden)
            continue
        head, kind = name.rsplit(".", 1)
        layer, _, part = head.partition(".")
        full = short[head] if head in short else f"encoder.layer.{layer[1:]}.{short[part]}"
        suffix = "weight" if kind == "w" else "bias"
        matrix = kind == "w" and not head.endswith("ln")
        size = len(model.tensors[f"{head}.b"])
        named[f"{full}.{suffix}"] = value.reshape(size, -1) if matrix else value
    save_file(named, str(out / "model.safetensors"), metadata={"format": "pt"})
    _json(out / "config.json", _config(model, len(rows)))
    _json(
        out / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(
                [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
            )
        ],
    )
    _json(out / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    (out / "1_Pooling").mkdir()
    _json(
        out / "1_Pooling/config.json",
        {"word_embedding_dimension": model.hidden, "pooling_mode_mean_tokens": True},
    )
    (out / "2_Normalize").mkdir()


def _config(model: NanoModel, vocabulary: int) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": model.hidden,
        "num_hidden_layers": model.layers,
        "num_attention_heads": model.heads,
        "intermediate_size": model.feed_forward,
        "hidden_act": "gelu",
        "layer_norm_eps": float(model.epsilon),
        "max_position_embeddings": model.positions,
        "type_vocab_size": 2,
        "vocab_size": vocabulary,
        "pad_token_id": 1,
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
    }


def _write_onnx(out: Path, model: NanoModel, rows: NDArray[np.float32]) -> None:
    full = out / "onnx/model.onnx"
    onnx.save(graph.build(model, rows, _tuned()), str(full))
    quantize_dynamic(
        full,
        out / ONNX_FILE,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
    )
    full.unlink()


def _tuned() -> dict[str, NDArray[np.float32]]:
    if not TUNED.exists():
        return {}
    return {name: value.astype(np.float32) for name, value in load_file(TUNED).items()}


def tuned_sum() -> str:
    """Names the tuned layers; what was learnt over them holds for no others."""
    return _sum(TUNED)[:16] if TUNED.exists() else "none"


def _write_manifest(out: Path, key: str) -> None:
    files = sorted(path for path in out.rglob("*") if path.is_file())
    sums = {str(path.relative_to(out)): _sum(path) for path in files}
    _json(out / MANIFEST, {"key": key, "files": sums})


def _whole(out: Path, key: str) -> bool:
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return bool(
            manifest["key"] == key
            and all((out / name).exists() for name in manifest["files"])
            and _sum(out / ONNX_FILE) == manifest["files"][ONNX_FILE]
        )
    except (OSError, ValueError, KeyError):
        return False


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the embedded encoder.")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    if not build(options.out):
        _say("encoder: up to date")


if __name__ == "__main__":
    main()
