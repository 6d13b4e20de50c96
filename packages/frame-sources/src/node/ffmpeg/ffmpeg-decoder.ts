import type { FrameDecoder } from '../../frame-decoder.ts';
import { decodeRuns } from './decode-runs.ts';
import { ffmpegFiles } from './ffmpeg-files.ts';
import { probeFfmpeg } from './probe-ffmpeg.ts';

/** Options of {@link ffmpegDecoder}. */
export interface FfmpegDecoderOptions {
  /** The program: a name that is looked up on the PATH, or a path. `ffmpeg` if absent. */
  readonly command?: string | undefined;
}

/**
 * The machine's own ffmpeg (5.1 or later) in a process of its own: packets go to its input, raw pictures come from its
 * output. It never seeks; each picture is known by its timestamp.
 */
export function ffmpegDecoder({ command = 'ffmpeg' }: FfmpegDecoderOptions = {}): FrameDecoder {
  return {
    name: 'ffmpeg',
    async refusal({ codec }) {
      const { refusal, codecs } = await probeFfmpeg(command);
      return refusal ?? (codecs.has(codec) ? undefined : `${command} has no ${codec} decoder`);
    },
    decodeRuns: (config, packets, wanted, signal) => decodeRuns(command, config, packets, wanted, signal),
    files: ffmpegFiles(command),
  };
}
