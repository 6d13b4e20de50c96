import type { PromptPart } from '@slowfast/spec';
import type { TextPart } from './marked-text.ts';
import type { PromptTokenizer } from './prompt-tokenizer.ts';

/**
 * The ways in which a text may go on right behind a prompt, with and without a space in front of it: ids of each, none twice. Empty for a
 * text with words that the tokenizer does not know.
 *
 * The prompt has run and keeps its tokens. Where the tokenizer would write its end and the text as one token, the text gets those that it has
 * on its own.
 */
export function spellings(
  prompt: readonly PromptPart[],
  text: string,
  tokenizer: Pick<PromptTokenizer, 'encode' | 'unknownWords'>,
): readonly (readonly number[])[] {
  if (tokenizer.unknownWords(text).length > 0) return [];
  const videoAt = prompt.findLastIndex(({ type }) => type === 'video');
  const before = prompt.slice(videoAt + 1).filter((part): part is TextPart => part.type !== 'video');
  const isFirst = videoAt < 0;
  const start = tokenizer.encode(before, isFirst);
  const found = new Map<string, readonly number[]>();
  for (const written of [text, ` ${text}`]) {
    const part: TextPart = { type: 'text', text: written };
    const whole = tokenizer.encode([...before, part], isFirst);
    const isContinued = whole.length > start.length && start.every((id, i) => whole[i] === id);
    const ids = isContinued ? whole.slice(start.length) : tokenizer.encode([part], false);
    if (ids.length > 0) found.set(ids.join(), ids);
  }
  return [...found.values()];
}
