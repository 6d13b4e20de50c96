import type { FindOptions, FindResult, FrameSource, Notice, Tensor } from '@slowfast/spec';
import { DamagedFrames } from '../damage-notices.ts';
import type { ModelUser } from '../model-turns.ts';
import { newNotices } from '../new-notices.ts';
import { PictureJudge } from '../outside-its-world.ts';
import { questionNotices } from '../question-notices.ts';
import type { StageClock } from '../stage-clock.ts';
import type { ReducingStages } from '../stages.ts';
import { decideFrames, decideWindows, type SearchContext } from './decide-frames.ts';
import { foundRanges, rangeEdges } from './found-ranges.ts';
import { prepareFind } from './plan-find.ts';
import { refineEdges } from './refine-edges.ts';
import { stepRanges } from './step-ranges.ts';
import { tempered } from './tempered.ts';
import { WindowReader } from './window-reader.ts';

/** What finding tells, and takes its turns by. */
export interface FindContext {
  readonly clock: StageClock;
  readonly models: ModelUser;
  readonly signal: AbortSignal;
  readonly notify: (notices: readonly Notice[]) => void;
  /** What logits are divided by where the options say nothing else. */
  readonly temperature: number;
}

const usualThreshold = 0.5;
const usualMaxFeatureBytes = 2 ** 30;

/**
 * When the answer is yes; see `find` of the assistant. One pass over the steps, during which each window is decided on as soon as its frames
 * are there, and its features are forgotten then; and a pass for each halving of what lies between two steps.
 */
export async function findInVideo<T extends Tensor>(
  source: FrameSource,
  question: string,
  stages: ReducingStages<T>,
  options: FindOptions,
  { clock, models, signal, notify, temperature: usualTemperature }: FindContext,
): Promise<FindResult> {
  const { info } = source;
  const { threshold: asked = usualThreshold, maxFeatureBytes = usualMaxFeatureBytes } = options;
  const { temperature = usualTemperature } = options;
  // Everything is decided on as if without a temperature, so that what is clearly no is the same with any.
  const threshold = tempered(asked, 1 / temperature);
  const { plan, windows, steps, decision } = prepareFind(info, question, options, stages);
  const widest = windows.of(windows.frames).plan;
  const known = [
    ...questionNotices(question, decision.unknownWords, widest, stages.knows),
    ...widest.notices,
  ];
  notify(known);
  const told = stages.notices?.() ?? [];

  const damaged = new DamagedFrames();
  const pictures = new PictureJudge(stages.encoder.knownPictures);
  const { rows, columns } = stages.encoder.frameTransform(info);
  const reader = new WindowReader({
    ...{ stages, windows, decision, grid: { rows, columns }, clock, models, signal },
    onDecision: (decisions) => clock.report('decide', decisions, plan.mostDecisions),
  });
  let frames = 0;
  const search: SearchContext = {
    ...{ source, reader, threshold, maxFeatureBytes, storage: stages.overflow },
    encoding: { encoder: stages.encoder, clock, models, signal, damaged, pictures },
    onFrame: () => {
      frames += 1;
      clock.report('encode', frames, plan.mostFrames);
    },
  };
  const ranges = stepRanges(await decideWindows(steps.indices, windows.frames, search));
  const edges = ranges.map((range) => rangeEdges(range, steps));
  const between = await refineEdges(
    edges.flatMap(({ begin, end }) => [begin, end].filter((edge) => edge !== undefined)),
    info,
    steps,
    { threshold, decide: (indices) => decideFrames(indices, search) },
  );
  const strange = pictures.notices(stages.knows);
  const sinceThen = [...damaged.notices, ...newNotices(stages.notices?.() ?? [], told)];
  notify([...strange, ...sinceThen]);
  return {
    ...{ question, plan, temperature, frames, notices: [...strange, ...known, ...sinceThen] },
    ranges: foundRanges(ranges, edges, {
      ...{ between, info, steps },
      probabilityOf: (probability) => tempered(probability, temperature),
    }),
    decisions: reader.decisions,
    usage: reader.usage,
    seconds: clock.seconds,
  };
}
