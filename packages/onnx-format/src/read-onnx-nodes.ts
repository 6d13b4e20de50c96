import type { OnnxElementType } from './onnx-signature.ts';
import { type ExternalValues, readExternalValues, readInitializerHeader } from './read-onnx-messages.ts';
import { findGraph, initializerField } from './read-onnx-signature.ts';
import { type ProtobufField, ProtobufReader } from './read-protobuf-fields.ts';
import type { RandomAccessBytes } from './read-random-access-bytes.ts';

/** A value that is stored in a file: a weight, a scale. */
export interface InitializerHeader {
  readonly type: OnnxElementType;
  readonly shape: readonly number[];
  /** Where its bytes are, if they are in this file. */
  readonly values?: { readonly start: number; readonly end: number } | undefined;
  /** Where they are, if they are in a file beside. */
  readonly external?: ExternalValues | undefined;
}

/** A graph, or the body of an `If` or `Loop`: what it stores, without the values. */
export interface GraphScope {
  /** The graph whose values this one can use too; absent for the outermost. */
  readonly outer?: GraphScope | undefined;
  readonly initializers: ReadonlyMap<string, InitializerHeader>;
}

/** A node of a graph or of a body within it. */
export interface NodeHeader {
  readonly operator: string;
  /** Empty for the standard operators. */
  readonly domain: string;
  /** Names of values; empty where an optional input is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that are one whole number. */
  readonly integers: ReadonlyMap<string, number>;
  readonly scope: GraphScope;
}

/** The nodes of a file. */
export interface OnnxNodes {
  /** Versions of the operators by domain; the standard ones under the empty name. */
  readonly opsets: ReadonlyMap<string, number>;
  /** In the order of the file; the nodes of a body before the one that it belongs to. */
  readonly nodes: readonly NodeHeader[];
}

type Span = Extract<ProtobufField, { kind: 'span' }>;

const opsetField = 8;
const nodeField = 1;
const mostTextBytes = 64 * 1024;
const mostNodes = 1_000_000;
const mostDepth = 8;

/**
 * Reads the nodes of an ONNX file, in bodies of `If` and `Loop` too, and the headers of what it stores (fields of
 * https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto).
 *
 * Memory: 16 KiB and the names of nodes and weights. Cost: the file's structure is walked twice; no weight is read.
 *
 * @throws ModelInvalidError when it is no ONNX file or not whole.
 */
export async function readOnnxNodes(source: RandomAccessBytes): Promise<OnnxNodes> {
  const reader = new ProtobufReader(source);
  const nodes: NodeHeader[] = [];
  await readGraph(await findGraph(reader, source), undefined, 0);
  return { opsets: await readOpsets(reader, source), nodes };

  async function readGraph(
    graph: { readonly start: number; readonly end: number },
    outer: GraphScope | undefined,
    depth: number,
  ): Promise<void> {
    if (depth > mostDepth) throw reader.invalid(`graphs within graphs, ${mostDepth} deep`);
    const initializers = new Map<string, InitializerHeader>();
    const scope: GraphScope = { initializers, outer };
    for await (const field of reader.fields(graph.start, graph.end)) {
      if (field.kind !== 'span') continue;
      if (field.number === initializerField) {
        const { name, type, shape, values } = await readInitializerHeader(reader, field);
        const external = values ? undefined : await readExternalValues(reader, field);
        initializers.set(name, { type, shape, values, external });
      }
      if (field.number === nodeField) await readNode(field, scope, depth);
    }
  }

  async function readNode(node: Span, scope: GraphScope, depth: number): Promise<void> {
    const [inputs, outputs]: [string[], string[]] = [[], []];
    const integers = new Map<string, number>();
    let [operator, domain] = ['', ''];
    for await (const field of reader.fields(node.start, node.end)) {
      if (field.number === 1) inputs.push(await reader.text(field, mostTextBytes));
      if (field.number === 2) outputs.push(await reader.text(field, mostTextBytes));
      if (field.number === 4) operator = await reader.text(field, mostTextBytes);
      if (field.number === 5 && field.kind === 'span') await readAttribute(field, integers, scope, depth);
      if (field.number === 7) domain = await reader.text(field, mostTextBytes);
    }
    if (nodes.length > mostNodes) throw reader.invalid(`more than ${mostNodes} nodes`);
    nodes.push({ operator, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, integers, scope });
  }

  async function readAttribute(
    attribute: Span,
    integers: Map<string, number>,
    scope: GraphScope,
    depth: number,
  ): Promise<void> {
    let name = '';
    for await (const field of reader.fields(attribute.start, attribute.end)) {
      if (field.number === 1) name = await reader.text(field, mostTextBytes);
      if (field.number === 3 && field.kind === 'integer') integers.set(name, field.value);
      if (field.number === 6 && field.kind === 'span') await readGraph(field, scope, depth + 1);
    }
  }
}

/** What is stored under a name, as a node of this graph sees it. */
export function storedIn(scope: GraphScope | undefined, name: string): InitializerHeader | undefined {
  return scope && (scope.initializers.get(name) ?? storedIn(scope.outer, name));
}

async function readOpsets(reader: ProtobufReader, source: RandomAccessBytes): Promise<Map<string, number>> {
  const opsets = new Map<string, number>();
  for await (const field of reader.fields(0, source.size)) {
    if (field.number !== opsetField || field.kind !== 'span') continue;
    let [domain, version] = ['', 0];
    for await (const part of reader.fields(field.start, field.end)) {
      if (part.number === 1) domain = await reader.text(part, mostTextBytes);
      if (part.number === 2 && part.kind === 'integer') version = part.value;
    }
    opsets.set(domain === 'ai.onnx' ? '' : domain, version);
  }
  return opsets;
}
