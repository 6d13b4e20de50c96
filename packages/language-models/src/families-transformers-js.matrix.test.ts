import { tinyCheckpointNames } from '@slowfast/tiny-checkpoints';
import { sameAsTransformersJs } from './testing/transformers-js-suite.ts';

sameAsTransformersJs(tinyCheckpointNames);
