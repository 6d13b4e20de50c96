import { serveAssistant } from 'slowfast-llava/worker';
import { everyNthFrame } from '../plug-ins/every-nth-frame.ts';
import { meanOfGroups } from '../plug-ins/mean-of-groups.ts';
import { brighteningEncoder } from './brightening-encoder.ts';

// A worker of one's own, in Node and in a page alike.
serveAssistant({
  stages: {
    encoder: async (preset) => brighteningEncoder(await preset.make()),
    sampler: ({ framesPerSecond = 2 }) => everyNthFrame(Math.round(12 / framesPerSecond)),
    aggregator: meanOfGroups(2),
  },
});
