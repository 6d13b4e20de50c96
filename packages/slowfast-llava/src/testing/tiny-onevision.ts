import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';

/** A tiny checkpoint of random weights, whose tokens spell any text. */
export const tinyOnevision: URL = new URL(tinyCheckpoint('llava-onevision').files.url);
