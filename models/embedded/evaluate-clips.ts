import type { VideoAssistant, VideoInput, WatchedVideo } from 'slowfast-llava';

/** A question about a clip of a folder, as `questions.json` there lists them. */
export interface ClipQuestion {
  readonly clip: string;
  /** What it asks about: `colour`, `shape`, `motion`, … */
  readonly kind: string;
  readonly question: string;
  readonly options?: readonly string[];
  /** The right answer; a letter where there are options. */
  readonly answer: string;
  /** Every right answer; the one above alone if absent. */
  readonly accepted?: readonly string[];
}

/** A question and what was answered. */
export interface GradedQuestion extends ClipQuestion {
  readonly answered: string;
  readonly right: boolean;
}

/**
 * Asks every question about encoded clips through a whole pipeline, in Node or in a browser.
 *
 * @param placeOf where a clip is, by its file name.
 *
 * Cost: decodes and encodes each clip once; about a tenth of a second a question.
 */
export async function evaluateClips(
  questions: readonly ClipQuestion[],
  placeOf: (clip: string) => VideoInput,
  assistant: VideoAssistant,
): Promise<readonly GradedQuestion[]> {
  const graded: GradedQuestion[] = [];
  for (const [clip, asked] of Map.groupBy(questions, ({ clip }) => clip)) {
    await using video = await assistant.watch(placeOf(clip));
    for (const item of asked) graded.push(await askAndGrade(video, item));
  }
  return graded;
}

/** Asks one question about a clip that is watched. */
export async function askAndGrade(video: WatchedVideo, item: ClipQuestion): Promise<GradedQuestion> {
  const { question: text, options, answer, accepted = [answer] } = item;
  const { answer: answered } = await video.ask(options ? { text, options } : { text }).result();
  return { ...item, answered, right: accepted.includes(answered) };
}

/** Right and asked questions of one kind. */
export interface KindScore {
  readonly kind: string;
  readonly asked: number;
  readonly right: number;
}

/** Scores by kind of question, multiple choice as a kind of its own, and all together last. */
export function scoreByKind(graded: readonly GradedQuestion[]): readonly KindScore[] {
  const score = (kind: string, of: readonly GradedQuestion[]): KindScore => ({
    kind,
    asked: of.length,
    right: of.filter(({ right }) => right).length,
  });
  const open = graded.filter(({ options }) => options === undefined);
  const choice = graded.filter(({ options }) => options !== undefined);
  const kinds = [...Map.groupBy(open, ({ kind }) => kind)].toSorted(([a], [b]) => a.localeCompare(b));
  return [
    ...kinds.map(([kind, of]) => score(kind, of)),
    score('multiple choice', choice),
    score('all', graded),
  ];
}
