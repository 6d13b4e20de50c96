import type { OnnxSignature, OnnxValueSignature } from './onnx-signature.ts';
import { readExternalValues, readTensorName, readValueSignature } from './read-onnx-messages.ts';
import { ProtobufReader } from './read-protobuf-fields.ts';
import type { RandomAccessBytes } from './read-random-access-bytes.ts';

const graphField = 7;
/** Number of the field of a `GraphProto` that holds a value of the file. */
export const initializerField = 5;
const inputField = 11;
const outputField = 12;
const mostValues = 10_000;
const mostExternalFiles = 1_000;

/**
 * Reads the signature of an ONNX file (fields of https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto) without its
 * weights, which are skipped by seeking. Weights inside of `If` and `Loop` bodies are not looked at.
 *
 * Memory: 16 KiB and the result, whatever the file claims. Cost: the file's structure is walked twice.
 *
 * @throws ModelInvalidError when it is no ONNX file or not whole.
 */
export async function readOnnxSignature(source: RandomAccessBytes): Promise<OnnxSignature> {
  const reader = new ProtobufReader(source);
  const graph = await findGraph(reader, source);
  const inputs: OnnxValueSignature[] = [];
  const outputs: OnnxValueSignature[] = [];
  for await (const field of reader.fields(graph.start, graph.end)) {
    if (field.kind !== 'span') continue;
    if (field.number !== inputField && field.number !== outputField) continue;
    (field.number === inputField ? inputs : outputs).push(await readValueSignature(reader, field));
    if (inputs.length + outputs.length > mostValues)
      throw reader.invalid(`more than ${mostValues} inputs and outputs`);
  }
  if (outputs.length === 0) throw reader.invalid('a graph without outputs');
  const weights = await readWeights(reader, graph, new Set(inputs.map((input) => input.name)));
  return {
    inputs: inputs.filter((input) => !weights.names.has(input.name)),
    outputs,
    externalDataPaths: [...weights.externalDataPaths].sort(),
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the graph of a file is.
 *
 * @throws ModelInvalidError when it is no ONNX file or not whole.
 */
export async function findGraph(reader: ProtobufReader, source: RandomAccessBytes): Promise<Span> {
  await refusePointerFile(reader, source);
  let graph: Span | undefined;
  for await (const field of reader.fields(0, source.size)) {
    if (field.number === graphField && field.kind === 'span') graph = field;
  }
  if (!graph) throw reader.invalid('no graph');
  return graph;
}

async function readWeights(reader: ProtobufReader, graph: Span, inputNames: ReadonlySet<string>) {
  const names = new Set<string>();
  const externalDataPaths = new Set<string>();
  for await (const field of reader.fields(graph.start, graph.end)) {
    if (field.number !== initializerField || field.kind !== 'span') continue;
    const name = await readTensorName(reader, field);
    if (inputNames.has(name)) names.add(name);
    const path = (await readExternalValues(reader, field))?.path;
    if (path !== undefined) externalDataPaths.add(path);
    if (externalDataPaths.size > mostExternalFiles)
      throw reader.invalid(`more than ${mostExternalFiles} weight files`);
  }
  return { names, externalDataPaths };
}

/** A repository cloned without Git LFS holds small text files in place of the weights. */
async function refusePointerFile(reader: ProtobufReader, source: RandomAccessBytes): Promise<void> {
  const start = new TextDecoder().decode(await source.read(0, 40));
  if (start.startsWith('version https://git-lfs')) throw reader.invalid('a Git LFS pointer');
}
