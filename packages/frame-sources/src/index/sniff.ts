/** What the first bytes of a file show. */
export interface Sniffed {
  /**
   * Whether mediabunny knows such containers, GIF is ours, `picture` is a picture that Node reads, everything else needs a
   * decoder that reads files, and `audio` can hold nothing but audio.
   */
  readonly kind: 'indexed' | 'gif' | 'picture' | 'other' | 'audio' | 'no-video';
  /** What it is, for messages, with its article: `a JPEG image`. */
  readonly found: string;
}

/** What {@link sniff} finds where a server answers with a page instead of a video. */
export const webPage = 'a web page';

/** What {@link sniff} finds where nothing is recognised. */
export const unknownFormat = 'bytes of no known format';

/** How many bytes {@link sniff} looks at. */
export const sniffBytes = 4096;

const signatures: readonly (readonly [
  bytes: string,
  offset: number,
  kind: Sniffed['kind'],
  found: string,
])[] = [
  ['6674797061766973', 4, 'other', 'an animated AVIF image'],
  ['6674797061766966', 4, 'picture', 'an AVIF image'],
  ['6674797068656963', 4, 'no-video', 'a HEIC image'],
  ['667479706d696631', 4, 'no-video', 'a HEIF image'],
  ['66747970', 4, 'indexed', 'an MP4 file'],
  ['6d6f6f76', 4, 'indexed', 'a QuickTime file'],
  ['6d646174', 4, 'indexed', 'a QuickTime file'],
  ['77696465', 4, 'indexed', 'a QuickTime file'],
  ['66726565', 4, 'indexed', 'a QuickTime file'],
  ['736b6970', 4, 'indexed', 'a QuickTime file'],
  ['1a45dfa3', 0, 'indexed', 'a Matroska file'],
  ['47494638', 0, 'gif', 'a GIF image'],
  ['ffd8ff', 0, 'picture', 'a JPEG image'],
  ['89504e47', 0, 'picture', 'a PNG image'],
  ['57454250', 8, 'picture', 'a WebP image'],
  ['424d', 0, 'picture', 'a BMP image'],
  ['49492a00', 0, 'picture', 'a TIFF image'],
  ['4d4d002a', 0, 'picture', 'a TIFF image'],
  ['25504446', 0, 'no-video', 'a PDF document'],
  ['504b0304', 0, 'no-video', 'a ZIP archive'],
  ['1f8b', 0, 'no-video', 'a gzip archive'],
  ['7f454c46', 0, 'no-video', 'a program'],
  ['57415645', 8, 'audio', 'a WAV file'],
  ['41564920', 8, 'other', 'an AVI file'],
  ['3026b275', 0, 'other', 'an ASF or WMV file'],
  ['464c5601', 0, 'other', 'an FLV file'],
  ['000001ba', 0, 'other', 'an MPEG program stream'],
  ['000001b3', 0, 'other', 'an MPEG video stream'],
  ['4f676753', 0, 'other', 'an Ogg file'],
  ['494433', 0, 'audio', 'an MP3 file'],
  ['664c6143', 0, 'audio', 'a FLAC file'],
];

/** Recognises a file by its first bytes. */
export function sniff(head: Uint8Array): Sniffed {
  if (head.length === 0) return { kind: 'no-video', found: 'an empty file' };
  for (const [bytes, offset, kind, found] of signatures) {
    if (matches(head, bytes, offset)) return { kind, found };
  }
  for (const packetBytes of [188, 192]) {
    const first = packetBytes - 188;
    if (
      head[first] === 0x47 &&
      head[first + packetBytes] === 0x47 &&
      head[first + 2 * packetBytes] === 0x47
    ) {
      return { kind: 'indexed', found: 'an MPEG transport stream' };
    }
  }
  const text = textOf(head);
  if (text !== undefined) return { kind: 'no-video', found: isWebPage(text) ? webPage : 'text' };
  if (head.every((byte) => byte === 0)) return { kind: 'no-video', found: 'zeros' };
  return { kind: 'other', found: unknownFormat };
}

function matches(head: Uint8Array, bytes: string, offset: number): boolean {
  for (let k = 0; k < bytes.length / 2; k++) {
    if (head[offset + k] !== Number.parseInt(bytes.slice(2 * k, 2 * k + 2), 16)) return false;
  }
  return true;
}

function textOf(head: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells text from bytes
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function isWebPage(text: string): boolean {
  return /^\s*(<!--[\s\S]*?-->\s*)*<(!doctype html|html|head|body|script)\b/i.test(text);
}
