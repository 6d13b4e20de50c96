export type {
  AnswerFact,
  FeaturesFact,
  Floats,
  PictureFact,
  PixelFact,
  PromptFact,
  SlowFastFact,
} from './oracle-facts.ts';
export type { TestPicture } from './test-picture.ts';
export { testPicture } from './test-picture.ts';
export { type TimestampsCase, type TimestampsOracle, timestampsOracle } from './timestamps-oracle.ts';
export type { TinyCheckpoint, TinyCheckpointName, TinyOracle } from './tiny-checkpoint.ts';
export { tinyCheckpoint, tinyCheckpointNames } from './tiny-checkpoint.ts';
