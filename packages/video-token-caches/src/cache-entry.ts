import type { CachedVideoTokens } from '@slowfast/spec';

/** The last character counts up when the form of an entry changes: older entries are then damaged, and made anew. */
const magic = new TextEncoder().encode('SFTOKEN2');
const checksumBytes = 32;
const headerAt = magic.length + 4;

/** Thrown inside of this package only. */
export class DamagedEntry extends Error {}

/**
 * An entry as bytes: magic, length of the header, header as JSON, float32 values, and a checksum of key and all that. The key
 * is in the checksum, so that what lies under another name is no entry. The entry may change once the call returned.
 */
export async function entryToBytes(key: string, entry: CachedVideoTokens): Promise<Uint8Array<ArrayBuffer>> {
  const { values, size, reduction } = entry;
  const header = new TextEncoder().encode(JSON.stringify({ size, reduction }));
  const contentBytes = headerAt + header.length + values.byteLength;
  const bytes = new Uint8Array(contentBytes + checksumBytes);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(magic.length, header.length, true);
  bytes.set(header, headerAt);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), headerAt + header.length);
  bytes.set(await checksum(key, bytes.subarray(0, contentBytes)), contentBytes);
  return bytes;
}

/** @throws DamagedEntry when these are not the whole bytes of an entry under this key. */
export async function entryFromBytes(
  key: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<CachedVideoTokens> {
  if (bytes.length < headerAt + checksumBytes || !isEqual(bytes.subarray(0, magic.length), magic)) {
    throw new DamagedEntry();
  }
  const content = bytes.subarray(0, -checksumBytes);
  if (!isEqual(await checksum(key, content), bytes.subarray(-checksumBytes))) throw new DamagedEntry();
  const view = new DataView(content.buffer, content.byteOffset);
  const valuesAt = headerAt + view.getUint32(magic.length, true);
  const header = JSON.parse(new TextDecoder().decode(content.subarray(headerAt, valuesAt))) as Omit<
    CachedVideoTokens,
    'values'
  >;
  // Copied: the values must be aligned, and must not keep the whole entry in memory.
  const values = new Float32Array(new Uint8Array(content.subarray(valuesAt)).buffer);
  return { values, size: header.size, reduction: header.reduction };
}

/** SHA-256 of the key and the content's own: so the content is hashed where it lies. */
async function checksum(key: string, content: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const ofContent = Array.from(await sha256(content)).join(' ');
  return sha256(new TextEncoder().encode(`${ofContent}\n${key}`));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
