import type { Scene } from '../scene.ts';

/** A black square with nothing in it. */
export const bareScene: Scene = {
  aspectRatio: 1,
  background: { from: [0, 0, 0], to: [0, 0, 0], angleRadians: 0, waveAmplitude: 0, waveCounts: [1, 1] },
  noise: 0,
  noiseSeed: 1,
  objects: [],
};
