"""The encoder as an ONNX graph: BERT layers, mean over the words, unit length.

Beside the upper layers stand those tuned to readers' needs; both share what is below, so that one
graph answers both questions. Written with onnx's own helper, so that building needs no torch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from retrieval.encoder.nano import NanoModel

OPSET = 20
"""The first with LayerNormalization and exact Gelu both."""

TOKEN_LAYERS = (6, 12)
"""Whose states come out word by word for the answer judge, side by side: the middle one holds more
of which word it is, the last more of what is meant."""

LARGE = -1e4
"""Added to the scores of padding before softmax: e^-10000 is 0 in float32."""


class _Graph:
    """Nodes and constants as they are added; every helper returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def number(self, name: str, value: int) -> str:
        """A list of one axis, made once."""
        if all(constant.name != name for constant in self.constants):
            self.constant(name, np.array([value], np.int64))
        return name

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name


def build(
    model: NanoModel, word_rows: NDArray[np.float32], tuned: Mapping[str, NDArray[np.float32]]
) -> onnx.ModelProto:
    """Inputs `ids` and `mask`, int64 (texts, length); outputs float32: `vectors` (texts, hidden) of
    unit length; `meanings` (texts, hidden), the mean over the words after the tuned layers;
    `tokens` (texts, length, 2 x hidden), the states of TOKEN_LAYERS. Each is computed where asked
    for.

    `tuned` has the uppermost layers' tensors as the model names them; empty: its own layers.
    """
    graph = _Graph()
    hidden = _embedding(graph, model, word_rows)
    bias = _mask_bias(graph)
    states = []
    layers = {name.partition(".")[0] for name in tuned}
    shared = model.layers - len(layers)
    meaning = ""
    for number in range(model.layers):
        if number == shared:
            meaning = _tuned(graph, model, tuned, hidden, bias)
        hidden = _layer(graph, model, f"l{number}", hidden, bias)
        if number + 1 in TOKEN_LAYERS:
            states.append(hidden)
    _answer(graph, "vectors", _unit(graph, _mean(graph, hidden)))
    _answer(graph, "meanings", _mean(graph, meaning or hidden))
    graph.nodes.append(helper.make_node("Concat", states, ["tokens"], axis=-1))
    body = helper.make_graph(
        graph.nodes,
        "e5",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "length"]),
            helper.make_tensor_value_info("mask", TensorProto.INT64, ["texts", "length"]),
        ],
        [
            *(
                helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", model.hidden])
                for name in ("vectors", "meanings")
            ),
            helper.make_tensor_value_info(
                "tokens", TensorProto.FLOAT, ["texts", "length", len(states) * model.hidden]
            ),
        ],
        graph.constants,
    )
    made = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)])
    made.ir_version = 10
    onnx.checker.check_model(made)
    return made


def _embedding(graph: _Graph, model: NanoModel, word_rows: NDArray[np.float32]) -> str:
    words = graph.add("Gather", graph.constant("words", word_rows), "ids")
    length = graph.add("Shape", "ids", start=1, end=2)
    zero = graph.constant("zero", np.array([0], np.int64))
    # The type row is the same for every word: it is folded into the positions.
    table = (
        model.tensors["emb.pos"].reshape(-1, model.hidden)
        + model.tensors["emb.type"][: model.hidden]
    )
    places = graph.add("Slice", graph.constant("places", table), zero, length, zero)
    return _norm(graph, model, graph.add("Add", words, places), "emb.ln")


def _mask_bias(graph: _Graph) -> str:
    """0 for words and LARGE for padding, shaped (texts, 1, 1, length)."""
    floats = graph.add("Cast", "mask", to=TensorProto.FLOAT)
    one = graph.constant("one", np.array(1, np.float32))
    missing = graph.add("Sub", one, floats)
    scaled = graph.add("Mul", missing, graph.constant("large", np.array(LARGE, np.float32)))
    return graph.add("Unsqueeze", scaled, graph.constant("middle", np.array([1, 2], np.int64)))


