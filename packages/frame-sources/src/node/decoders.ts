import type { DecoderDescription } from '../decoder-description.ts';
import type { FrameDecoder } from '../frame-decoder.ts';
import { ffmpegDecoder } from './ffmpeg/ffmpeg-decoder.ts';
import { probeFfmpeg } from './ffmpeg/probe-ffmpeg.ts';
import { loadNodeAv } from './node-av/load-node-av.ts';
import { nodeAvDecoder } from './node-av/node-av-decoder.ts';
import { nodeAvRefusal } from './node-av/node-av-refusal.ts';

/** All decoders for Node, whether they work here or not, the preferred one first: node-av takes the least time. */
export function allNodeDecoders(): readonly FrameDecoder[] {
  return [nodeAvDecoder(), ffmpegDecoder()];
}

/** The decoders that work on this machine, the preferred one first. */
export async function nodeDecoders(): Promise<FrameDecoder[]> {
  const decoders = allNodeDecoders();
  const descriptions = await describeDecoders();
  return decoders.filter(({ name }) => descriptions.some((each) => each.name === name && each.works));
}

/**
 * Every decoder for Node with its version, or why it doesn't work here and how to get it. Each has decoded a known picture:
 * that one is installed and tells its version is not taken for working.
 */
export async function describeDecoders(): Promise<DecoderDescription[]> {
  const [nodeAv, ffmpeg] = await Promise.all([nodeAvRefusal(), probeFfmpeg('ffmpeg')]);
  return [
    describe(
      'node-av',
      nodeAv,
      nodeAv === undefined ? await nodeAvVersion() : undefined,
      "'npm install node-av'",
    ),
    describe('ffmpeg', ffmpeg.refusal, ffmpeg.version, "ffmpeg 5.1 or later from your system's packages"),
  ];
}

async function nodeAvVersion(): Promise<string> {
  const { lib } = await loadNodeAv();
  return `FFmpeg ${lib.getFFmpegInfo().version}`;
}

function describe(
  name: string,
  reason: string | undefined,
  version: string | undefined,
  remedy: string,
): DecoderDescription {
  return {
    name,
    works: reason === undefined,
    ...(version === undefined ? {} : { version }),
    ...(reason === undefined ? {} : { reason }),
    remedy,
  };
}
