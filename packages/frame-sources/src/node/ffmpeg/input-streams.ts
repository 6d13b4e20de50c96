import type { TrackFacts } from '../../best-track.ts';
import { containerName } from '../container-name.ts';
import { quarterTurn } from '../quarter-turn.ts';

/** A picture track as ffmpeg describes it. */
export interface InputVideoStream extends TrackFacts {
  /** Its number among all streams of the file. */
  readonly number: number;
  readonly codec: string;
  /** FFmpeg's name of the pixel format; empty where it doesn't know it. */
  readonly pixelFormat: string;
  readonly rotationDegrees: 0 | 90 | 180 | 270;
}

/** A file as ffmpeg describes it. */
export interface InputDescription {
  readonly container: string;
  /** Where its clock begins, with whichever stream begins first; 0 where it is not known. */
  readonly startSeconds: number;
  /** Whether one of its streams is sound. */
  readonly hasAudio: boolean;
  /** Its picture tracks, without covers. */
  readonly videos: readonly InputVideoStream[];
  /** Whether it has any stream at all. */
  readonly hasStreams: boolean;
}

/** Reads what ffmpeg says of its first input; `undefined` where it could not open it. */
export function parseInput(messages: string): InputDescription | undefined {
  const container = /^Input #0, (\S+), from/m.exec(messages)?.[1];
  if (container === undefined) return undefined;
  const input = messages.split(/^(?:Output #0|Stream mapping:)/m)[0]!;
  const streams = input.split(/^ *(?=Stream #0:\d+)/m).slice(1);
  return {
    container: containerName(container),
    startSeconds: Number(/^ *Duration: .*?, start: (-?[\d.]+)/m.exec(input)?.[1] ?? 0),
    hasAudio: streams.some((stream) => /^Stream #0:\d+\S*: Audio: /.test(stream)),
    videos: streams.flatMap(parseVideo),
    hasStreams: streams.length > 0,
  };
}

function parseVideo(stream: string): InputVideoStream[] {
  const [, number, codec, rest] = /^Stream #0:(\d+)\S*: Video: (\w+)(.*)$/m.exec(stream) ?? [];
  if (number === undefined || codec === undefined || rest === undefined) return [];
  if (rest.includes('(attached pic)') || rest.includes('(still image)')) return [];
  const [, pixelFormat = '', width = '0', height = '0'] =
    /, (\w+)(?:\([^)]*\))?, (\d+)x(\d+)/.exec(rest) ?? [];
  // FFmpeg says how far the picture has to be turned against the clock.
  const turn = /display ?matrix: rotation of (-?[\d.]+) degrees/i.exec(stream)?.[1];
  return [
    {
      number: Number(number),
      codec,
      pixelFormat,
      width: Number(width),
      height: Number(height),
      isDefault: rest.includes('(default)'),
      isStill: /, 1 tbn\b/.test(rest),
      rotationDegrees: turn === undefined ? 0 : quarterTurn(-Number(turn)),
    },
  ];
}
