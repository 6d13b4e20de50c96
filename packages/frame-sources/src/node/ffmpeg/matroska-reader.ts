import { ByteQueue } from './byte-queue.ts';
import { ids } from './ebml.ts';

/** One uncompressed picture of a Matroska stream. */
export interface RawPicture {
  readonly timestamp: number;
  readonly data: Uint8Array;
}

const masters = new Set<number>([ids.segment, ids.cluster, ids.blockGroup]);

/** Reads the uncompressed pictures of the one track that ffmpeg writes. A stream that breaks off ends the iteration. */
export async function* readRawPictures(stream: AsyncIterable<Uint8Array>): AsyncGenerator<RawPicture, void> {
  const bytes = new ByteQueue(stream);
  let clusterTimestamp = 0;
  for (;;) {
    const id = await variableNumber(bytes, false);
    const size = id === undefined ? undefined : await variableNumber(bytes, true);
    if (id === undefined || size === undefined) return;
    if (masters.has(id)) continue;
    const data = await bytes.take(size);
    if (!data) return;
    if (id === ids.simpleBlock || id === ids.block) {
      const timestamp = clusterTimestamp + new DataView(data.buffer).getInt16(1);
      yield { timestamp, data: data.subarray(4) };
    } else if (id === ids.timestamp) {
      clusterTimestamp = data.reduce((value, byte) => value * 256 + byte, 0);
    }
  }
}

/** RFC 8794: leading zero bits tell the length; the marker bit belongs to ids, not to sizes. */
async function variableNumber(bytes: ByteQueue, dropsMarker: boolean): Promise<number | undefined> {
  const first = (await bytes.take(1))?.[0];
  if (first === undefined) return undefined;
  const more = Math.clz32(first) - 24;
  const rest = await bytes.take(more);
  if (!rest) return undefined;
  const start = dropsMarker ? first & (0x7f >> more) : first;
  return rest.reduce((value, byte) => value * 256 + byte, start);
}
