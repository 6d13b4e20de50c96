import type { AppState } from '../state/app-state.ts';
import type { BundledClip } from './clips.ts';

/** Opens a bundled clip as if it had been chosen from the files, and asks its question. */
export async function openClip({ name, url, type, question }: BundledClip, state: AppState): Promise<void> {
  const response = await fetch(url);
  await state.choice.choose(new File([await response.blob()], name, { type }));
  if (state.choice.video.value?.name === name) await state.conversation.ask({ text: question });
}
