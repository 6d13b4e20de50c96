import {
  givenBytes,
  isByteStream,
  isPictureList,
  type PictureInput,
  VideoNotFoundError,
  type VideoPlace,
} from '@slowfast/spec';
import type { Moved } from '@slowfast/worker-calls';
import type { WirePlace, WireVideo } from './wire.ts';

/** A place as it is sent, and what of it is moved rather than copied. */
export interface SentPlace {
  readonly wire: Extract<WireVideo, WirePlace | { stream: unknown } | { pictures: unknown }>;
  readonly transfer: readonly Moved[];
}

/**
 * A place as it travels: Blobs and addresses as they are, bytes as a copy, so that they stay the caller's, streams moved.
 *
 * @param resolvePlace makes a text mean the same on the other side.
 * @throws VideoNotFoundError when it is no place of a video.
 */
export function sentPlace(place: VideoPlace, resolvePlace: (place: string) => string): SentPlace {
  const transfer: Moved[] = [];
  const send = (input: PictureInput): WirePlace => {
    if (typeof input === 'string') return { place: resolvePlace(input) };
    if (input instanceof URL) return { url: input.href };
    if (input instanceof Blob) return { place: input };
    const bytes = givenBytes(input);
    if (!bytes) {
      const reason = 'expected a path, an address, a Blob, bytes, a stream of bytes, or a list of pictures';
      throw new VideoNotFoundError({ place: `${input}`, reason });
    }
    const copy = new Uint8Array(bytes);
    transfer.push(copy.buffer);
    return { place: copy };
  };
  if (isPictureList(place)) return { wire: { pictures: place.map(send) }, transfer };
  if (!isByteStream(place)) return { wire: send(place), transfer };
  const stream = streamOf(place);
  return { wire: { stream }, transfer: [stream] };
}

/** A place as it arrived. */
export function arrivedPlace(wire: SentPlace['wire']): VideoPlace {
  if ('stream' in wire) return wire.stream;
  if ('pictures' in wire) return wire.pictures.map(arrivedPicture);
  return arrivedPicture(wire);
}

function arrivedPicture(wire: WirePlace): PictureInput {
  return 'url' in wire ? new URL(wire.url) : wire.place;
}

/** Other streams than those of the web can't be moved. */
function streamOf(
  stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
): ReadableStream<Uint8Array> {
  if (stream instanceof ReadableStream) return stream;
  const pieces = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
