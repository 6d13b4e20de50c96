import type { YuvMatrix } from '@slowfast/images';
import { EncodedPacketSink, type InputVideoTrack } from 'mediabunny';
import { type H264Parameters, h264RecordUnits, readH264Parameters } from '../bitstream/h264-parameters.ts';
import { nalUnits } from '../bitstream/nal-units.ts';
import type { StreamConfig } from '../frame-decoder.ts';

const codecs: Readonly<Record<string, StreamConfig['codec']>> = {
  avc: 'h264',
  hevc: 'hevc',
  vp8: 'vp8',
  vp9: 'vp9',
  av1: 'av1',
  prores: 'prores',
};

const matrices: Readonly<Record<string, YuvMatrix>> = {
  bt709: 'bt709',
  bt470bg: 'bt601',
  smpte170m: 'bt601',
  'bt2020-ncl': 'bt2020',
};

/** What decoders must know of a track; `undefined` for codecs that the index doesn't know. */
export async function readStreamConfig(track: InputVideoTrack): Promise<StreamConfig | undefined> {
  const codec = codecs[(await track.getCodec()) ?? ''];
  const config = codec && (await track.getDecoderConfig());
  if (!codec || !config) return undefined;
  const description = config.description === undefined ? undefined : toBytes(config.description);
  // Without a record these are no tags of a container but of the first parameter sets. FFmpeg forgets them where later ones of HEVC have none,
  // and keeps those of H.264.
  const tags = codec === 'hevc' && description === undefined ? undefined : config.colorSpace;
  const matrix = matrices[tags?.matrix ?? ''];
  const fullRange = tags?.fullRange;
  // Decoders go by the stream, whatever the container says of the size.
  const parameters = codec === 'h264' ? await h264Parameters(track, description) : undefined;
  return {
    codec,
    codecString: config.codec,
    codedWidth: parameters?.width ?? config.codedWidth ?? (await track.getCodedWidth()),
    codedHeight: parameters?.height ?? config.codedHeight ?? (await track.getCodedHeight()),
    description,
    color: { matrix, fullRange: fullRange ?? undefined },
  };
}

/** Packets at the start of a stream that are looked at for its parameters. */
const mostPackets = 64;

async function h264Parameters(
  track: InputVideoTrack,
  description: Uint8Array | undefined,
): Promise<H264Parameters | undefined> {
  if (description) return firstParameters(h264RecordUnits(description));
  let left = mostPackets;
  try {
    for await (const { data } of new EncodedPacketSink(track).packets()) {
      const found = firstParameters(nalUnits(data, 0));
      if (found || --left === 0) return found;
    }
  } catch {
    // What can't be read shows when the packets are listed.
  }
  return undefined;
}

function firstParameters(units: Iterable<Uint8Array>): H264Parameters | undefined {
  for (const unit of units) {
    const parameters = readH264Parameters(unit);
    if (parameters) return parameters.width > 0 && parameters.height > 0 ? parameters : undefined;
  }
  return undefined;
}

function toBytes(data: AllowSharedBufferSource): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  return new Uint8Array(data).slice();
}
