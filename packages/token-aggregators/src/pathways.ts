import type { AggregationSettings } from './aggregation-settings.ts';
import { slowFrameIndices } from './slow-frame-indices.ts';
import { poolToGrid } from './streams/frame-pool.ts';
import { modeStreams } from './streams/mode-streams.ts';
import { perFrameStream } from './streams/per-frame-stream.ts';
import type { TokenStream } from './streams/token-stream.ts';

/** A stream and the frames that it looks at. */
export interface Pathway {
  readonly name: 'slow' | 'fast';
  readonly stream: TokenStream;
  /** The frames, as ascending positions with repeats, of so many. */
  positions(frames: number): number[];
}

/** The pathways that are on, in the order of their tokens. One stream counts as `slow`. */
export function pathways(settings: AggregationSettings): readonly Pathway[] {
  if (settings.type === 'one-pathway') {
    return [{ name: 'slow', stream: modeStreams[settings.mode], positions: allPositions }];
  }
  const { slow, fast } = settings;
  const slowPathway: Pathway = {
    name: 'slow',
    stream: modeStreams[slow.mode],
    positions: (frames) => slowFrameIndices(frames, slow.frames),
  };
  const fastPathway: Pathway = {
    name: 'fast',
    stream: perFrameStream(poolToGrid(fast)),
    positions: allPositions,
  };
  return [...(slow.frames > 0 ? [slowPathway] : []), ...(fast.rows > 0 ? [fastPathway] : [])];
}

function allPositions(frames: number): number[] {
  return Array.from({ length: frames }, (_, position) => position);
}
