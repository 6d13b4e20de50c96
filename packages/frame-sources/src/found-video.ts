import { type CheckedBytes, type ContentKeyKind, contentKey } from '@slowfast/byte-sources';
import type { FoundVideo } from '@slowfast/spec';
import { createFrameSource } from './create-frame-source.ts';
import type { PictureReader } from './picture-reader.ts';

/** What {@link foundVideo} is made of. */
export interface FoundParts {
  readonly contentKey: FoundVideo['contentKey'];
  /** Reads the index. */
  readonly read: (signal: AbortSignal) => Promise<PictureReader>;
  readonly close: () => Promise<void>;
}

/** A video that has been found: what holds it is closed with it, or with the source that it is opened as. */
export function foundVideo({ contentKey: key, read, close }: FoundParts): FoundVideo {
  let isOpened = false;
  let closed: Promise<void> | undefined;
  const closeOnce = () => {
    closed ??= close();
    return closed;
  };
  const dispose = async () => {
    if (!isOpened) await closeOnce();
  };
  return {
    ...(key && { contentKey: key }),
    async open({ signal = new AbortController().signal } = {}) {
      if (isOpened) throw new TypeError('A found video is opened once: keep its source, or find it again.');
      isOpened = true;
      try {
        signal.throwIfAborted();
        const reader = await read(signal);
        const closeBoth = async () => {
          await reader.close();
          await closeOnce();
        };
        return { ...createFrameSource({ ...reader, close: closeBoth }), ...(key && { contentKey: key }) };
      } catch (error) {
        await closeOnce();
        signal.throwIfAborted();
        throw error;
      }
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** A video in one file. A read that fails is not taken for damage: opening and iterations end with its error. */
export function foundBytes(
  bytes: CheckedBytes,
  kind: ContentKeyKind | undefined,
  read: (signal: AbortSignal) => Promise<PictureReader>,
): FoundVideo {
  return foundVideo({
    contentKey: ({ signal } = {}) => contentKey(bytes, { kind, signal }),
    close: bytes.close,
    async read(signal) {
      try {
        const reader = await read(signal);
        bytes.checkReads();
        return withCheckedReads(reader, bytes);
      } catch (error) {
        signal.throwIfAborted();
        bytes.checkReads();
        throw error;
      }
    },
  });
}

function withCheckedReads(reader: PictureReader, bytes: CheckedBytes): PictureReader {
  return {
    ...reader,
    async *read(indices, signal) {
      for await (const picture of reader.read(indices, signal)) {
        bytes.checkReads();
        yield picture;
      }
      bytes.checkReads();
    },
  };
}
