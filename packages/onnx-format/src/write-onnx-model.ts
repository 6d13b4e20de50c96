import type { OnnxValueSignature } from './onnx-signature.ts';
import { elementTypeCode } from './write-element-types.ts';
import type { OnnxAttribute, OnnxGraph, OnnxInitializer, OnnxNode } from './write-onnx-graph.ts';
import { ProtobufWriter } from './write-protobuf.ts';

/** Settings of {@link writeOnnxModel}. */
export interface OnnxModelOptions {
  /** Version of the standard operators; 18 if absent. */
  readonly opset?: number;
  /** Version of the file format; 8 if absent, which every ONNX Runtime since 1.12 reads. Types of 4 bits need 10. */
  readonly irVersion?: number;
}

/**
 * The bytes of an ONNX file with this graph. Field numbers are those of
 * {@link https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto}. Operators of other domains are taken at version 1.
 *
 * The graph is not checked: the runtime that loads it does.
 */
export function writeOnnxModel(graph: OnnxGraph, options: OnnxModelOptions = {}): Uint8Array {
  const { opset = 18, irVersion = 8 } = options;
  const domains = new Set(domainsIn(graph));
  domains.delete('');
  const model = new ProtobufWriter()
    .integer(1, irVersion)
    .text(2, 'slowfast')
    .message(7, (writer) => writeGraph(writer, graph))
    .message(8, (writer) => writer.integer(2, opset));
  for (const domain of domains) model.message(8, (writer) => writer.text(1, domain).integer(2, 1));
  return model.finish();
}

/** `TensorProto.DataLocation` of values in another file. */
const externalDataLocation = 1;

function* domainsIn({ nodes }: OnnxGraph): Iterable<string> {
  for (const { domain = '', attributes = {} } of nodes) {
    yield domain;
    for (const attribute of Object.values(attributes))
      if ('graph' in attribute) yield* domainsIn(attribute.graph);
  }
}

function writeGraph(graph: ProtobufWriter, { nodes, initializers, inputs, outputs }: OnnxGraph): void {
  for (const [i, node] of nodes.entries()) graph.message(1, (writer) => writeNode(writer, node, `node_${i}`));
  graph.text(2, 'graph');
  for (const initializer of initializers) graph.message(5, (writer) => writeTensor(writer, initializer));
  for (const input of inputs) graph.message(11, (writer) => writeValue(writer, input));
  for (const output of outputs) graph.message(12, (writer) => writeValue(writer, output));
}

function writeNode(writer: ProtobufWriter, node: OnnxNode, name: string): void {
  for (const input of node.inputs) writer.text(1, input);
  for (const output of node.outputs) writer.text(2, output);
  writer.text(3, name).text(4, node.operator);
  for (const [key, attribute] of Object.entries(node.attributes ?? {})) {
    writer.message(5, (message) => writeAttribute(message, key, attribute));
  }
  if (node.domain) writer.text(7, node.domain);
}

function writeAttribute(writer: ProtobufWriter, name: string, attribute: OnnxAttribute): void {
  writer.text(1, name);
  if ('float' in attribute) writer.float(2, attribute.float).integer(20, 1);
  else if ('int' in attribute) writer.integer(3, attribute.int).integer(20, 2);
  else if ('string' in attribute) writer.text(4, attribute.string).integer(20, 3);
  else if ('floats' in attribute) {
    for (const value of attribute.floats) writer.float(7, value);
    writer.integer(20, 6);
  } else if ('ints' in attribute) {
    for (const value of attribute.ints) writer.integer(8, value);
    writer.integer(20, 7);
  } else if ('graph' in attribute) {
    writer.message(6, (message) => writeGraph(message, attribute.graph)).integer(20, 5);
  } else attribute satisfies never;
}

function writeTensor(writer: ProtobufWriter, { name, type, shape, data }: OnnxInitializer): void {
  for (const size of shape) writer.integer(1, size);
  writer.integer(2, elementTypeCode(type)).text(8, name);
  if (ArrayBuffer.isView(data)) {
    writer.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return;
  }
  const entries = { location: data.path, offset: String(data.offset), length: String(data.bytes) };
  for (const [key, value] of Object.entries(entries)) {
    writer.message(13, (entry) => entry.text(1, key).text(2, value));
  }
  writer.integer(14, externalDataLocation);
}

function writeValue(writer: ProtobufWriter, { name, type, shape }: OnnxValueSignature): void {
  writer.text(1, name).message(2, (typeMessage) => {
    typeMessage.message(1, (tensorType) => {
      tensorType.integer(1, elementTypeCode(type)).message(2, (shapeMessage) => {
        for (const size of shape) shapeMessage.message(1, (dimension) => writeDimension(dimension, size));
      });
    });
  });
}

/** An axis of free size without a name is an empty message. */
function writeDimension(writer: ProtobufWriter, size: number | string): void {
  if (typeof size === 'string') writer.text(2, size);
  else if (size >= 0) writer.integer(1, size);
}
