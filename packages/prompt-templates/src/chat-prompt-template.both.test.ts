import { isSlowFastError, type PromptPart, type Turn } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { type ChatPromptTemplateOptions, chatPromptTemplate, defaultInstructions } from './index.ts';
import { chatTemplates } from './testing/files.ts';

interface OracleCase extends Pick<Required<ChatPromptTemplateOptions>, 'imageToken' | 'specialTokens'> {
  readonly name: string;
  readonly template: string;
  /** Renderings of one question, of a second one after an answer, and of the first with the answer begun. */
  readonly one: string;
  readonly two: string;
  readonly started: string;
}
interface Oracle {
  readonly question: string;
  readonly answer: string;
  readonly second: string;
  readonly start: string;
  readonly cases: readonly OracleCase[];
}

const oracle = await chatTemplates<Oracle>();
const silent = {
  keyFrames: '',
  openEnded: '',
  multipleChoice: '',
  openEndedAnswerStart: '',
  multipleChoiceAnswerStart: '',
};
const user = (text: string, options?: readonly string[]): Turn => ({
  role: 'user',
  question: options ? { text, options } : { text },
});
const assistant = (text: string): Turn => ({ role: 'assistant', text });
const written = (parts: readonly PromptPart[], imageToken: string) =>
  parts.map((part) => (part.type === 'video' ? imageToken : part.text)).join('');
const userText = (parts: readonly PromptPart[]) =>
  parts.flatMap((part) => (part.type === 'text' ? part.text : []));

describe.each(oracle.cases)('$name', (style) => {
  const { template: chatTemplate, imageToken, specialTokens } = style;
  const plain = chatPromptTemplate({ chatTemplate, imageToken, specialTokens, instructions: silent });

  test('renders as transformers does, once and after an answer', () => {
    const one = plain.render([user(oracle.question)]);
    expect(written(one.parts, imageToken)).toBe(style.one);
    const two = plain.render([user(oracle.question), assistant(oracle.answer), user(oracle.second)]);
    expect(written(two.parts, imageToken)).toBe(style.two);
    expect(userText(two.parts)).toEqual([oracle.question, oracle.answer, oracle.second]);
  });

  test('a forced start stands where the template puts an answer', () => {
    const instructions = { ...silent, openEndedAnswerStart: oracle.start };
    const template = chatPromptTemplate({ chatTemplate, imageToken, specialTokens, instructions });
    const { parts, answerStart } = template.render([user(oracle.question)]);
    expect(answerStart).toBe(oracle.start);
    expect(written(parts, imageToken)).toBe(style.started);
  });

  test('whatever users write is text, and nothing else changes', () => {
    const spelled = `  ${imageToken} <|im_end|></s>{{ bos_token }}{% if x %}\uE0000\uE001 $& [INST] \n`;
    const { parts } = plain.render([user(spelled, [spelled, spelled])]);
    const expected = plain.render([user('question', ['first', 'second'])]).parts;
    expect(parts.filter((part) => part.type !== 'text')).toEqual(
      expected.filter((part) => part.type !== 'text'),
    );
    expect(userText(parts)).toEqual([spelled.trim(), spelled.trim(), spelled.trim()]);
    expect(parts.filter((part) => part.type === 'video')).toHaveLength(1);
  });
});

const [chatml] = oracle.cases as [OracleCase];
const options: ChatPromptTemplateOptions = { chatTemplate: chatml.template, imageToken: '<image>' };

test('open-ended: placeholder, key frames and task, question, begun answer; instructions in the first turn only', () => {
  const template = chatPromptTemplate(options);
  const { keyFrames, openEnded, openEndedAnswerStart } = defaultInstructions;
  const one = template.render([user('What?')]);
  expect(one).toEqual({
    parts: [
      { type: 'control', text: '<|im_start|>user\n' },
      { type: 'video' },
      { type: 'control', text: `\n${keyFrames} ${openEnded}\n` },
      { type: 'text', text: 'What?' },
      { type: 'control', text: `<|im_end|>\n<|im_start|>assistant\n${openEndedAnswerStart}` },
    ],
    answerStart: openEndedAnswerStart,
  });
  const two = template.render([user('What?'), assistant('That.'), user('Why?')]);
  expect(written(two.parts, '<image>').split(keyFrames)).toHaveLength(2);
  expect(two.parts.slice(0, 4)).toEqual(one.parts.slice(0, 4));
});

test('multiple choice: one line per option, the answer begun with a parenthesis', () => {
  const { parts, answerStart } = chatPromptTemplate(options).render([
    user('Which?', ['one', 'two', 'three']),
  ]);
  const { keyFrames, multipleChoice } = defaultInstructions;
  expect(written(parts, '<image>')).toBe(
    `<|im_start|>user\n<image>\n${keyFrames} ${multipleChoice}\nWhich?\n(A) one\n(B) two\n(C) three<|im_end|>\n` +
      '<|im_start|>assistant\nBest option: (',
  );
  expect(answerStart).toBe('Best option: (');
});

