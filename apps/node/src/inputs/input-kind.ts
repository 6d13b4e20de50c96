import { open, stat } from 'node:fs/promises';
import { VideoNotFoundError } from '@slowfast/spec';

/** What an input is, as far as a look at it tells. */
export type InputKind =
  /** A file or an address that is no picture, or a folder. */
  | { readonly type: 'video' }
  /** A picture, which may be animated. */
  | { readonly type: 'picture' }
  /** Something that can be read once only: a pipe. */
  | { readonly type: 'stream' };

const pictures: readonly ((head: Buffer) => boolean)[] = [
  (head) => head.subarray(0, 4).toString('hex') === '89504e47',
  (head) => head.subarray(0, 3).toString('hex') === 'ffd8ff',
  (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP',
  (head) => head.toString('latin1', 0, 2) === 'BM',
  (head) => head.toString('latin1', 4, 12) === 'ftypavif',
  (head) => ['49492a00', '4d4d002a'].includes(head.subarray(0, 4).toString('hex')),
];
const pictureName = /\.(png|jpe?g|jfif|webp|bmp|avif|tiff?)$/i;

/** The address of a server that an input is, where it is one. */
export function serverAddress(input: string): URL | undefined {
  return /^https?:\/\//i.test(input) ? (URL.parse(input) ?? undefined) : undefined;
}

/**
 * Looks at an input without reading more of it than its first bytes; of a pipe nothing. An address is told by its name alone.
 *
 * @throws VideoNotFoundError when there is nothing, or it may not be read.
 */
export async function inputKind(path: string): Promise<InputKind> {
  const address = serverAddress(path);
  if (address) return { type: pictureName.test(address.pathname) ? 'picture' : 'video' };
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { type: 'video' };
    if (!found.isFile()) return { type: 'stream' };
    await using file = await open(path);
    const head = Buffer.alloc(12);
    await file.read(head, 0, head.length, 0);
    return { type: pictures.some((isOne) => isOne(head)) ? 'picture' : 'video' };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? {} : { reason: code ?? message };
    throw new VideoNotFoundError({ place: path, ...reason }, { cause });
  }
}
