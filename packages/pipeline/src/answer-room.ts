import { ContextExceededError, type VideoPlan } from '@slowfast/spec';
import { budgetToTry, videoRoom } from './video-room.ts';

/** @throws ContextExceededError when a video, so much text and the longest answer are more than the context holds. */
export function assertContextHolds(
  plan: VideoPlan,
  textTokens: number,
  maxTokens: number | undefined,
  maxAnswerTokens: number,
): void {
  const answerTokens = maxTokens ?? maxAnswerTokens;
  const needed = plan.tokens.total + textTokens + answerTokens;
  const { contextLength } = plan;
  if (needed <= contextLength) return;
  // A budget counts the times of frames with the video.
  const besideTokens = textTokens - (plan.textTokens.timestamps ?? 0) + answerTokens;
  const budgetTokens = budgetToTry(videoRoom(contextLength, besideTokens), plan);
  throw new ContextExceededError({
    ...{ needed, videoTokens: plan.tokens.total, textTokens, answerTokens, contextLength },
    ...(maxTokens !== undefined && { asked: { maxTokens } }),
    ...(budgetTokens !== undefined && { budgetTokens }),
  });
}
