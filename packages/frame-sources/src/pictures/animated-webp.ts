import { joined } from '../bytes.ts';
import { type Animation, type AnimationFrame, defaultDurationSeconds } from './animation.ts';

interface Chunk {
  readonly name: string;
  /** With its head of eight bytes, and padded to an even length. */
  readonly whole: Uint8Array;
  readonly data: Uint8Array;
}

/**
 * Takes an animated WebP apart; `undefined` when the file is a still picture. One that breaks off has the pictures before it.
 *
 * Source: RFC 9649, section 2.7.
 */
export function parseAnimatedWebp(file: Uint8Array): Animation | undefined {
  const chunks = chunksOf(file, 12);
  const head = chunks.find(({ name }) => name === 'VP8X')?.data;
  if (!head || head.length < 10 || (head[0]! & 2) === 0) return undefined;
  const frames = chunks.filter(({ name, data }) => name === 'ANMF' && data.length > 16).map(frameOf);
  return { width: 1 + threeBytes(head, 4), height: 1 + threeBytes(head, 7), frames };
}

function frameOf({ data }: Chunk): AnimationFrame {
  const [width, height] = [1 + threeBytes(data, 6), 1 + threeBytes(data, 9)];
  const flags = data[15]!;
  return {
    x: 2 * threeBytes(data, 0),
    y: 2 * threeBytes(data, 3),
    width,
    height,
    durationSeconds: threeBytes(data, 12) / 1000 || defaultDurationSeconds,
    isLaidOver: (flags & 2) === 0,
    afterwards: (flags & 1) === 1 ? 'clear' : 'keep',
    still: () => stillWebp(chunksOf(data, 16), width, height),
  };
}

function stillWebp(chunks: readonly Chunk[], width: number, height: number): Uint8Array {
  const picture = chunks.filter(({ name }) => ['ALPH', 'VP8 ', 'VP8L'].includes(name));
  const parts = picture.map(({ whole }) => whole);
  if (picture.some(({ name }) => name === 'ALPH')) {
    const head = new Uint8Array(18);
    head.set(new TextEncoder().encode('VP8X'));
    const view = new DataView(head.buffer);
    view.setUint32(4, 10, true);
    view.setUint8(8, 16);
    for (const [at, size] of [[12, width - 1] as const, [15, height - 1] as const]) {
      view.setUint16(at, size & 0xffff, true);
      view.setUint8(at + 2, size >> 16);
    }
    parts.unshift(head);
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const riff = new Uint8Array(12);
  riff.set(new TextEncoder().encode('RIFF....WEBP'));
  new DataView(riff.buffer).setUint32(4, length + 4, true);
  return joined([riff, ...parts]);
}

function chunksOf(bytes: Uint8Array, start: number): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = start; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length;
    if (end > bytes.length) break;
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const whole = bytes.subarray(at, end + (length & 1));
    chunks.push({ name, whole, data: bytes.subarray(at + 8, end) });
    at = end + (length & 1);
  }
  return chunks;
}

function threeBytes(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
}