def _tuned(
    graph: _Graph,
    model: NanoModel,
    tuned: Mapping[str, NDArray[np.float32]],
    hidden: str,
    bias: str,
) -> str:
    """The hidden state after the tuned layers, which stand uppermost; `hidden` without any."""
    named = {f"tuned.{name}": value for name, value in tuned.items()}
    other = replace(model, tensors=named)
    for layer in sorted({name.partition(".")[0] for name in tuned}, key=lambda name: int(name[1:])):
        hidden = _layer(graph, other, f"tuned.{layer}", hidden, bias)
    return hidden


def _layer(graph: _Graph, model: NanoModel, prefix: str, hidden: str, bias: str) -> str:
    heads = [_heads(graph, model, f"{prefix}.{part}", hidden) for part in ("q", "k", "v")]
    query, key, value = heads
    turned = graph.add("Transpose", key, perm=[0, 1, 3, 2])
    scale = graph.constant(
        f"{prefix}.scale", np.array(1 / math.sqrt(model.hidden // model.heads), np.float32)
    )
    scores = graph.add("Mul", graph.add("MatMul", query, turned), scale)
    weights = graph.add("Softmax", graph.add("Add", scores, bias), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", weights, value), perm=[0, 2, 1, 3])
    shape = graph.constant(f"{prefix}.joined", np.array([0, 0, model.hidden], np.int64))
    attended = _linear(graph, model, f"{prefix}.ao", graph.add("Reshape", mixed, shape))
    hidden = _norm(graph, model, graph.add("Add", attended, hidden), f"{prefix}.aln")
    inner = graph.add("Gelu", _linear(graph, model, f"{prefix}.fi", hidden))
    outer = _linear(graph, model, f"{prefix}.fo", inner)
    return _norm(graph, model, graph.add("Add", outer, hidden), f"{prefix}.oln")


def _heads(graph: _Graph, model: NanoModel, name: str, hidden: str) -> str:
    """(texts, heads, length, size of a head)"""
    size = model.hidden // model.heads
    shape = graph.constant(f"{name}.split", np.array([0, 0, model.heads, size], np.int64))
    split = graph.add("Reshape", _linear(graph, model, name, hidden), shape)
    return graph.add("Transpose", split, perm=[0, 2, 1, 3])


def _linear(graph: _Graph, model: NanoModel, name: str, hidden: str) -> str:
    bias = model.tensors[f"{name}.b"]
    weight = np.ascontiguousarray(model.tensors[f"{name}.w"].reshape(len(bias), -1).T)
    product = graph.add("MatMul", hidden, graph.constant(f"{name}.w", weight))
    return graph.add("Add", product, graph.constant(f"{name}.b", bias))


def _norm(graph: _Graph, model: NanoModel, hidden: str, name: str) -> str:
    weight = graph.constant(f"{name}.w", model.tensors[f"{name}.w"])
    bias = graph.constant(f"{name}.b", model.tensors[f"{name}.b"])
    return graph.add(
        "LayerNormalization", hidden, weight, bias, axis=-1, epsilon=float(model.epsilon)
    )


def _mean(graph: _Graph, hidden: str) -> str:
    """Mean over the words that are not padding."""
    floats = graph.add("Cast", "mask", to=TensorProto.FLOAT)
    last, first = graph.number("last", -1), graph.number("first", 1)
    masked = graph.add("Mul", hidden, graph.add("Unsqueeze", floats, last))
    total = graph.add("ReduceSum", masked, first, keepdims=0)
    return graph.add("Div", total, graph.add("ReduceSum", floats, first, keepdims=1))


def _unit(graph: _Graph, mean: str) -> str:
    """Divided by its length."""
    length = graph.add("ReduceL2", mean, graph.number("first", 1), keepdims=1)
    tiny = graph.constant("tiny", np.array(1e-9, np.float32))
    return graph.add("Div", mean, graph.add("Max", length, tiny))


def _answer(graph: _Graph, name: str, value: str) -> None:
    graph.nodes.append(helper.make_node("Identity", [value], [name]))
