# SPDX-License-Identifier: GPL-3.0-or-later
"""ONNX graphs taken apart in memory, and sessions that run the parts."""

from collections.abc import Mapping, Sequence
from typing import Any

from musicstudio.core.errors import EngineError

THREADS = 1
"""For each phrase; `singer` sings two at a time instead, for a third less processor time than splitting one."""


def part_of(model: Any, outputs: Sequence[str], inputs: Mapping[str, Sequence[int | None]]) -> Any:
    """A copy of a graph with only what computes ``outputs`` (other weights stay out of memory).

    inputs: tensors that are given from now on instead of computed, with their shapes (None: any size); float32.
    """
    from onnx import ModelProto, TensorProto, helper

    makers = {output: node for node in model.graph.node for output in node.output}
    wanted, kept = list(outputs), dict[int, Any]()
    while wanted:
        name = wanted.pop()
        node = None if name in inputs else makers.get(name)
        if node is not None and id(node) not in kept:
            kept[id(node)] = node
            wanted.extend(node.input)
    used = {name for node in kept.values() for name in node.input}
    graph = helper.make_graph(
        [node for node in model.graph.node if id(node) in kept],
        "part",
        [known for known in model.graph.input if known.name in used]
        + [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [weights for weights in model.graph.initializer if weights.name in used],
    )
    part: ModelProto = helper.make_model(graph, opset_imports=model.opset_import)
    part.ir_version = model.ir_version
    return part


def session(model: Any, threads: int = THREADS) -> Any:
    """An onnxruntime session."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def run(opened: Any, outputs: Sequence[str] | None, feeds: Mapping[str, Any]) -> list[Any]:
    """The outputs of a session (None: all). Raises EngineError where the graph does not take what a voice is given."""
    try:
        return list(opened.run(outputs, dict(feeds)))
    except Exception as error:  # onnxruntime has failures of its own, which it does not document
        raise EngineError("The network of this voice failed while singing; its file may be of another kind.") from error
