import type { FrameDecoder } from '../../frame-decoder.ts';
import { decodeRuns, decoderOf } from './decode-runs.ts';
import { loadNodeAv } from './load-node-av.ts';
import { nodeAvFiles } from './node-av-files.ts';
import { nodeAvRefusal } from './node-av-refusal.ts';

/**
 * FFmpeg inside the process, through the npm package `node-av` (an optional peer). The fastest decoder in Node.
 *
 * Its prebuilt FFmpeg is under the GPL; this package neither contains nor requires it.
 */
export function nodeAvDecoder(): FrameDecoder {
  return {
    name: 'node-av',
    async refusal({ codec }) {
      const refusal = await nodeAvRefusal();
      if (refusal !== undefined) return refusal;
      return decoderOf(await loadNodeAv(), codec) ? undefined : `node-av has no ${codec} decoder`;
    },
    async *decodeRuns(config, packets, wanted, signal) {
      yield* decodeRuns(await loadNodeAv(), config, packets, wanted, signal);
    },
    files: nodeAvFiles(),
  };
}
