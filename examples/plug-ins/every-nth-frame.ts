import { type FrameSampler, InvalidSelectionError } from '@slowfast/spec';

/** A sampler: every so many frames one, from the first on. */
export function everyNthFrame(step: number): FrameSampler {
  return {
    id: `every_${step}`,
    select({ frameCount }) {
      if (frameCount < 1)
        throw new InvalidSelectionError({ found: 'a video without frames', expected: 'one or more' });
      return { indices: Array.from({ length: Math.ceil(frameCount / step) }, (_, i) => i * step) };
    },
  };
}
