import { describeModel, openModelFolder } from '@slowfast/model-files';
import { chatPromptTemplate } from '@slowfast/prompt-templates';
import { languageModelConformance } from '@slowfast/test-kit';
import { modelFolder } from '@slowfast/tiny-model';
import { onnxLanguageModel } from './index.ts';

const tinyChatml = new URL('../fixtures/tiny-chatml/', import.meta.url);

for (const [name, place] of [
  ['the embedded model', modelFolder],
  ['a Qwen2 decoder with byte-level tokens', tinyChatml],
] as const) {
  const folder = await openModelFolder(place);
  const { promptTemplate } = await describeModel(folder);
  const question = { text: 'What color is the circle on the left?' };
  const { parts } = chatPromptTemplate(promptTemplate).render([{ role: 'user', question }]);
  languageModelConformance(name, {
    create: () => onnxLanguageModel(folder, { prefillChunkTokens: 5 }),
    prompt: parts,
  });
}
