import { describeModel, openModelFolder } from '@slowfast/model-files';
import { chatPromptTemplate } from '@slowfast/prompt-templates';
import { hostTensor } from '@slowfast/spec';
import { modelFiles } from '@slowfast/tiny-model/files';
import { expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { collect } from './testing/tiny-checkpoint.ts';

test('the embedded model reads a prompt of its own template and says which words it does not know', async () => {
  const folder = await openModelFolder(modelFiles);
  const { promptTemplate, defaults, contextLength } = await describeModel(folder);
  await using model = await onnxLanguageModel(folder);
  const template = chatPromptTemplate({
    ...promptTemplate,
    instructions: defaults.instructions,
  });
  const render = (text: string) => template.render([{ role: 'user', question: { text } }]).parts;

  const parts = render('What colour is the Zebra?');
  // Start, user, question of six tokens, assistant.
  expect(model.checkPrompt(parts)).toEqual({ textTokens: 9, unknownWords: ['Zebra'] });
  expect(model.checkPrompt(render('what colour is the circle?')).unknownWords).toEqual([]);
  expect(model.checkPrompt(render('<assistant>')).textTokens).toBe(6);

  await using session = await model.session();
  const videoTokens = hostTensor(new Float32Array(192 * model.embeddingSize), [192, model.embeddingSize]);
  await session.prefill(parts, { videoTokens });
  expect(session.tokenCount).toBe(192 + 9);
  const answer = await collect(session.generate({ maxTokens: 8 }));
  expect(answer.tokens).toBeLessThanOrEqual(8);
  expect(contextLength).toBe(model.contextLength);
});
