"""A piper voice of a kilobyte: the real form, a model that hums 50 ms for each phoneme."""

from __future__ import annotations

import json
from pathlib import Path

import onnx
from onnx import TensorProto, helper
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

RATE = 16_000
_SAMPLES_A_PHONEME = RATE // 20


def write(folder: Path, name: str, *, speakers: int = 1) -> Path:
    """Write the voice's two files; returns the model."""
    path = folder / f"{name}.onnx"
    onnx.save(_model(), str(path))
    description = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "vi"},
        "phoneme_type": "espeak",
        "num_symbols": 256,
        "num_speakers": speakers,
        "speaker_id_map": {f"người {n}": n for n in range(speakers)} if speakers > 1 else {},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
    }
    path.with_name(f"{path.name}.json").write_text(json.dumps(description), "utf-8")
    return path


def _model() -> onnx.ModelProto:
    """length = phonemes x samples x length_scale; a sine that swells and dies away over it."""

    def constant(
        name: str, value: float, kind: int = TensorProto.FLOAT, shape: tuple[int, ...] = ()
    ) -> onnx.TensorProto:
        return helper.make_tensor(name, kind, shape, [value])

    nodes = [
        helper.make_node("Cast", ["input_lengths"], ["count"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["scales", "one"], ["scale"]),
        helper.make_node("Mul", ["count", "each"], ["length_at_one"]),
        helper.make_node("Mul", ["length_at_one", "scale"], ["length_vector"]),
        helper.make_node("Squeeze", ["length_vector"], ["length"]),
        helper.make_node("Range", ["zero", "length", "step"], ["time"]),
        helper.make_node("Mul", ["time", "hum"], ["phase"]),
        helper.make_node("Sin", ["phase"], ["wave"]),
        helper.make_node("Div", ["time", "length"], ["share"]),
        helper.make_node("Mul", ["share", "pi"], ["half_turn"]),
        helper.make_node("Sin", ["half_turn"], ["swell"]),
        helper.make_node("Mul", ["wave", "swell"], ["sound"]),
        helper.make_node("Unsqueeze", ["sound", "axes"], ["output"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    constants = [
        constant("one", 1, TensorProto.INT64),
        constant("each", _SAMPLES_A_PHONEME),
        constant("zero", 0.0),
        constant("step", 1.0),
        constant("hum", 0.08),
        constant("pi", 3.14159265),
        constant("axes", 0, TensorProto.INT64, (1,)),
    ]
    output = [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)]
    graph = helper.make_graph(nodes, "hum", inputs, output, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
