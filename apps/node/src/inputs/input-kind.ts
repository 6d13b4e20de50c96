import { open, stat } from 'node:fs/promises';
import { VideoNotFoundError } from '@slowfast/spec';

/** What lies at a path, as far as a look at it tells. */
export type InputKind =
  /** A file that is no picture, or a folder. */
  | { readonly type: 'video' }
  /** A picture, which may be animated; `extension` is that of its format. */
  | { readonly type: 'picture'; readonly extension: string }
  /** Something that can be read once only: a pipe. */
  | { readonly type: 'stream' };

const pictures: readonly (readonly [extension: string, isOne: (head: Buffer) => boolean])[] = [
  ['.png', (head) => head.subarray(0, 4).toString('hex') === '89504e47'],
  ['.jpg', (head) => head.subarray(0, 3).toString('hex') === 'ffd8ff'],
  ['.webp', (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'],
  ['.bmp', (head) => head.toString('latin1', 0, 2) === 'BM'],
  ['.avif', (head) => head.toString('latin1', 4, 12) === 'ftypavif'],
  ['.tif', (head) => ['49492a00', '4d4d002a'].includes(head.subarray(0, 4).toString('hex'))],
];

/**
 * Looks at an input without reading more of it than its first bytes; of a pipe nothing.
 *
 * @throws VideoNotFoundError when there is nothing, or it may not be read.
 */
export async function inputKind(path: string): Promise<InputKind> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { type: 'video' };
    if (!found.isFile()) return { type: 'stream' };
    await using file = await open(path);
    const head = Buffer.alloc(12);
    await file.read(head, 0, head.length, 0);
    const [extension] = pictures.find(([, isOne]) => isOne(head)) ?? [];
    return extension === undefined ? { type: 'video' } : { type: 'picture', extension };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? {} : { reason: code ?? message };
    throw new VideoNotFoundError({ place: path, ...reason }, { cause });
  }
}
