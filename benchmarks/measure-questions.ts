import type { StageSeconds, VideoAssistant, VideoInput } from 'slowfast-llava';

/** One run: from nothing to an answer, and a second question. Plain data. */
export interface QuestionTimes {
  /** From opening the assistant to the end of the first answer, in seconds. */
  readonly firstAnswerSeconds: number;
  readonly secondAnswerSeconds: number;
  /** From watching to the end of the first answer, when the models were loaded before. */
  readonly loadedAnswerSeconds: number;
  readonly first: StageSeconds;
  readonly second: StageSeconds;
  readonly answers: readonly string[];
}

declare global {
  /** Offered by the benchmark's page: one run in it, in a worker of its own. */
  var measureInPage: (options: { readonly threads?: number }) => Promise<QuestionTimes>;
}

/** Opens an assistant, watches a clip and asks it twice; the same in Node and in a page. */
export async function measureQuestions(
  open: () => Promise<VideoAssistant>,
  clip: VideoInput,
): Promise<QuestionTimes> {
  const start = performance.now();
  await using assistant = await open();
  await using video = await assistant.watch(clip);
  const first = await video.ask('What shape appears?').result();
  const answered = performance.now();
  const second = await video.ask('Where does it go?').result();
  const ended = performance.now();
  const loadedAnswerSeconds = await measureLoaded(open, clip);
  return {
    firstAnswerSeconds: (answered - start) / 1000,
    secondAnswerSeconds: (ended - answered) / 1000,
    loadedAnswerSeconds,
    first: first.seconds,
    second: second.seconds,
    answers: [first.answer, second.answer],
  };
}

async function measureLoaded(open: () => Promise<VideoAssistant>, clip: VideoInput): Promise<number> {
  await using assistant = await open();
  await assistant.load();
  const start = performance.now();
  await using video = await assistant.watch(clip);
  await video.ask('What shape appears?').result();
  return (performance.now() - start) / 1000;
}
