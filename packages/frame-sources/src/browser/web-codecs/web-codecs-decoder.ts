import { DecoderUnavailableError } from '@slowfast/spec';
import type { FrameDecoder } from '../../frame-decoder.ts';
import { browserRemedy } from '../remedy.ts';
import { decodeRuns } from './decode-runs.ts';
import { supportedConfig } from './supported-config.ts';

/**
 * The browser's own decoders, through WebCodecs: in software where it can, so that the pictures are the same on every
 * machine. Works in pages and in workers. Beside the pictures that wait in it, a decoder holds one copy of a picture.
 */
export function webCodecsDecoder(): FrameDecoder {
  return {
    name: 'WebCodecs',
    remedy: browserRemedy,
    refusal: async (stream) => (await supportedConfig(stream)).refusal,
    async *decodeRuns(stream, packets, wanted, signal) {
      const { config, refusal } = await supportedConfig(stream);
      if (!config) {
        throw new DecoderUnavailableError({
          codec: stream.codec,
          tried: [refusal],
          remedy: browserRemedy,
        });
      }
      yield* decodeRuns(stream, config, packets, wanted, signal);
    },
  };
}
