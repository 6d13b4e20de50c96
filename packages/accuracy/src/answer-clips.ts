import type { AskOptions, ChoiceOrders, FrameSource, OnNotice, VideoAssistant } from '@slowfast/spec';
import { type ClipQuestion, type GradedQuestion, isRight } from './clip-question.ts';
import { decidable } from './decisions/decidable.ts';
import { decideAndGrade } from './decisions/decide-and-grade.ts';
import type { ReductionChoice } from './reductions/reduction-facts.ts';
import { rememberingFrameSource } from './reductions/remembering-frame-source.ts';

/** Every answer about one clip that was reduced in one way. Plain data. */
export interface ClipAnswers {
  readonly clip: string;
  /** Changes whenever the clip's content does; absent where that can't be told. */
  readonly content?: string;
  /** Frames that were asked for. */
  readonly frames: number;
  readonly aggregation: string;
  /** The version of the aggregator, where it is one's own and that was given. */
  readonly version?: string | undefined;
  /** Video tokens that the clip really took: fewer than usual where it has fewer frames. */
  readonly tokens: number;
  /** Wall-clock seconds that it took. */
  readonly seconds: number;
  readonly answers: readonly GradedQuestion[];
}

/** What {@link answerClips} needs. */
export interface AnswerClipsOptions extends Pick<AskOptions, 'signal'> {
  /** Made in this thread with a `rememberingVisionEncoder`, it encodes each frame of a clip once. */
  readonly assistant: VideoAssistant;
  readonly openClip: (clip: string) => Promise<FrameSource>;
  /** Text that changes whenever a clip's content does. */
  readonly contentOf?: ((clip: string) => Promise<string | undefined>) | undefined;
  /** What is known of a clip and a setting from an earlier run. */
  readonly recall?:
    | ((clip: string, content: string | undefined, choice: ReductionChoice) => ClipAnswers | undefined)
    | undefined;
  readonly onNotice?: OnNotice | undefined;
  /** The orders in which options are shown, of which the mean is taken; `given` if absent. */
  readonly orders?: ChoiceOrders | undefined;
}

/**
 * Asks all questions about each clip, and decides those that can be ({@link decideAndGrade}), once for every setting, clip by clip: what is interrupted leaves whole clips.
 *
 * Each clip is opened and decoded once. What is recalled and answers every question is graded anew and not asked again.
 *
 * @param choices settings; equal ones are run once. What they say of aggregators of one's own, the assistant must know: `aggregatorsById`.
 * @returns answers as soon as a setting of a clip is done, and whether they were recalled.
 */
export async function* answerClips(
  questions: readonly ClipQuestion[],
  choices: readonly ReductionChoice[],
  options: AnswerClipsOptions,
): AsyncGenerator<ClipAnswers & { readonly isRecalled: boolean }> {
  const { assistant, openClip, contentOf, recall, onNotice, orders, signal } = options;
  const distinct = [...new Map(choices.map((choice) => [reductionKey(choice), choice])).values()];
  for (const [clip, asked] of Map.groupBy(questions, (item) => item.clip)) {
    signal?.throwIfAborted();
    const content = await contentOf?.(clip);
    await using opened = new AsyncDisposableStack();
    let source: FrameSource | undefined;
    for (const choice of distinct) {
      const recalled = gradedAnew(recall?.(clip, content, choice), asked);
      if (recalled) {
        yield { ...recalled, isRecalled: true };
        continue;
      }
      const start = performance.now();
      source ??= opened.use(rememberingFrameSource(await openClip(clip)));
      const { frames, aggregation, version } = choice;
      const told = { signal, onNotice };
      await using video = await assistant.watch(source, { ...told, reduction: { frames, aggregation } });
      const answers: GradedQuestion[] = [];
      for (const item of asked) answers.push(await decideAndGrade(video, item, { ...told, orders }));
      const seconds = (performance.now() - start) / 1000;
      const { total: tokens } = video.tokens;
      yield {
        clip,
        ...(content !== undefined && { content }),
        ...(version !== undefined && { version }),
        ...{ frames, aggregation, tokens, seconds, answers, isRecalled: false },
      };
    }
  }
}

/** Names a setting: equal texts mean equal tokens. */
export function reductionKey({
  frames,
  aggregation,
  version = '',
}: Pick<ReductionChoice, 'frames' | 'aggregation' | 'version'>): string {
  return JSON.stringify([frames, aggregation, version]);
}

/** The earlier answers to these questions, if there is one to each. What is right now counts, not what was then. */
function gradedAnew(
  recalled: ClipAnswers | undefined,
  asked: readonly ClipQuestion[],
): ClipAnswers | undefined {
  if (!recalled) return undefined;
  const key = ({ question, options }: ClipQuestion) => JSON.stringify([question, options ?? null]);
  const answered = new Map(recalled.answers.map((item) => [key(item), item]));
  const answers: GradedQuestion[] = [];
  for (const item of asked) {
    const earlier = answered.get(key(item));
    if (!earlier) return undefined;
    const { answered: text, decided } = earlier;
    const wanted = decidable(item);
    if (wanted && !decided) return undefined;
    answers.push({
      ...{ ...item, answered: text, right: isRight(item, text) },
      ...(wanted && decided && { decided }),
    });
  }
  return { ...recalled, answers };
}
