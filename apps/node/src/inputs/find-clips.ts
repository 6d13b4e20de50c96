import { InvalidArgumentError } from 'commander';
import { type Clip, fileClip, streamClip } from './clip.ts';
import { type InputKind, inputKind } from './input-kind.ts';
import { pictureClip } from './picture-clip.ts';

const standardInput = '-';

/** The clips that inputs mean; disposing them ends what they hold. */
export interface Clips extends AsyncDisposable {
  readonly all: readonly Clip[];
}

/**
 * Each video is a clip, and pictures together are one. Opens none of them.
 *
 * @param inputs paths, and `-` for standard input; one at least.
 * @throws VideoNotFoundError when an input is not there or may not be read.
 * @throws InvalidArgumentError when pictures and videos are mixed, or standard input is given twice or is a terminal.
 */
export async function findClips(inputs: readonly string[]): Promise<Clips> {
  if (inputs.filter((input) => input === standardInput).length > 1) {
    throw new InvalidArgumentError('Found - twice, expected it once: standard input can be read only once.');
  }
  const kinds: { readonly path: string; readonly kind: InputKind }[] = [];
  for (const path of inputs) {
    kinds.push({ path, kind: path === standardInput ? standardInputKind() : await inputKind(path) });
  }
  const pictures = kinds.flatMap(({ path, kind }) =>
    kind.type === 'picture' ? [{ path, extension: kind.extension }] : [],
  );
  if (pictures.length > 0 && pictures.length < kinds.length) {
    const other = kinds.find(({ kind }) => kind.type !== 'picture')!;
    throw new InvalidArgumentError(
      `Found pictures (${pictures[0]!.path}) and videos (${other.path}) together, expected either: pictures make one clip, in the order given; videos are looked at one after the other.`,
    );
  }
  // One alone may be animated, and is a clip as it is.
  const all = pictures.length > 1 ? [await pictureClip(pictures)] : kinds.map(clipOf);
  return {
    all,
    [Symbol.asyncDispose]: async () => {
      for (const clip of all) await clip[Symbol.asyncDispose]();
    },
  };
}

function clipOf({ path, kind }: { readonly path: string; readonly kind: InputKind }): Clip {
  if (kind.type !== 'stream') return fileClip(path);
  // The name that the system has for it, where it has one.
  const isNamed = path === standardInput && process.platform !== 'win32';
  return streamClip(path, isNamed ? '/dev/stdin' : path);
}

function standardInputKind(): InputKind {
  if (!process.stdin.isTTY) return { type: 'stream' };
  throw new InvalidArgumentError(
    'Found - and a terminal on standard input, expected a video there: slowfast … - < clip.mp4.',
  );
}
