import { printableAddress } from '@slowfast/byte-sources';
import { InvalidArgumentError } from 'commander';
import { type Clip, placeClip } from './clip.ts';
import { type InputKind, inputKind, serverAddress } from './input-kind.ts';

const standardInput = '-';

/** The clips that inputs mean; disposing them ends what they hold. */
export interface Clips extends AsyncDisposable {
  readonly all: readonly Clip[];
}

/**
 * Each video is a clip, and pictures together are one. Opens none of them.
 *
 * @param inputs paths, addresses, and `-` for standard input; one at least.
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
  const pictures = kinds.filter(({ kind }) => kind.type === 'picture').map(({ path }) => path);
  if (pictures.length > 0 && pictures.length < kinds.length) {
    const other = kinds.find(({ kind }) => kind.type !== 'picture')!;
    throw new InvalidArgumentError(
      `Found pictures (${nameOf(pictures[0]!)}) and videos (${nameOf(other.path)}) together, expected either: pictures make one clip, in the order given; videos are looked at one after the other.`,
    );
  }
  // One alone may be animated, and is a clip as it is.
  const all = pictures.length > 1 ? [pictureClip(pictures)] : kinds.map(clipOf);
  return {
    all,
    [Symbol.asyncDispose]: async () => {
      for (const clip of all) await clip[Symbol.asyncDispose]();
    },
  };
}

function clipOf({ path, kind }: { readonly path: string; readonly kind: InputKind }): Clip {
  const name = nameOf(path);
  if (kind.type !== 'stream') return placeClip({ name, video: name, place: path });
  return placeClip({ name, video: name, place: path, isOfProcess: true });
}

/** Several pictures as one clip, in the order given: one second each. */
function pictureClip(paths: readonly string[]): Clip {
  const names = paths.map(nameOf);
  const name = `${names.length} pictures (${names[0]} to ${names.at(-1)})`;
  return placeClip({ name, video: names, place: paths });
}

function nameOf(input: string): string {
  const address = serverAddress(input);
  return address ? printableAddress(address) : input;
}

function standardInputKind(): InputKind {
  if (!process.stdin.isTTY) return { type: 'stream' };
  throw new InvalidArgumentError(
    'Found - and a terminal on standard input, expected a video there: slowfast … - < clip.mp4.',
  );
}
