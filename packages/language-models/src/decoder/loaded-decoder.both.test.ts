import { decodersBesideTransformers } from '../testing/loaded-decoder-suite.ts';

// The other layout on an adapter that is software is in loaded-decoder.matrix.browser.test.ts.
decodersBesideTransformers((layout, { slowReason }) => slowReason === undefined || layout === 'whole');
