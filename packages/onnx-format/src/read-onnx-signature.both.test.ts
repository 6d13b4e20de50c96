import { isSlowFastError } from '@slowfast/spec';
import { expect, test } from 'vitest';
import {
  bytesInMemory,
  OnnxGraphBuilder,
  type RandomAccessBytes,
  readOnnxSignature,
  writeOnnxModel,
} from './index.ts';
import { fixtures } from './testing/fixtures.ts';

const fixture = fixtures.bytes;

/** A source that counts what is read. */
function counted(bytes: RandomAccessBytes) {
  const counts = { bytes: 0, largest: 0 };
  const source: RandomAccessBytes = {
    ...bytes,
    async read(offset, length) {
      const read = await bytes.read(offset, length);
      counts.bytes += read.length;
      counts.largest = Math.max(counts.largest, length);
      return read;
    },
  };
  return { source, counts };
}

test('inputs and outputs of a file by the official library', async () => {
  const signature = await readOnnxSignature(bytesInMemory(await fixture('kinds.onnx')));
  expect(signature.inputs).toEqual([
    { name: 'x', type: 'float32', shape: ['batch', -1, 3] },
    { name: 'list', type: 'other', shape: [] },
    { name: 'place', type: 'int64', shape: [] },
    // `factor` has a value in the file, so it need not be fed.
    { name: 'half', type: 'float16', shape: [2, 2] },
    { name: 'small', type: 'int4', shape: [7] },
    { name: 'flag', type: 'bool', shape: [1] },
  ]);
  expect(signature.outputs).toEqual([
    { name: 'y', type: 'float32', shape: ['batch', -1, 3] },
    { name: 'picked', type: 'float32', shape: [] },
  ]);
  expect(signature.externalDataPaths).toEqual([]);
});

test('names the files of external data', async () => {
  const signature = await readOnnxSignature(bytesInMemory(await fixture('external.onnx')));
  expect(signature.externalDataPaths).toEqual(['external.onnx_data']);
  expect(signature.inputs).toEqual([{ name: 'row', type: 'int64', shape: [] }]);
});

test('skips the weights', async () => {
  const builder = new OnnxGraphBuilder();
  const x = builder.input('x', 'float32', [1_000_000]);
  const weight = builder.constant(new Float32Array(1_000_000), 'float32', [1_000_000]);
  builder.output(builder.node('Add', [x, weight]), 'float32', [1_000_000], 'y');
  const file = writeOnnxModel(builder.build());
  const { source, counts } = counted(bytesInMemory(file));
  const { inputs, outputs } = await readOnnxSignature(source);
  expect([inputs[0]?.name, outputs[0]?.name]).toEqual(['x', 'y']);
  expect(counts.bytes).toBeLessThan(file.length / 20);
});

test('every cut of a file is refused with a typed error, and so is every file that is none', async () => {
  const whole = await fixture('kinds.onnx');
  for (let length = 0; length < whole.length; length++) {
    const read = readOnnxSignature(bytesInMemory(whole.subarray(0, length)));
    // A cut behind the graph may leave a file that says all that is asked.
    const result = await read.catch((error: unknown) => error);
    if (isSlowFastError(result)) expect(result.code).toBe('model-invalid');
    else expect(result).toMatchObject({ outputs: [{ name: 'y' }, { name: 'picked' }] });
  }
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 10\n';
  for (const text of ['', 'no model', '{"json": true}', pointer, '\u0000'.repeat(100)]) {
    const read = readOnnxSignature(bytesInMemory(new TextEncoder().encode(text)));
    await expect(read).rejects.toMatchObject({ code: 'model-invalid' });
  }
  await expect(readOnnxSignature(bytesInMemory(new TextEncoder().encode(pointer)))).rejects.toThrow(
    /Git LFS/,
  );
});

test('damaged bytes never cost more memory than a window and a name', async () => {
  const whole = await fixture('kinds.onnx');
  let state = 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state % below;
  };
  for (let round = 0; round < 2000; round++) {
    const damaged = whole.slice();
    for (let i = 0; i < 3; i++) damaged[next(damaged.length)] = next(256);
    const { source, counts } = counted(bytesInMemory(damaged));
    const result = await readOnnxSignature(source).catch((error: unknown) => error);
    if (result instanceof Error) expect(isSlowFastError(result)).toBe(true);
    expect(counts.largest).toBeLessThanOrEqual(64 * 1024);
  }
});

test('a header that claims a huge name in a huge file is refused without reading it', async () => {
  // Field 7 (graph) of 2^40 bytes; in it field 12 (an output) whose name claims 2^39 bytes.
  const varint = (value: number) => {
    const bytes: number[] = [];
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      if (rest < 128) return [...bytes, rest];
      bytes.push((rest % 128) + 128);
    }
  };
  const size = 2 ** 41;
  const name = [10, ...varint(2 ** 39)];
  const output = [98, ...varint(2 ** 39 + name.length), ...name];
  const head = Uint8Array.from([58, ...varint(2 ** 40), ...output]);
  const { source, counts } = counted({
    place: 'a lying file',
    size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      if (offset < head.length) bytes.set(head.subarray(offset, offset + length));
      else throw new Error('read where nothing needs to be read');
      return bytes;
    },
  });
  await expect(readOnnxSignature(source)).rejects.toThrow();
  expect(counts.bytes).toBeLessThan(100_000);
});
