import { describe, expect, test } from 'vitest';
import type { StreamConfig } from '../frame-decoder.ts';
import { createPacketInspector } from './packet-inspector.ts';

function config(codec: StreamConfig['codec'], description?: readonly number[]): StreamConfig {
  const record = description && { description: Uint8Array.from(description) };
  return { codec, codecString: codec, codedWidth: 16, codedHeight: 16, color: {}, ...record };
}

/** `avcC` and `hvcC` with a length of four bytes; in the latter one temporal layer or two. */
const avcC = [1, 100, 0, 31, 0xff];
const hvcC = (layers: number) => [...Array<number>(21).fill(0), (layers << 3) | 3];

const withLengths = (...units: number[][]) =>
  Uint8Array.from(units.flatMap((unit) => [0, 0, 0, unit.length, ...unit]));
const withStartCodes = (...units: number[][]) => Uint8Array.from(units.flatMap((unit) => [0, 0, 1, ...unit]));
const sei = [0x06, 1, 1];

describe('H.264', () => {
  const cases = [
    { title: 'lengths', inspector: createPacketInspector(config('h264', avcC)), pack: withLengths },
    { title: 'start codes', inspector: createPacketInspector(config('h264')), pack: withStartCodes },
  ];

  test.each(cases)('$title: a picture is unreferenced when all slices are', ({ inspector, pack }) => {
    expect(inspector.isUnreferenced(pack(sei, [0x01, 9], [0x01, 9]))).toBe(true);
    expect(inspector.isUnreferenced(pack([0x01, 9], [0x41, 9]))).toBe(false);
    expect(inspector.isUnreferenced(pack(sei))).toBe(false);
    expect(inspector.isUnreferenced(new Uint8Array(3))).toBe(false);
  });

  test.each(cases)('$title: only an IDR picture is a clean start', ({ inspector, pack }) => {
    expect(inspector.isCleanStart(pack(sei, [0x65, 9]))).toBe(true);
    expect(inspector.isCleanStart(pack(sei, [0x41, 9]))).toBe(false);
  });

  test('a length beyond the packet ends it', () => {
    const { isUnreferenced } = createPacketInspector(config('h264', avcC));
    expect(isUnreferenced(Uint8Array.of(0, 0, 1, 0, 0x01))).toBe(true);
    expect(isUnreferenced(Uint8Array.of(255, 255, 255, 255, 0x41))).toBe(false);
  });
});

describe('HEVC', () => {
  const slice = (type: number, temporalId = 0) => [type << 1, temporalId + 1, 9];

  test('a sub-layer non-reference picture is unreferenced while there is one temporal layer', () => {
    const { isUnreferenced } = createPacketInspector(config('hevc', hvcC(1)));
    expect(isUnreferenced(withLengths(slice(0)))).toBe(true);
    expect(isUnreferenced(withLengths(slice(8)))).toBe(true);
    expect(isUnreferenced(withLengths(slice(1)))).toBe(false);
    expect(isUnreferenced(withLengths(slice(21)))).toBe(false);
    expect(isUnreferenced(withLengths(slice(0, 1)))).toBe(false);
    expect(isUnreferenced(withLengths(slice(0)))).toBe(false);
  });

  test('nothing is unreferenced with several temporal layers', () => {
    const { isUnreferenced } = createPacketInspector(config('hevc', hvcC(2)));
    expect(isUnreferenced(withLengths(slice(0)))).toBe(false);
    const parameters = [33 << 1, 1, 1 << 1];
    const inStream = createPacketInspector(config('hevc'));
    expect(inStream.isUnreferenced(withStartCodes(parameters, slice(0)))).toBe(false);
  });

  test('IDR and BLA pictures are clean starts, CRA pictures are not', () => {
    const { isCleanStart } = createPacketInspector(config('hevc', hvcC(1)));
    expect([16, 19, 20].map((type) => isCleanStart(withLengths(slice(type))))).toEqual([true, true, true]);
    expect(isCleanStart(withLengths(slice(21)))).toBe(false);
  });
});

test('pictures of other codecs are all kept, and their key packets are clean starts', () => {
  const inspector = createPacketInspector(config('vp9'));
  expect(inspector.isUnreferenced(Uint8Array.of(1))).toBe(false);
  expect(inspector.isCleanStart(Uint8Array.of(1))).toBe(true);
});
