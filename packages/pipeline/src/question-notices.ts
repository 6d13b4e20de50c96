import type { Notice, VideoPlan } from '@slowfast/spec';
import { asksAboutSound } from './asks-about-sound.ts';
import { strangePictureNotices, unknownWordNotices } from './outside-its-world.ts';

/** What is known of a question before it is answered: first of all what the model does not know. */
export function questionNotices(
  text: string,
  unknownWords: readonly string[],
  plan: VideoPlan,
  knows: string | undefined,
): readonly Notice[] {
  const strange = strangePictureNotices(plan);
  // What the model knows is said once.
  const unknown = unknownWordNotices(unknownWords, strange.length > 0 ? undefined : knows);
  return [...strange, ...unknown, ...soundNotices(text, plan)];
}

function soundNotices(text: string, { hasAudio }: VideoPlan): readonly Notice[] {
  if (hasAudio !== true || !asksAboutSound(text)) return [];
  const message = 'The video has sound, which is not listened to: the answer comes from its pictures alone.';
  return [{ code: 'sound-not-heard', message }];
}
