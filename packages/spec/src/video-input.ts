import type { FrameSource } from './frame-source.ts';

/** One picture of a list: a path (in Node; in a page a relative address), an address, a Blob or File, or its bytes. */
export type PictureInput = string | URL | Blob | Uint8Array | ArrayBuffer;

/**
 * A video that whoever gets it opens itself. The same in Node, in pages and through a worker:
 *
 * - a text: in Node a path, `-` for standard input, or an address (`https:`, `http:`, `file:`, `data:`); in a page an address, relative ones
 *   too;
 * - a `URL`; `file:` in Node alone;
 * - a `Blob` or `File`, of which only what is needed comes into memory;
 * - bytes, which stay the caller's and must not change until they are no longer used; to a worker they are copied;
 * - a stream of bytes, a Node `Readable` among them, which is read to its end, once, and kept until the video is disposed: by `plan` too,
 *   so open it first to do more than one thing with it;
 * - a list of pictures: one clip in the order given, one second each.
 *
 * What does not apply to a platform is refused with `VideoNotFoundError`, which says so.
 */
export type VideoPlace =
  | PictureInput
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | readonly PictureInput[];

/** A video to watch: one that an assistant opens itself and disposes, or an opened source, which stays the caller's. */
export type VideoInput = FrameSource | VideoPlace;
