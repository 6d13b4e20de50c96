import { InvalidTensorError, ModelIncompleteError, ModelInvalidError } from '@slowfast/spec';
import { decodeFloat32 } from '@slowfast/test-kit';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { describe, expect, test } from 'vitest';
import { safetensorsBytes } from '../testing/safetensors-bytes.ts';
import { safetensorsFixtures } from '../testing/safetensors-fixtures.ts';
import { storeInMemory } from '../testing/store-in-memory.ts';
import { openSafetensors } from './open-safetensors.ts';
import { shardIndexPath } from './shard-index.ts';

type Expected = Record<string, { readonly shape: readonly number[]; readonly values: string }>;

const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
const expected: Expected = await safetensorsFixtures.json('expected.json');
const files: Record<string, Uint8Array> = {};
for (const path of [...shards, shardIndexPath]) files[path] = await safetensorsFixtures.bytes(path);
const single = (bytes: Uint8Array) => storeInMemory({ 'model.safetensors': bytes });

describe('openSafetensors', () => {
  test('reads what the official library wrote, in shards, as torch does', async () => {
    const store = storeInMemory(files);
    {
      await using weights = await openSafetensors(store);
      expect([...weights.names].sort()).toEqual([...Object.keys(expected), 'ids'].sort());
      for (const [name, { shape, values }] of Object.entries(expected)) {
        const tensor = weights.tensor(name);
        expect(tensor.shape).toEqual(shape);
        expect(await tensor.rows(0, shape[0] ?? 1), name).toEqual(decodeFloat32(values));
      }
      expect(store.opened).toBe(2);
    }
    expect(store.opened).toBe(0);
  });

  test('reads rows in any cut, and no others', async () => {
    await using weights = await openSafetensors(storeInMemory(files));
    const tensor = weights.tensor('float16');
    const whole = decodeFloat32(expected.float16!.values);
    expect(await tensor.rows(1, 2)).toEqual(whole.slice(6, 18));
    expect(await tensor.rows(4, 0)).toEqual(new Float32Array(0));
    for (const [start, count] of [
      [-1, 1],
      [3, 2],
      [0.5, 1],
      [5, 0],
    ] as const) {
      await expect(tensor.rows(start, count)).rejects.toThrow(InvalidTensorError);
    }
  });

  test('reads a checkpoint of transformers', async () => {
    const bytes = await tinyCheckpoint('llava-onevision').files.bytes('model.safetensors');
    await using weights = await openSafetensors(single(bytes));
    expect(weights.tensor('language_model.model.embed_tokens.weight').shape).toEqual([400, 32]);
  });

  test('refuses values that are no floating point numbers when they are asked for', async () => {
    await using weights = await openSafetensors(storeInMemory(files));
    expect(() => weights.tensor('ids')).toThrow('ids of dtype I64');
    expect(() => weights.tensor('absent')).toThrow(ModelInvalidError);
  });

  test('names every shard that is missing', async () => {
    const store = storeInMemory({ [shardIndexPath]: files[shardIndexPath]! });
    await expect(openSafetensors(store)).rejects.toThrow(ModelIncompleteError);
    await expect(openSafetensors(store)).rejects.toThrow(shards.join(', '));
    await expect(openSafetensors(storeInMemory({}))).rejects.toThrow('model.safetensors');
  });

  test.each([
    ['no JSON', '{'],
    ['no map', '{}'],
    ['a path that leads out', '{"weight_map":{"a":"../model.safetensors"}}'],
    ['a path that is none', '{"weight_map":{"a":1}}'],
  ])('refuses an index with %s', async (_, index) => {
    await expect(openSafetensors(storeInMemory({ ...files, [shardIndexPath]: index }))).rejects.toThrow(
      ModelInvalidError,
    );
  });

  test('refuses a shard that lacks what the index says, and leaves no file open', async () => {
    const index = JSON.stringify({ weight_map: { float32: shards[0], more: shards[1] } });
    const store = storeInMemory({ ...files, [shardIndexPath]: index });
    await expect(openSafetensors(store)).rejects.toThrow('no more');
    expect(store.opened).toBe(0);
  });
});

const entry = (dtype: unknown, shape: unknown, offsets: unknown) => ({ dtype, shape, data_offsets: offsets });

