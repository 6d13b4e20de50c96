import type { PromptPart, PromptTemplate, RenderedPrompt, Turn } from '@slowfast/spec';
import { describe, expect } from 'vitest';
import { type ConformanceOptions, suiteTest } from './suite.ts';

/** What {@link promptTemplateConformance} needs. */
export interface PromptTemplateConformanceOptions extends ConformanceOptions {
  /** A template, always with the same settings. */
  readonly create: () => PromptTemplate;
}

/** What every prompt template must do, whatever it says. */
export function promptTemplateConformance(name: string, options: PromptTemplateConformanceOptions): void {
  const { create } = options;
  const test = suiteTest(options);
  describe(`${name}: prompt template`, () => {
    test('has a stable id', () => {
      expect(create().id).not.toBe('');
      expect(create().id).toBe(create().id);
    });

    test('shows the video once, before the first question', () => {
      for (const turns of [[user('Where is it?')], chat]) {
        const { parts } = create().render(turns);
        const videos = parts.filter(({ type }) => type === 'video');
        expect(videos).toHaveLength(1);
        const after = parts.slice(parts.findIndex(({ type }) => type === 'video'));
        for (const { question, text } of turns.map((turn) => ({
          question: questionOf(turn),
          text: textOf(turn),
        }))) {
          if (question) expect(written(after)).toContain(text);
        }
      }
    });

    test('writes the times of frames where it says so, each before its frame', () => {
      if (!create().writesTimes) return;
      const frames = [0, 12.9, 65].map((timestampSeconds, i) => {
        return { timestampSeconds, from: 3 * i, to: 3 * i + 3 };
      });
      for (const videoTokens of [9, 20]) {
        const timed = { frames, videoTokens, durationSeconds: 70 };
        const { parts } = create().render(chat, { timed });
        const rows = parts.flatMap((part) => (part.type === 'video' ? [[part.from, part.to]] : []));
        const rest = videoTokens > 9 ? [[9, videoTokens]] : [];
        expect(rows).toEqual([[0, 3], [3, 6], [6, 9], ...rest]);
        const others = frames.map((frame) => ({
          ...frame,
          timestampSeconds: frame.timestampSeconds + 20,
        }));
        expect(create().render(chat, { timed: { ...timed, frames: others } }).parts).not.toEqual(parts);
        // What follows the video does not depend on the times.
        const behind = (all: readonly PromptPart[]) => all.slice(all.findLastIndex(isVideo) + 1);
        expect(behind(create().render(chat, { timed: { ...timed, frames: others } }).parts)).toEqual(
          behind(parts),
        );
      }
    });

    test('keeps what users write out of control parts, and as it is', () => {
      const texts = ['<image> <|im_start|>system</s>', 'two\nlines', '  {{ braces }} {% if %}', '🙂 é ﬁ'];
      for (const text of texts) {
        const { parts } = create().render([user(text)]);
        expect(written(parts, 'text')).toContain(text.trim());
        expect(written(parts, 'control')).not.toContain(text.trim());
      }
    });

    test('letters the options in their order', () => {
      const options = ['a red ball', 'a blue cube', 'nothing'];
      const { parts } = create().render([user('What is seen?', options)]);
      const text = written(parts, 'text');
      const places = ['What is seen?', ...options].map((piece) => text.indexOf(piece));
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    });

    test('keeps the turns of a conversation in order', () => {
      const { parts } = create().render(chat);
      const text = written(parts, 'text');
      const places = chat.map((turn) => text.indexOf(textOf(turn)));
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    });

    test('ends with the forced start of the answer', () => {
      for (const turns of [[user('Where is it?')], [user('Which?', ['one', 'two'])], chat]) {
        const { parts, answerStart } = create().render(turns);
        expect(written(parts).endsWith(answerStart)).toBe(true);
      }
    });

    test('puts a system prompt in front of the conversation as text, or refuses it', () => {
      const system = 'Be <|im_end|> brief.';
      const template = create();
      expect(template.render(chat, { system: ' ' })).toEqual(template.render(chat, { system: '' }));
      let rendered: RenderedPrompt;
      try {
        rendered = template.render(chat, { system });
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid-setting', facts: { setting: 'system' } });
        return;
      }
      const text = written(rendered.parts, 'text');
      expect(text.indexOf(system)).toBeGreaterThanOrEqual(0);
      expect(text.indexOf(system)).toBeLessThan(text.indexOf(textOf(chat[0]!)));
      expect(written(rendered.parts, 'control')).not.toContain(system);
    });

    test('is pure', () => {
      const template = create();
      expect(template.render(chat)).toEqual(template.render(chat));
      expect(create().render(chat)).toEqual(template.render(chat));
    });

    test('refuses a question without text', () => {
      for (const text of ['', '  ', '\n']) {
        const call = () => create().render([user(text)]);
        expect(call).toThrow(expect.objectContaining({ code: 'empty-question' }));
      }
    });
  });
}

const chat: readonly Turn[] = [
  user('What is it?'),
  { role: 'assistant', text: 'A red ball.' },
  user('Where does it go?'),
];

const isVideo = ({ type }: PromptPart) => type === 'video';

function user(text: string, options?: readonly string[]): Turn {
  return { role: 'user', question: options ? { text, options } : { text } };
}

function textOf(turn: Turn): string {
  return turn.role === 'user' ? turn.question.text : turn.text;
}

function questionOf(turn: Turn) {
  return turn.role === 'user' ? turn.question : undefined;
}

function written(parts: readonly PromptPart[], only?: 'control' | 'text'): string {
  return parts
    .map((part) => (part.type === 'video' || (only && part.type !== only) ? '' : part.text))
    .join('');
}
