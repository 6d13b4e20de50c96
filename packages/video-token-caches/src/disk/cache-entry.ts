import { createHash } from 'node:crypto';
import type { CachedVideoTokens } from '@slowfast/spec';

/** The last character counts up when the form of an entry changes: older entries are then damaged, and made anew. */
const MAGIC = Buffer.from('SFTOKEN1');
const CHECKSUM_BYTES = 32;
const HEADER_AT = MAGIC.length + 4;

/** Thrown inside of this package only. */
export class DamagedEntry extends Error {}

/**
 * An entry as bytes: magic, length of the header, header as JSON, float32 values, and the SHA-256 of key and all that. The key
 * is in the checksum, so that a file under another name is no entry.
 */
export function entryToBytes(key: string, entry: CachedVideoTokens): Buffer {
  const { values, size, reduction } = entry;
  const header = Buffer.from(JSON.stringify({ size, reduction }));
  const headerLength = Buffer.alloc(4);
  headerLength.writeUInt32LE(header.length);
  const content = Buffer.concat([
    MAGIC,
    headerLength,
    header,
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  ]);
  return Buffer.concat([content, checksum(key, content)]);
}

/** @throws DamagedEntry when these are not the whole bytes of an entry under this key. */
export function entryFromBytes(key: string, bytes: Buffer): CachedVideoTokens {
  if (bytes.length < HEADER_AT + CHECKSUM_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new DamagedEntry();
  }
  const content = bytes.subarray(0, -CHECKSUM_BYTES);
  if (!checksum(key, content).equals(bytes.subarray(-CHECKSUM_BYTES))) throw new DamagedEntry();
  const valuesAt = HEADER_AT + content.readUInt32LE(MAGIC.length);
  const header = JSON.parse(content.toString('utf8', HEADER_AT, valuesAt)) as Omit<
    CachedVideoTokens,
    'values'
  >;
  // Copied: the values must be aligned, and must not keep the whole file in memory.
  const values = new Float32Array(new Uint8Array(content.subarray(valuesAt)).buffer);
  return { values, size: header.size, reduction: header.reduction };
}

function checksum(key: string, content: Buffer): Buffer {
  return createHash('sha256').update(key).update('\n').update(content).digest();
}
