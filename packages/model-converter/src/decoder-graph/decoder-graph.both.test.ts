import { decoderGraphsBesideTransformers } from './testing/decoder-graph-suite.ts';
import { tinyLanguageModelNames } from './testing/tiny-language-models.ts';

// In Chromium one of Qwen2, Mistral and LLaMA each; decoder-graph.matrix.browser.test.ts has all.
const isNode = typeof document === 'undefined';
decoderGraphsBesideTransformers({
  names: isNode ? tinyLanguageModelNames : ['llava-onevision', 'llava-1.6', 'smolvlm2'],
  formsOfAllPositions: isNode ? ['fp32', 'q8', 'q4'] : ['q8'],
});
