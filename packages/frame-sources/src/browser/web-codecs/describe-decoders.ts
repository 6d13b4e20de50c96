import type { DecoderDescription } from '../../decoder-description.ts';
import type { StreamConfig } from '../../frame-decoder.ts';
import { browserRemedy } from '../remedy.ts';
import { samplePackets } from './sample-packets.ts';
import { supportedConfig } from './supported-config.ts';

/** Every codec that the index knows: those that browsers are likelier to decode come first. */
const codecs: readonly StreamConfig['codec'][] = ['h264', 'vp9', 'av1', 'vp8', 'hevc', 'prores'];

/**
 * Which codecs this browser decodes, by decoding a picture of each, and why it doesn't decode the others. Takes some
 * milliseconds once per page.
 */
export function describeDecoders(): Promise<readonly DecoderDescription[]> {
  return Promise.all(codecs.map(describeCodec));
}

async function describeCodec(codec: StreamConfig['codec']): Promise<DecoderDescription> {
  const codecString = samplePackets[codec]?.codecString ?? 'apcn';
  const stream = { codec, codecString, codedWidth: 64, codedHeight: 64, color: {} };
  const { refusal } = await supportedConfig(stream);
  return {
    name: codec,
    works: refusal === undefined,
    ...(refusal === undefined ? {} : { reason: refusal }),
    remedy: browserRemedy,
  };
}
