import { decoderGraphsBesideTransformers } from './testing/decoder-graph-suite.ts';
import { tinyLanguageModelNames } from './testing/tiny-language-models.ts';

decoderGraphsBesideTransformers({
  names: tinyLanguageModelNames,
  formsOfAllPositions: ['fp32', 'q8', 'q4'],
});
