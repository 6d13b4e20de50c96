import {
  AggregationMismatchError,
  type TimedFrames,
  type VideoPlan,
  type VideoReduction,
} from '@slowfast/spec';

/**
 * The Slow frames of a reduction with their times and tokens.
 *
 * @throws AggregationMismatchError where the aggregation mixes frames or has no Slow pathway, so that no token has one time.
 */
export function timedFrames(reduction: VideoReduction): TimedFrames {
  const { selectedFrames, slowPositions, tokensPerSlowFrame, tokens, aggregation, durationSeconds } =
    reduction;
  const refuse = (found: string) => {
    const expected = 'an aggregation that keeps the tokens of each Slow frame together, or no timestamps';
    return new AggregationMismatchError({ aggregation, found, expected });
  };
  if (slowPositions.length === 0) throw refuse('timestamps for an aggregation without Slow frames');
  if (tokensPerSlowFrame === undefined) throw refuse('timestamps for an aggregation that mixes frames');
  if (tokensPerSlowFrame < 1 || tokensPerSlowFrame * slowPositions.length !== tokens.slow) {
    throw refuse(
      `${tokensPerSlowFrame} tokens for each of ${slowPositions.length} Slow frames, which have ${tokens.slow}`,
    );
  }
  const frames = slowPositions.map((position, i) => ({
    timestampSeconds: selectedFrames[position]!.timestampSeconds,
    from: i * tokensPerSlowFrame,
    to: (i + 1) * tokensPerSlowFrame,
  }));
  return { frames, videoTokens: tokens.total, durationSeconds };
}

/** What a prompt needs to write the times of a plan's frames; undefined where none are written. */
export function timedFramesOf(plan: VideoPlan): TimedFrames | undefined {
  return plan.textTokens.timestamps === undefined ? undefined : timedFrames(plan);
}
