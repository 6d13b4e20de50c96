import type { MediaBytes } from '../media-bytes.ts';

/** The elements that are looked into or at. Source: RFC 9559, 5.1.4. */
const ids = {
  segment: 0x18538067,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackType: 0x83,
  contentEncodings: 0x6d80,
  contentEncoding: 0x6240,
  contentEncryption: 0x5035,
} as const;

const masters: ReadonlySet<number> = new Set([
  ids.segment,
  ids.tracks,
  ids.trackEntry,
  ids.contentEncodings,
  ids.contentEncoding,
]);

/** The description of the tracks is sought in so many bytes; it comes before all pictures. */
const headBytes = 2 ** 20;

/** Whether a Matroska or WebM file describes a video track whose pictures are encrypted. */
export async function hasEncryptedMatroska(bytes: MediaBytes): Promise<boolean> {
  const head = await bytes.read(0, Math.min(bytes.size, headBytes));
  let isVideo = false;
  let isEncrypted = false;
  for (let at = 0; at < head.length; ) {
    const id = numberAt(head, at, false);
    const size = id && numberAt(head, at + id.length, true);
    if (!id || !size) break;
    at += id.length + size.length;
    if (id.value === ids.trackEntry) isVideo = isEncrypted = false;
    if (id.value === ids.trackType) isVideo = head[at] === 1;
    if (id.value === ids.contentEncryption) isEncrypted = true;
    if (isVideo && isEncrypted) return true;
    if (!masters.has(id.value)) at += size.value;
  }
  return false;
}

/** RFC 8794: the leading zero bits of the first byte tell the length; the marker bit belongs to ids, not to sizes. */
function numberAt(
  data: Uint8Array,
  at: number,
  dropsMarker: boolean,
): { readonly value: number; readonly length: number } | undefined {
  const first = data[at];
  if (!first || at + 8 > data.length) return undefined;
  const length = Math.clz32(first) - 23;
  let value = dropsMarker ? first & (0xff >> length) : first;
  for (let k = 1; k < length; k++) value = value * 256 + data[at + k]!;
  return { value, length };
}
