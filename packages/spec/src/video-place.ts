import type { PictureInput, VideoInput } from './video-input.ts';

/** Whether an input is a list of pictures. */
export function isPictureList(input: VideoInput): input is readonly PictureInput[] {
  return Array.isArray(input);
}

/** Whether an input is a stream of bytes. */
export function isByteStream(
  input: VideoInput,
): input is ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> {
  return typeof input === 'object' && ('getReader' in input || Symbol.asyncIterator in input);
}

/** Bytes that were given, as they lie, not copied; undefined for what is none. */
export function givenBytes(input: VideoInput): Uint8Array | undefined {
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  return input instanceof Uint8Array ? input : undefined;
}
