import type { FrameSampler } from '@slowfast/spec';

/** Looks ever more closely towards the end of a video: the gaps between frames shrink evenly, to none at the last. */
export function denseEndFrames(frames: number): FrameSampler {
  return {
    id: `dense-end-${frames}`,
    select({ frameCount }) {
      const last = frameCount - 1;
      const steps = Math.max(1, frames - 1);
      const indices = Array.from({ length: frames }, (_, i) => Math.round(last * (1 - (1 - i / steps) ** 2)));
      // Of a short video no frame is looked at twice.
      return { indices: [...new Set(indices)] };
    },
  };
}
