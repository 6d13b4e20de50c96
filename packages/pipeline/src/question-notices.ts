import type { Notice, VideoPlan } from '@slowfast/spec';
import { asksAboutSound } from './asks-about-sound.ts';

/** What is known of a question before it is answered. */
export function questionNotices(
  text: string,
  unknownWords: readonly string[],
  plan: VideoPlan,
): readonly Notice[] {
  return [...unknownWordNotices(unknownWords), ...soundNotices(text, plan)];
}

function soundNotices(text: string, { hasAudio }: VideoPlan): readonly Notice[] {
  if (hasAudio !== true || !asksAboutSound(text)) return [];
  const message = 'The video has sound, which is not listened to: the answer comes from its pictures alone.';
  return [{ code: 'sound-not-heard', message }];
}

function unknownWordNotices(words: readonly string[]): readonly Notice[] {
  if (words.length === 0) return [];
  const list = words.map((word) => `"${word}"`).join(', ');
  const message = `The model does not know ${words.length === 1 ? 'the word' : 'the words'} ${list}; the answer can't take ${words.length === 1 ? 'it' : 'them'} into account.`;
  return [{ code: 'unknown-words', message, words }];
}