describe('a header that lies', () => {
  test.each<[string, Uint8Array, string]>([
    ['is cut', new Uint8Array(5), '5 bytes'],
    ['is longer than the file', safetensorsBytes('{}', 0, 1000n), 'at least the header of 1000 bytes'],
    ['is gigantic', safetensorsBytes('{}', 0, 2n ** 63n), 'at most 100000000 bytes'],
    [
      'is a Git LFS pointer',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1'),
      'a Git LFS pointer',
    ],
    ['is not UTF-8', safetensorsBytes(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), 'not UTF-8'],
    ['is no JSON', safetensorsBytes('{"a":'), 'no JSON'],
    ['is a list', safetensorsBytes('[]'), 'another kind'],
    ['has a tensor that is none', safetensorsBytes({ a: 1 }), '"a" of another kind'],
    ['has a dtype that is none', safetensorsBytes({ a: entry(4, [1], [0, 4]) }, 4), '"a" of dtype 4'],
    ['has a negative size', safetensorsBytes({ a: entry('F32', [-1], [0, 4]) }, 4), '"a" of shape [-1]'],
    ['has a shape that is none', safetensorsBytes({ a: entry('F32', 'x', [0, 4]) }, 4), '"a" of shape "x"'],
    ['has no offsets', safetensorsBytes({ a: entry('F32', [1], undefined) }, 4), '"a" at undefined'],
    ['has offsets behind the end', safetensorsBytes({ a: entry('F32', [2], [0, 8]) }, 4), 'within 4 bytes'],
    [
      'has gigantic offsets',
      safetensorsBytes({ a: entry('F32', [2 ** 50], [0, 2 ** 52]) }, 4),
      'within 4 bytes',
    ],
    ['has offsets in the wrong order', safetensorsBytes({ a: entry('F32', [1], [4, 0]) }, 4), 'bytes 4 to 0'],
    [
      'has fewer bytes than its shape',
      safetensorsBytes({ a: entry('F16', [3], [0, 4]) }, 4),
      '6 bytes, as F16',
    ],
    [
      'has overlapping tensors',
      safetensorsBytes({ a: entry('F32', [2], [0, 8]), b: entry('F32', [1], [4, 8]) }, 8),
      '"a" and "b"',
    ],
    [
      'has a name twice',
      safetensorsBytes(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
        8,
      ),
      '"a" twice',
    ],
  ])('is refused when it %s', async (_, bytes, message) => {
    const store = single(bytes);
    await expect(openSafetensors(store)).rejects.toThrow(ModelInvalidError);
    await expect(openSafetensors(store)).rejects.toThrow(message);
    expect(store.opened).toBe(0);
  });

  test('damaged headers are read or refused, never anything else', async () => {
    const whole = files[shards[0]]!;
    const headerBytes = Number(new DataView(whole.buffer, whole.byteOffset).getBigUint64(0, true));
    let state = 1;
    const random = (below: number) => {
      state = Math.imul(state, 1_664_525) + 1_013_904_223;
      return ((state >>> 8) / 2 ** 24) * below;
    };
    const counts = { read: 0, refused: 0 };
    for (let i = 0; i < 2000; i += 1) {
      const bytes = whole.slice(0, i % 10 === 0 ? Math.floor(random(whole.length)) : whole.length);
      const changes = 1 + Math.floor(random(3));
      for (let change = 0; change < changes; change += 1) {
        bytes[Math.floor(random(headerBytes + 8))] = i % 2 === 0 ? random(256) : 48 + random(10);
      }
      try {
        await using weights = await openSafetensors(single(bytes));
        for (const name of weights.names) {
          const tensor = weights.tensor(name);
          await tensor.rows(0, tensor.shape[0] ?? 1);
        }
        counts.read += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(ModelInvalidError);
        counts.refused += 1;
      }
    }
    expect(counts.refused).toBeGreaterThan(1000);
  });

  test('names within tensors may repeat, and empty tensors may lie together', async () => {
    const header =
      '{"__metadata__":{"a":"{\\"a\\":[1,2]}"},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    await using weights = await openSafetensors(single(safetensorsBytes(header, 4)));
    expect(weights.names).toEqual(['a', 'b']);
  });
});
