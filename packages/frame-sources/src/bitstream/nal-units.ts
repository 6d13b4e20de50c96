/**
 * The NAL units of an H.264 or HEVC packet, without copying.
 *
 * @param lengthBytes size of the length before each unit; 0 for start codes (Annex B).
 */
export function* nalUnits(data: Uint8Array, lengthBytes: number): Generator<Uint8Array, void> {
  if (lengthBytes === 0) yield* unitsAfterStartCodes(data);
  else yield* unitsAfterLengths(data, lengthBytes);
}

/**
 * The NAL units of a packet as they begin: each reaches to the end of the packet, so that who stops early has not looked for the end
 * of a long one.
 */
export function* nalUnitStarts(data: Uint8Array, lengthBytes: number): Generator<Uint8Array, void> {
  if (lengthBytes > 0) {
    for (const unit of unitsAfterLengths(data, lengthBytes))
      yield data.subarray(unit.byteOffset - data.byteOffset);
    return;
  }
  for (let at = 0; at + 3 < data.length; at++) {
    if (data[at] === 0 && data[at + 1] === 0 && data[at + 2] === 1) yield data.subarray(at + 3);
  }
}

/** Whether the lengths in a packet add up to it. Packets with start codes have none. */
export function hasWholeUnits(data: Uint8Array, lengthBytes: number): boolean {
  if (lengthBytes === 0) return true;
  let at = 0;
  while (at + lengthBytes <= data.length) at += lengthBytes + lengthAt(data, at, lengthBytes);
  return at === data.length;
}

/** Size of the length before each NAL unit, from `avcC` or `hvcC`; 0 without a record. */
export function nalLengthBytes(codec: 'h264' | 'hevc', description: Uint8Array | undefined): number {
  const byte = description?.[codec === 'h264' ? 4 : 21];
  return byte === undefined ? 0 : (byte & 3) + 1;
}

function* unitsAfterLengths(data: Uint8Array, lengthBytes: number): Generator<Uint8Array, void> {
  let at = 0;
  while (at + lengthBytes <= data.length) {
    const length = lengthAt(data, at, lengthBytes);
    at += lengthBytes;
    if (length > 0) yield data.subarray(at, at + length);
    at += length;
  }
}

function lengthAt(data: Uint8Array, at: number, lengthBytes: number): number {
  let length = 0;
  for (let k = 0; k < lengthBytes; k++) length = length * 256 + data[at + k]!;
  return length;
}

function* unitsAfterStartCodes(data: Uint8Array): Generator<Uint8Array, void> {
  let start = -1;
  for (let at = 0; at + 2 < data.length; at++) {
    if (data[at] !== 0 || data[at + 1] !== 0 || data[at + 2] !== 1) continue;
    if (start >= 0) yield data.subarray(start, at);
    start = at + 3;
    at += 2;
  }
  if (start >= 0 && start < data.length) yield data.subarray(start);
}

/** NAL units of an `avcC` or `hvcC` record: so many, each behind two bytes of its length. */
export function* recordUnits(record: Uint8Array, first: number, count: number): Generator<Uint8Array, void> {
  for (let at = first, left = count; left > 0 && at + 2 <= record.length; left--) {
    const length = record[at]! * 256 + record[at + 1]!;
    if (length > 0) yield record.subarray(at + 2, at + 2 + length);
    at += 2 + length;
  }
}

/** The content of a NAL unit without the bytes that only keep start codes out of it (H.264 7.3.1). */
export function withoutEmulation(unit: Uint8Array): Uint8Array {
  return unit.filter((byte, k) => !(byte === 3 && k >= 2 && unit[k - 1] === 0 && unit[k - 2] === 0));
}
