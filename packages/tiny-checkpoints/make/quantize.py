"""The other precisions of an ONNX file, made as huggingface/transformers.js does (scripts/quantize.py, scripts/float16.py)."""

import logging

import onnx
from onnxruntime.quantization import QuantizationMode, QuantType
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from onnxruntime.quantization.onnx_quantizer import ONNXQuantizer
from onnxruntime.quantization.registry import IntegerOpsRegistry
from onnxruntime.transformers.float16 import convert_float_to_float16
from onnxruntime.transformers.onnx_model import OnnxModel

logging.getLogger("onnxruntime").setLevel(logging.WARNING)

SUFFIXES = ["_fp16", "_quantized", "_int8", "_uint8", "_q4", "_q4f16"]


def with_suffix(path, suffix):
    return path.with_name(f"{path.stem}{suffix}.onnx")


def save(model, path):
    onnx.checker.check_model(model)
    onnx.save(model, path)


def write_fp16(path, *, keep_io_types, suffix="_fp16", model=None):
    """`keep_io_types`: inputs and outputs stay float32, as exports of late 2024 and after have it."""
    model = model or onnx.load(path)
    model = convert_float_to_float16(model, keep_io_types=keep_io_types)
    OnnxModel(model).topological_sort()
    save(model, with_suffix(path, suffix))


def write_8_bit(path, suffix, weight_type):
    """Dynamic quantisation of products and convolutions. onnxruntime has no convolution with signed weights, so
    convolutions stay float32 there."""
    kinds = set(IntegerOpsRegistry) - ({"Conv"} if weight_type is QuantType.QInt8 else set())
    quantizer = ONNXQuantizer(
        onnx.load(path), per_channel=False, reduce_range=False, mode=QuantizationMode.IntegerOps, static=False,
        weight_qType=weight_type, activation_qType=QuantType.QUInt8, tensors_range=None, nodes_to_quantize=[],
        nodes_to_exclude=[], op_types_to_quantize=kinds, extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True})
    quantizer.quantize_model()
    save(quantizer.model.model, with_suffix(path, suffix))


def q4_model(path):
    quantizer = MatMulNBitsQuantizer(onnx.load(path), block_size=32, is_symmetric=True)
    quantizer.process()
    return quantizer.model.model


def write_all(path):
    """`_fp16` (float16 inputs and outputs), `_quantized`, `_int8`, `_uint8`, `_q4`, `_q4f16` (float32 inputs and outputs)."""
    has_convolution = any(node.op_type == "Conv" for node in onnx.load(path).graph.node)
    write_fp16(path, keep_io_types=False)
    write_8_bit(path, "_quantized", QuantType.QUInt8 if has_convolution else QuantType.QInt8)
    write_8_bit(path, "_int8", QuantType.QInt8)
    write_8_bit(path, "_uint8", QuantType.QUInt8)
    save(q4_model(path), with_suffix(path, "_q4"))
    write_fp16(path, keep_io_types=True, suffix="_q4f16", model=q4_model(path))
