import { tinyCheckpointNames } from '@slowfast/tiny-checkpoints';
import { familiesBesideTransformers } from './testing/families-suite.ts';

familiesBesideTransformers(tinyCheckpointNames);
