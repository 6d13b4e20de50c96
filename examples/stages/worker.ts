import { serveAssistant } from 'slowfast-llava/worker';
import { brighteningEncoder } from './brightening-encoder.ts';
import { denseEndFrames } from './dense-end-frames.ts';
import { windowMeans } from './window-means.ts';

// A worker of one's own, in Node and in a page alike.
serveAssistant({
  stages: {
    encoder: async (preset) => brighteningEncoder(await preset.make()),
    sampler: ({ frames = 16 }) => denseEndFrames(frames),
    aggregator: windowMeans(2, { rows: 4, columns: 4 }),
  },
});
