import { copyFile, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { type Clip, infoOf } from './clip.ts';

/** A still picture, with the extension of its format. */
export interface Picture {
  readonly path: string;
  readonly extension: string;
}

/**
 * Several pictures as one clip, in the order given: a folder of links to them, which is gone when the clip is disposed. One second each, as
 * in any folder of images.
 */
export async function pictureClip(pictures: readonly Picture[]): Promise<Clip> {
  const folder = await mkdtemp(join(tmpdir(), 'slowfast-pictures-'));
  const paths = pictures.map(({ path }) => path);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const [i, { path, extension }] of pictures.entries()) {
      const name = `${String(i + 1).padStart(6, '0')}-${basename(path, extname(path))}${extension}`;
      const target = resolve(path);
      // Windows lets few users make links.
      await symlink(target, join(folder, name)).catch(() => copyFile(target, join(folder, name)));
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    name: `${paths.length} pictures (${paths[0]} to ${paths.at(-1)})`,
    video: paths,
    path: async () => folder,
    info: (signal) => infoOf(folder, signal),
    named: (error) => error,
    [Symbol.asyncDispose]: remove,
  };
}
