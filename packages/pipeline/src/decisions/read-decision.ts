import type { ModelUser } from '../model-turns.ts';
import type { StageClock } from '../stage-clock.ts';
import type { VideoAssistantStages } from '../stages.ts';
import { prefillInTurns, splitAtVideo, type VideoPrefix } from '../video-prefix.ts';
import {
  type LabelProbabilities,
  logSum,
  meanProbabilities,
  probabilitiesOfLogs,
  probabilitiesOfTokens,
} from './label-probabilities.ts';
import type { DecisionRead, PreparedDecision } from './prepare-decision.ts';

/** What reading needs of a watched video, and tells. */
export interface ReadContext {
  readonly prefix: VideoPrefix;
  readonly watchWeights: VideoAssistantStages['watchWeights'];
  readonly clock: StageClock;
  readonly models: ModelUser;
  readonly signal: AbortSignal;
  readonly temperature: number;
}

/** How likely each answer of a question is, in their order: each prompt is run on a fork of the video's prefix. */
export async function readDecision(
  { labels, reads }: PreparedDecision,
  context: ReadContext,
): Promise<LabelProbabilities> {
  const all: LabelProbabilities[] = [];
  for (const read of reads) all.push(await readOnce(read, labels, context));
  return meanProbabilities(all);
}

async function readOnce(
  { parts, spellings }: DecisionRead,
  labels: PreparedDecision['labels'],
  { prefix, watchWeights, clock, models, signal, temperature }: ReadContext,
): Promise<LabelProbabilities> {
  const { head, tail } = splitAtVideo(parts);
  const fork = () => prefix.fork(head, { clock, models, signal });
  await using session = await clock.reportingWeights(watchWeights, fork);
  await prefillInTurns(session, tail, { clock, models, signal });
  if (labels === 'tokens') {
    const logits = await session.nextLogits();
    return probabilitiesOfTokens(
      logits,
      spellings.map((ways) => ways.flat()),
      temperature,
    );
  }
  const logs: number[] = [];
  for (const ways of spellings) {
    const ofWays: number[] = [];
    for (const tokens of ways) {
      const weigh = (betweenRuns: () => Promise<void>) =>
        clock.time('decide', (untimed) =>
          session.logLikelihood(tokens, { betweenRuns: () => untimed(betweenRuns), signal }),
        );
      ofWays.push(await models.during(weigh, signal));
    }
    logs.push(logSum(ofWays));
  }
  return probabilitiesOfLogs(logs, temperature);
}
