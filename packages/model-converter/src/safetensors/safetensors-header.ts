import { isJsonObject } from '@slowfast/model-files';
import type { RandomAccessBytes } from '@slowfast/onnx-format';
import { ModelInvalidError } from '@slowfast/spec';
import { findRepeatedKey } from './find-repeated-key.ts';

/** Where one tensor of a safetensors file lies. */
export interface SafetensorsEntry {
  readonly name: string;
  /** As the file spells it, e.g. `BF16`; not all of them can be read. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Position of the first byte, from the start of the file. */
  readonly offset: number;
  readonly bytes: number;
}

/** As in the official reader: https://github.com/huggingface/safetensors/blob/v0.5.3/safetensors/src/tensor.rs#L8. */
const mostHeaderBytes = 100_000_000;
const lengthBytes = 8;
const mostAxes = 16;

/** Bits of one value of each dtype that the format knows. */
const bitsOfDtype: Readonly<Record<string, number>> = {
  BOOL: 8,
  U8: 8,
  I8: 8,
  F8_E4M3: 8,
  F8_E5M2: 8,
  F8_E8M0: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  I64: 64,
  U64: 64,
  F64: 64,
  C64: 64,
};

/**
 * Reads and checks the header of a safetensors file (https://github.com/huggingface/safetensors#format): every offset is within the
 * file, has the length that shape and dtype ask for, and no two tensors overlap. Memory: a few times the header.
 *
 * @throws ModelInvalidError that says which tensor lies, or that the file is cut.
 */
export async function readSafetensorsHeader(
  file: RandomAccessBytes,
): Promise<ReadonlyMap<string, SafetensorsEntry>> {
  const fail = (found: string, expected: string, cause?: unknown): never => {
    throw new ModelInvalidError({ place: file.place, found, expected }, { cause });
  };
  if (file.size < lengthBytes) fail(`${file.size} bytes`, 'a safetensors file');
  const start = await file.read(0, lengthBytes);
  const length = Number(new DataView(start.buffer, start.byteOffset, lengthBytes).getBigUint64(0, true));
  if (length > mostHeaderBytes) {
    const pointer =
      new TextDecoder().decode(start) === 'version ' ? 'a Git LFS pointer' : `a header of ${length} bytes`;
    fail(pointer, `a safetensors header of at most ${mostHeaderBytes} bytes`);
  }
  const dataStart = lengthBytes + length;
  if (dataStart > file.size) fail(`${file.size} bytes`, `at least the header of ${length} bytes`);
  const header = parseHeader(await file.read(lengthBytes, length), fail);
  const entries = new Map<string, SafetensorsEntry>();
  for (const [name, value] of Object.entries(header)) {
    if (name !== '__metadata__') entries.set(name, readEntry(name, value, dataStart, file.size, fail));
  }
  refuseOverlaps([...entries.values()], fail);
  return entries;
}

type Fail = (found: string, expected: string, cause?: unknown) => never;

function parseHeader(bytes: Uint8Array, fail: Fail): Readonly<Record<string, unknown>> {
  let header: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    return fail('a header that is not UTF-8', 'a header in UTF-8', cause);
  }
  try {
    header = JSON.parse(text);
  } catch (cause) {
    return fail(`a header that is no JSON (${(cause as Error).message})`, 'a JSON object', cause);
  }
  if (!isJsonObject(header)) return fail('a header of another kind', 'a JSON object');
  const repeated = findRepeatedKey(text);
  if (repeated !== undefined) fail(`the name ${JSON.stringify(repeated)} twice`, 'each name once');
  return header;
}

function readEntry(
  name: string,
  value: unknown,
  dataStart: number,
  size: number,
  fail: Fail,
): SafetensorsEntry {
  const told = JSON.stringify(name);
  const entry = isJsonObject(value)
    ? value
    : fail(`${told} of another kind`, 'dtype, shape and data_offsets');
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string')
    return fail(`${told} of dtype ${JSON.stringify(dtype)}`, 'the name of a dtype');
  const isCount = (each: unknown) => Number.isSafeInteger(each) && (each as number) >= 0;
  if (!Array.isArray(shape) || shape.length > mostAxes || !shape.every(isCount)) {
    return fail(`${told} of shape ${JSON.stringify(shape)}`, 'sizes of axes');
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    return fail(`${told} at ${JSON.stringify(offsets)}`, 'the start and end of its bytes');
  }
  const [from, to] = offsets as [number, number];
  const room = size - dataStart;
  if (from > to || to > room)
    fail(`${told} at bytes ${from} to ${to}`, `a place within ${room} bytes of data`);
  const bits = Object.hasOwn(bitsOfDtype, dtype) ? bitsOfDtype[dtype] : undefined;
  const expected = bits && (shape.reduce((product: number, each: number) => product * each, 1) * bits) / 8;
  if (expected !== undefined && expected !== to - from) {
    fail(
      `${told} of ${to - from} bytes`,
      `${expected} bytes, as ${dtype} of shape [${shape.join(', ')}] has`,
    );
  }
  return { name, dtype, shape: shape as number[], offset: dataStart + from, bytes: to - from };
}

function refuseOverlaps(entries: SafetensorsEntry[], fail: Fail): void {
  const byOffset = entries.filter(({ bytes }) => bytes > 0).sort((a, b) => a.offset - b.offset);
  for (const [i, entry] of byOffset.entries()) {
    const next = byOffset[i + 1];
    if (next && entry.offset + entry.bytes > next.offset) {
      fail(
        `${JSON.stringify(entry.name)} and ${JSON.stringify(next.name)} in the same bytes`,
        'each tensor by itself',
      );
    }
  }
}
