import { readFile } from 'node:fs/promises';
import { modelFolder } from '@slowfast/tiny-model';
import { expect, test } from 'vitest';
import { chatPromptTemplate } from './index.ts';

test('the embedded model reads question and options right behind the placeholder', async () => {
  const read = (name: string) => readFile(new URL(name, modelFolder), 'utf8');
  const { slowfast } = JSON.parse(await read('config.json'));
  const template = chatPromptTemplate({
    chatTemplate: await read('chat_template.jinja'),
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
