import type { AskOptions, Notice, OnNotice, VideoAssistant, VideoInput, WatchedVideo } from '@slowfast/spec';
import { type ClipQuestion, type GradedQuestion, isRight } from './clip-question.ts';

/** Asks one question about a clip that is watched. Notices are told, e.g. words that the model does not know. */
export async function askAndGrade(
  video: WatchedVideo,
  item: ClipQuestion,
  { onNotice, ...options }: AskOptions & { readonly onNotice?: OnNotice | undefined } = {},
): Promise<GradedQuestion> {
  const { question: text, options: choices } = item;
  const asked = choices ? { text, options: choices } : { text };
  const { answer, option, notices } = await video.ask(asked, options).result();
  // What is right is a letter where there are options.
  const answered = option?.letter ?? answer;
  for (const notice of notices) onNotice?.(notice);
  return { ...item, answered, right: isRight(item, answered) };
}

/**
 * Asks every question about encoded clips through a whole pipeline, in Node or in a browser, as the assistant reduces videos.
 *
 * @param placeOf where a clip is, by its place in the folder.
 * @param tell told what comes with an answer, e.g. that the model does not know a word.
 *
 * Cost: decodes and encodes each clip once.
 */
export async function evaluateClips(
  questions: readonly ClipQuestion[],
  placeOf: (clip: string) => VideoInput,
  assistant: VideoAssistant,
  tell?: (notice: Notice, clip: string) => void,
): Promise<readonly GradedQuestion[]> {
  const graded: GradedQuestion[] = [];
  for (const [clip, asked] of Map.groupBy(questions, ({ clip }) => clip)) {
    await using video = await assistant.watch(placeOf(clip));
    const onNotice = (notice: Notice) => tell?.(notice, clip);
    for (const item of asked) graded.push(await askAndGrade(video, item, { onNotice }));
  }
  return graded;
}
