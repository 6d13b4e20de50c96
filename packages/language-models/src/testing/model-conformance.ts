import { describeModel, openModelFolder } from '@slowfast/model-files';
import { chatPromptTemplate } from '@slowfast/prompt-templates';
import { languageModelConformance } from '@slowfast/test-kit';
import { modelFiles } from '@slowfast/tiny-model/files';
import { onnxLanguageModel } from '../index.ts';
import { type TestRuntime, testRuntimes } from './test-runtimes.ts';
import { tinyCheckpoint } from './tiny-checkpoint.ts';

const models = [
  ['the embedded model', await openModelFolder(modelFiles)],
  ['a Qwen2 language model with byte-level tokens', await tinyCheckpoint()],
  ['the same with new keys only', await tinyCheckpoint('new-keys-only')],
] as const;
export type ConformingModel = (typeof models)[number][0];

/** What every language model must do, for each of some models on each runtime that they are to run on. */
export async function conformanceWhere(
  isTested: (model: ConformingModel, runtime: TestRuntime) => boolean,
): Promise<void> {
  for (const [name, folder] of models) {
    const { promptTemplate } = await describeModel(folder);
    const question = { text: 'What color is the circle on the left?' };
    const { parts } = chatPromptTemplate(promptTemplate).render([{ role: 'user', question }]);
    for (const testRuntime of testRuntimes) {
      if (!isTested(name, testRuntime)) continue;
      const { name: runtimeName, runtime, slowReason } = testRuntime;
      const [prefillChunkTokens, maxTokens] = slowReason === undefined ? [5, 12] : [64, 5];
      languageModelConformance(`${name} on ${runtimeName}`, {
        create: () => onnxLanguageModel(folder, { prefillChunkTokens, runtime }),
        prompt: parts,
        maxTokens,
      });
    }
  }
}
