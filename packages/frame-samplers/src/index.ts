export { explicitFrames } from './explicit-frames.ts';
export { type FramesAtRateSettings, framesAtRate } from './frames-at-rate.ts';
export type { TimeRange } from './time-range.ts';
export { uniformFrameIndices } from './uniform-frame-indices.ts';
export { originalUniformFrames, type UniformFramesSettings, uniformFrames } from './uniform-frames.ts';