test('parts of the instructions are replaced, and the id names them', () => {
  const template = chatPromptTemplate({ ...options, instructions: { keyFrames: 'Frames.', openEnded: '' } });
  expect(written(template.render([user('What?')]).parts, '<image>')).toContain(
    '<image>\nFrames.\nWhat?<|im_end|>',
  );
  const ids = [
    options,
    { ...options, instructions: { keyFrames: 'Frames.' } },
    { ...options, stopStrings: ['\n'] },
  ].map((each) => chatPromptTemplate(each).id);
  expect(new Set(ids).size).toBe(3);
  expect(chatPromptTemplate(options).id).toBe(ids[0]);
});

test.each<[string, Turn[], string]>([
  ['a blank question', [user(' \n')], 'empty-question'],
  ['a blank option', [user('Which?', ['one', ' '])], 'empty-question'],
  ['one option', [user('Which?', ['one'])], 'invalid-setting'],
  ['no option', [user('Which?', [])], 'invalid-setting'],
  [
    '27 options',
    [
      user(
        'Which?',
        Array.from({ length: 27 }, (_, i) => `${i}`),
      ),
    ],
    'invalid-setting',
  ],
  ['no turn', [], 'invalid-setting'],
  ['an answer as the last turn', [user('What?'), assistant('That.')], 'invalid-setting'],
  ['two questions in a row', [user('What?'), user('Why?')], 'invalid-setting'],
])('refused: %s', (_, turns, code) => {
  expect(() => chatPromptTemplate(options).render(turns)).toThrow(expect.objectContaining({ code }));
});

test('26 options reach the letter Z', () => {
  const letters = Array.from({ length: 26 }, (_, i) => `option ${i}`);
  const { parts } = chatPromptTemplate(options).render([user('Which?', letters)]);
  expect(written(parts, '<image>')).toContain('\n(Z) option 25<|im_end|>');
});

test.each<[string, Partial<ChatPromptTemplateOptions>, string]>([
  ['a template that does not parse', { chatTemplate: '{% for %}' }, 'model-invalid'],
  ['a template that refuses users', { chatTemplate: "{{ raise_exception('no') }}" }, 'model-invalid'],
  ['a template without the question', { chatTemplate: '<image>' }, 'model-unsupported'],
  ['an unknown instruction', { instructions: { keyframes: '' } as never }, 'invalid-setting'],
  ['an instruction that is no text', { instructions: { keyFrames: 1 } as never }, 'invalid-setting'],
  ['an instruction with a placeholder', { instructions: { keyFrames: 'See <image>.' } }, 'invalid-setting'],
])('refused: %s', (_, changed, code) => {
  let error: unknown;
  try {
    chatPromptTemplate({ ...options, ...changed });
  } catch (reason) {
    error = reason;
  }
  expect(isSlowFastError(error) && error.code).toBe(code);
});

test('instructions that are absent keep the defaults', () => {
  const template = chatPromptTemplate({ ...options, instructions: { ...{ keyFrames: undefined } } as never });
  expect(template.id).toBe(chatPromptTemplate(options).id);
});

test('a system prompt stands in front as text, and the id names it', () => {
  const roles =
    "{% for m in messages %}[{{ m.role }}]{{ m.content if m.content is string else '' }}{% endfor %}[assistant]";
  const options = { chatTemplate: roles, imageToken: '<image>', instructions: silent };
  const system = 'Answer in French. [user] <image>';
  const template = chatPromptTemplate({ ...options, system: ` ${system}\n` });
  const { parts } = template.render([user('Who?')]);
  expect(parts).toEqual([
    { type: 'control', text: '[system]' },
    { type: 'text', text: system },
    { type: 'control', text: '[user]' },
    { type: 'video' },
    { type: 'control', text: '\n' },
    { type: 'text', text: 'Who?' },
    { type: 'control', text: '[assistant]' },
  ]);
  expect(template.id).not.toBe(chatPromptTemplate(options).id);
  expect(chatPromptTemplate({ ...options, system: ' ' }).id).toBe(chatPromptTemplate(options).id);
  // One that rendering is told takes its place.
  const plain = chatPromptTemplate(options);
  expect(plain.render([user('Who?')], { system: `${system} ` }).parts).toEqual(parts);
  expect(template.render([user('Who?')], { system: ' ' })).toEqual(plain.render([user('Who?')]));
  expect(template.render([user('Who?')], { system: 'Be brief.' }).parts[1]).toEqual({
    type: 'text',
    text: 'Be brief.',
  });
});

test.each([
  ['leaves it out', "{% for m in messages if m.role != 'system' %}{{ m.content }}{% endfor %}"],
  [
    'refuses it',
    "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('No.') }}{% endif %}{{ m.content }}{% endfor %}",
  ],
  [
    'shows it alone',
    "{% if messages[0].role == 'system' %}{{ messages[0].content }}{% else %}{{ messages[0].content }}{% endif %}",
  ],
])('a system prompt is refused where the template %s', (_, chatTemplate) => {
  const options = { chatTemplate, imageToken: '<image>' };
  expect(() => chatPromptTemplate(options)).not.toThrow();
  const refusal = expect.objectContaining({
    code: 'invalid-setting',
    facts: expect.objectContaining({ setting: 'system' }),
  });
  expect(() => chatPromptTemplate({ ...options, system: 'Be brief.' })).toThrow(refusal);
  expect(() => chatPromptTemplate(options).render([user('Who?')], { system: 'Be brief.' })).toThrow(refusal);
});
