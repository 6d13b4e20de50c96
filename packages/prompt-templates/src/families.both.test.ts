import { describeModel, openModelFolder, readSpecialTokens } from '@slowfast/model-files';
import type { PromptPart, Turn } from '@slowfast/spec';
import { type PromptFact, tinyCheckpoint, tinyCheckpointNames } from '@slowfast/tiny-checkpoints';
import { describe, expect, test } from 'vitest';
import { type ChatMessage, chatTemplate } from './chat-template.ts';
import { chatPromptTemplate } from './index.ts';

const silent = {
  keyFrames: '',
  openEnded: '',
  multipleChoice: '',
  openEndedAnswerStart: '',
  multipleChoiceAnswerStart: '',
};

describe.each(tinyCheckpointNames)('%s', async (name) => {
  const checkpoint = tinyCheckpoint(name);
  const { prompts } = await checkpoint.oracle();
  const folder = await openModelFolder(checkpoint.files.url);
  const template = (await folder.chatTemplate())!;
  const specialTokens = readSpecialTokens(await folder.tokenizer());
  const imageToken = '<image>';

  test.each(prompts)('its template renders as in transformers: $rendered', ({ turns, rendered }) => {
    const messages = turns as readonly ChatMessage[];
    expect(chatTemplate(template, specialTokens)(messages, { addGenerationPrompt: true })).toBe(rendered);
  });

  const withSystem = prompts.filter(({ turns }) => turns[0]?.role === 'system');
  test.runIf(withSystem.length > 0)('so does a system prompt', () => {
    for (const { turns, rendered } of withSystem) {
      const [first, ...rest] = turns;
      const system = textOf(first!.content);
      const options = { chatTemplate: template, specialTokens, imageToken, instructions: silent };
      const prompt = chatPromptTemplate({ ...options, system }).render(rest.map(turnOf));
      expect(chatPromptTemplate(options).render(rest.map(turnOf), { system })).toEqual(prompt);
      const written = (part: PromptPart) => (part.type === 'video' ? imageToken : part.text);
      expect(prompt.parts.map(written).join('')).toBe(rendered);
      expect(prompt.parts).toContainEqual({ type: 'text', text: system });
    }
  });

  const conversations = prompts.filter(({ turns }) => turns.every(({ role }) => role !== 'system'));
  test.each(conversations)('so does a prompt about a video: $rendered', ({ turns, rendered }) => {
    const prompt = chatPromptTemplate({
      chatTemplate: template,
      specialTokens,
      imageToken,
      instructions: silent,
    }).render(turns.map(turnOf));
    const written = (part: PromptPart) => (part.type === 'video' ? imageToken : part.text);
    expect(prompt.parts.map(written).join('')).toBe(rendered);
    expect(prompt.parts.filter(({ type }) => type === 'video')).toHaveLength(1);
  });
});

test.each([
  ['smolvlm2', '<fake_token_around_image><global-img>', '<fake_token_around_image>'],
  ['lfm2-vl', '<|image_start|>', '<|image_end|>'],
  ['llava-onevision', '', ''],
] as const)(
  'what the processor of %s writes around a picture stands around the video',
  async (name, before, after) => {
    const { promptTemplate } = await describeModel(await openModelFolder(tinyCheckpoint(name).files.url));
    expect(promptTemplate.aroundImage).toEqual({ before, after });
    const { parts } = chatPromptTemplate(promptTemplate).render([
      { role: 'user', question: { text: 'What?' } },
    ]);
    const at = parts.findIndex(({ type }) => type === 'video');
    const [front, back] = [parts[at - 1], parts[at + 1]];
    expect(front?.type === 'control' && front.text.endsWith(before)).toBe(true);
    expect(back?.type === 'control' && back.text.startsWith(after)).toBe(true);
  },
);

function turnOf({ role, content }: PromptFact['turns'][number]): Turn {
  const text = textOf(content);
  // Templates of texts alone have the placeholder written into them.
  const words = text.replace(/^<image>\n/, '');
  return role === 'assistant' ? { role, text } : { role: 'user', question: { text: words } };
}

function textOf(content: PromptFact['turns'][number]['content']): string {
  return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
}
