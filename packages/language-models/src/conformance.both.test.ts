import { describeModel, openModelFolder } from '@slowfast/model-files';
import { chatPromptTemplate } from '@slowfast/prompt-templates';
import { languageModelConformance } from '@slowfast/test-kit';
import { modelFiles } from '@slowfast/tiny-model/files';
import { onnxLanguageModel } from './index.ts';
import { testRuntimes } from './testing/test-runtimes.ts';
import { tinyCheckpoint } from './testing/tiny-checkpoint.ts';

for (const [name, folder] of [
  ['the embedded model', await openModelFolder(modelFiles)],
  ['a Qwen2 decoder with byte-level tokens', await tinyCheckpoint()],
  ['the same decoder with new keys only', await tinyCheckpoint('new-keys-only')],
] as const) {
  const { promptTemplate } = await describeModel(folder);
  const question = { text: 'What color is the circle on the left?' };
  const { parts } = chatPromptTemplate(promptTemplate).render([{ role: 'user', question }]);
  for (const { name: runtimeName, runtime, slowReason } of testRuntimes) {
    const [prefillChunkTokens, maxTokens] = slowReason === undefined ? [5, 12] : [64, 5];
    languageModelConformance(`${name} on ${runtimeName}`, {
      create: () => onnxLanguageModel(folder, { prefillChunkTokens, runtime }),
      prompt: parts,
      maxTokens,
    });
  }
}
