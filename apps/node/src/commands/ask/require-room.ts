import {
  type AssistantOptions,
  assertPlanFits,
  HubAccessDeniedError,
  HubNotFoundError,
  openAssistant,
} from 'slowfast-llava';
import type { Clip } from '../../inputs/clip.ts';
import { lookIfMissing } from '../../look-at-model.ts';
import type { CommandOutput } from '../../output/command-output.ts';

/**
 * Before a model that was named is opened: checks that a single clip can be read. (The embedded one opens at once; it finds out by itself.) Where one would be downloaded: that every clip can be read and fits the
 * model's context, by the clips' indices and the model's headers. A model that is there checks the context before anything is decoded.
 *
 * @throws ContextExceededError, BudgetTooSmallError and what opening a video throws.
 */
export async function requireRoom(
  clips: readonly Clip[],
  options: AssistantOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<void> {
  const { model, dtype } = options;
  if (typeof model !== 'string') return;
  const infoOf = (clip: Clip) => output.during(`opening ${clip.name}`, () => clip.info(signal));
  // For one video that can't be read no model is opened; of several the others will be asked.
  if (clips.length === 1) await infoOf(clips[0]!);
  const look = () => lookIfMissing(model, { signal, dtype });
  const missing = await output.during(`looking at ${model}`, look).catch((error: unknown) => {
    // What is not there is told where it is opened, which also tells of the folder that may have been meant.
    if (error instanceof HubNotFoundError || error instanceof HubAccessDeniedError) return undefined;
    throw error;
  });
  if (!missing) return;
  // Nothing runs, so no device is asked.
  const planning = { ...options, device: 'cpu', cache: false, worker: false } as const;
  await using assistant = await openAssistant({ ...planning, model: missing });
  for (const clip of clips) {
    const info = await infoOf(clip);
    assertPlanFits(await assistant.plan(info, { signal }));
    // Each of several is opened again when its turn comes.
    if (clips.length > 1) await clip.release();
  }
}
