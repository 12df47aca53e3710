"""The encoder as an ONNX graph: BERT layers, mean over the words, unit length.

Written with onnx's own helper, so that building needs no torch.
"""

from __future__ import annotations

import math
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

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name


def build(model: NanoModel, word_rows: NDArray[np.float32]) -> onnx.ModelProto:
    """Inputs `ids` and `mask`, int64 (texts, length); outputs, float32: `vectors` (texts, hidden)
    and `tokens` (texts, length, 2 x hidden), the states of TOKEN_LAYERS, computed where asked for.
    """
    graph = _Graph()
    hidden = _embedding(graph, model, word_rows)
    bias = _mask_bias(graph)
    states = []
    for number in range(model.layers):
        hidden = _layer(graph, model, number, hidden, bias)
        if number + 1 in TOKEN_LAYERS:
            states.append(hidden)
    vectors = _pool(graph, hidden)
    graph.nodes.append(helper.make_node("Identity", [vectors], ["vectors"]))
    graph.nodes.append(helper.make_node("Concat", states, ["tokens"], axis=-1))
    body = helper.make_graph(
        graph.nodes,
        "e5",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "length"]),
            helper.make_tensor_value_info("mask", TensorProto.INT64, ["texts", "length"]),
        ],
        [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", model.hidden]),
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


def _layer(graph: _Graph, model: NanoModel, number: int, hidden: str, bias: str) -> str:
    prefix = f"l{number}"
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


def _pool(graph: _Graph, hidden: str) -> str:
    """Mean over the words that are not padding, then divided by its length."""
    floats = graph.add("Cast", "mask", to=TensorProto.FLOAT)
    last = graph.constant("last", np.array([-1], np.int64))
    first = graph.constant("first", np.array([1], np.int64))
    masked = graph.add("Mul", hidden, graph.add("Unsqueeze", floats, last))
    total = graph.add("ReduceSum", masked, first, keepdims=0)
    count = graph.add("ReduceSum", floats, first, keepdims=1)
    mean = graph.add("Div", total, count)
    length = graph.add("ReduceL2", mean, first, keepdims=1)
    tiny = graph.constant("tiny", np.array(1e-9, np.float32))
    return graph.add("Div", mean, graph.add("Max", length, tiny))
