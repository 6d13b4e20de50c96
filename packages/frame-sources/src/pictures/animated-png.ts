import { joined } from '../bytes.ts';
import { type Animation, type AnimationFrame, defaultDurationSeconds } from './animation.ts';
import { crc32 } from './crc32.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

/**
 * Takes an animated PNG apart; `undefined` when the file is a still picture. One that breaks off has the pictures before it.
 *
 * Source: PNG specification, third edition, https://www.w3.org/TR/png-3/#apng-frame-based-animation
 */
export function parseAnimatedPng(file: Uint8Array): Animation | undefined {
  const chunks = chunksOf(file);
  const firstData = chunks.findIndex(({ name }) => name === 'IDAT');
  const control = chunks.findIndex(({ name }) => name === 'acTL');
  const head = chunks[0]?.data;
  if (!head || head.length < 13 || control < 0 || control > firstData) return undefined;
  // Colours of a palette and what of them is transparent hold for every picture.
  const shared = chunks.slice(0, firstData).filter(({ name }) => name === 'PLTE' || name === 'tRNS');
  const frames: AnimationFrame[] = [];
  for (const [at, { name, data }] of chunks.entries()) {
    if (name !== 'fcTL' || data.length < 26) continue;
    const parts: Uint8Array[] = [];
    for (const chunk of chunks.slice(at + 1)) {
      if (chunk.name === 'fcTL') break;
      if (chunk.name === 'IDAT') parts.push(chunk.data);
      if (chunk.name === 'fdAT') parts.push(chunk.data.subarray(4));
    }
    if (parts.length > 0) frames.push(frameOf(data, frames.length === 0, head, shared, parts));
  }
  const view = new DataView(head.buffer, head.byteOffset);
  return { width: view.getUint32(0), height: view.getUint32(4), frames };
}

function frameOf(
  control: Uint8Array,
  isFirst: boolean,
  head: Uint8Array,
  shared: readonly Chunk[],
  parts: readonly Uint8Array[],
): AnimationFrame {
  const view = new DataView(control.buffer, control.byteOffset);
  const disposal = control[24]!;
  const own = head.slice();
  own.set(control.subarray(4, 12));
  return {
    width: view.getUint32(4),
    height: view.getUint32(8),
    x: view.getUint32(12),
    y: view.getUint32(16),
    durationSeconds: view.getUint16(20) / (view.getUint16(22) || 100) || defaultDurationSeconds,
    isLaidOver: control[25] === 1,
    // Before the first picture there is nothing to go back to.
    afterwards: disposal === 0 ? 'keep' : disposal === 2 && !isFirst ? 'restore' : 'clear',
    still: () =>
      joined([
        signature,
        ...[{ name: 'IHDR', data: own }, ...shared].map(written),
        ...parts.map((data) => written({ name: 'IDAT', data })),
        written({ name: 'IEND', data: new Uint8Array(0) }),
      ]),
  };
}

function written({ name, data }: Chunk): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function chunksOf(file: Uint8Array): Chunk[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: Chunk[] = [];
  for (let at = signature.length; at + 12 <= file.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > file.length) break;
    chunks.push({
      name: String.fromCharCode(...file.subarray(at + 4, at + 8)),
      data: file.subarray(at + 8, end),
    });
    at = end + 4;
  }
  return chunks;
}
