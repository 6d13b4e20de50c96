import { DecoderUnavailableError, NoVideoTrackError, VideoUnreadableError } from '@slowfast/spec';
import type { FileDecoder, FrameDecoder } from '../frame-decoder.ts';
import type { PictureReader } from '../picture-reader.ts';

/**
 * Opens a file whose container has no index that is read here (AVI, MPEG-PS, WMV, FLV, …) or whose codec the index does
 * not know: one pass counts the pictures, another delivers them.
 *
 * @param place names the file in messages.
 * @throws DecoderUnavailableError, NoVideoTrackError, VideoUnreadableError
 */
export async function openSequentialFile(
  place: string,
  path: string,
  found: string,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal,
): Promise<PictureReader> {
  const { files, tried } = await usableFiles(decoders);
  if (!files) throw new DecoderUnavailableError({ codec: found, tried });
  const scan = await files.scan(path, signal);
  if (scan === 'no-video') throw new NoVideoTrackError({ place, found: `${found} with audio only` });
  if (!scan) throw new VideoUnreadableError({ place, found: `${found} in which no picture can be decoded` });
  const { track, ...stored } = scan;
  const { rotationDegrees } = stored;
  const isTurned = rotationDegrees === 90 || rotationDegrees === 270;
  return {
    place,
    info: {
      ...stored,
      width: isTurned ? scan.height : scan.width,
      height: isTurned ? scan.width : scan.height,
    },
    async *read(indices, readSignal) {
      for await (const { order, ...picture } of files.decodeFile(path, track, indices, readSignal)) {
        yield { ...picture, index: order };
      }
    },
    *neighbours() {
      yield Array.from({ length: scan.frameCount }, (_, index) => index);
    },
    close: async () => undefined,
  };
}

/** The first decoder that reads files here, and why those before it don't. */
async function usableFiles(
  decoders: readonly FrameDecoder[],
): Promise<{ readonly files?: FileDecoder; readonly tried: readonly string[] }> {
  const tried: string[] = [];
  for (const { name, files } of decoders) {
    const refusal = files ? await files.refusal() : `${name} reads no files`;
    if (files && refusal === undefined) return { files, tried };
    tried.push(refusal ?? name);
  }
  return { tried };
}
