import { expect, test } from 'vitest';
import { chatPromptTemplate } from './index.ts';
import { embeddedModel } from './testing/files.ts';

test('the embedded model reads question and options right behind the placeholder', async () => {
  type Config = { readonly slowfast: { readonly instructions: Record<string, string> } };
  const { slowfast } = await embeddedModel.json<Config>('config.json');
  const template = chatPromptTemplate({
    chatTemplate: await embeddedModel.text('chat_template.jinja'),
    specialTokens: { bos_token: '<s>', eos_token: '</s>' },
    imageToken: '<image>',
    instructions: slowfast.instructions,
  });
  const asked = template.render([{ role: 'user', question: { text: 'Where?', options: ['left', 'right'] } }]);
  expect(asked.parts.map((part) => (part.type === 'video' ? '<image>' : part.text)).join('')).toBe(
    '<s><user><image>\nWhere?\n(A) left\n(B) right<assistant>Best option: (',
  );
  const plain = template.render([{ role: 'user', question: { text: 'Where?' } }]);
  expect(plain.parts.at(-1)).toEqual({ type: 'control', text: '<assistant>' });
});
