import type { YuvMatrix } from '@slowfast/images';
import type { InputVideoTrack } from 'mediabunny';
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
  const matrix = matrices[config.colorSpace?.matrix ?? ''];
  const fullRange = config.colorSpace?.fullRange;
  return {
    codec,
    codecString: config.codec,
    codedWidth: config.codedWidth ?? (await track.getCodedWidth()),
    codedHeight: config.codedHeight ?? (await track.getCodedHeight()),
    ...(config.description === undefined ? {} : { description: toBytes(config.description) }),
    color: {
      ...(matrix === undefined ? {} : { matrix }),
      ...(typeof fullRange === 'boolean' ? { fullRange } : {}),
    },
  };
}

function toBytes(data: AllowSharedBufferSource): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  return new Uint8Array(data).slice();
}
