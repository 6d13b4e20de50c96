import { sameAsTransformersJs } from './testing/transformers-js-suite.ts';

// The other families are in families-transformers-js.matrix.test.ts.
sameAsTransformersJs(['llava-onevision']);
