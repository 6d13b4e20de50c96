import { blobBytes } from './blob-bytes.ts';
import { headCheck, piecesOf, type Spool } from './spool.ts';

/** Pieces are made into a Blob from this size on, which a browser may then keep on its disk. */
const partBytes = 2 ** 24;

/** How much {@link spoolToBlob} keeps. */
export interface SpoolToBlobSettings {
  /** Most bytes of one stream; 2 GiB if absent. */
  readonly maxBytes?: number | undefined;
}

/** Keeps streams as Blobs, which browsers hold outside of the page's memory and move to the disk as they see fit. */
export function spoolToBlob({ maxBytes = 2 ** 31 }: SpoolToBlobSettings = {}): Spool {
  return async (stream, { checkHead, ...options }) => {
    const { place, what, fail, signal } = options;
    const head = headCheck(checkHead);
    const parts: Blob[] = [];
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let pending = 0;
    let length = 0;
    const keep = () => {
      parts.push(new Blob(pieces));
      pieces = [];
      pending = 0;
    };
    for await (const piece of piecesOf(stream, options)) {
      head.push(piece);
      length += piece.length;
      if (length > maxBytes) {
        const reason = `${what} of more than ${maxBytes} bytes, which is all that is kept of one here`;
        throw fail({ kind: 'too-large', place, reason });
      }
      pieces.push(piece as Uint8Array<ArrayBuffer>);
      pending += piece.length;
      if (pending >= partBytes) keep();
    }
    signal.throwIfAborted();
    head.end();
    keep();
    return blobBytes(new Blob(parts), fail, place);
  };
}
