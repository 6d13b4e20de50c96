import { publishedOnProcessors } from './testing/published-suite.ts';

// `_quantized` is files of these under another name, as published-on-processors.test.ts makes sure.
publishedOnProcessors(['_int8', '_uint8', '_q4']);
