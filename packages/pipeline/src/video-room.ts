import type { VideoPlan, VideoRoom } from '@slowfast/spec';

/** The part of a room that stays free, for longer questions, options and turns of a chat, where a video is fitted to it. */
const spareShare = 1 / 16;

/** What a context holds of a video beside so many tokens of text. */
export function videoRoom(contextLength: number, textTokens: number): VideoRoom {
  const mostTokens = Math.max(0, contextLength - textTokens);
  return { mostTokens, budgetTokens: mostTokens - Math.floor(mostTokens * spareShare) };
}

/** The budget of a room as something to try instead of a reduction; undefined where it holds not even one of its frames. */
export function budgetToTry(
  { budgetTokens }: VideoRoom,
  { tokens, selectedFrames, slowPositions, textTokens }: VideoPlan,
): number | undefined {
  const ofOneFrame = tokens.slow / Math.max(1, slowPositions.length) + tokens.fast / selectedFrames.length;
  // More than one frame's, since text may stand around all of them.
  const timestamps = textTokens.timestamps ?? 0;
  return budgetTokens >= ofOneFrame + timestamps ? budgetTokens : undefined;
}
