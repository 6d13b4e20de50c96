import {
  type AnswerPart,
  type AnswerResult,
  type AskOptions,
  type ChosenOption,
  ContextExceededError,
  type FinishReason,
  type Notice,
  type Question,
  type StageSeconds,
  type Turn,
  type VideoPlan,
} from '@slowfast/spec';
import { answerConstraint, answerValue } from './answer-constraint.ts';
import { asksAboutSound } from './asks-about-sound.ts';
import { chosenOption, formatOption } from './chosen-option.ts';
import type { ModelTurns } from './model-turns.ts';
import { newNotices } from './new-notices.ts';
import { StageClock } from './stage-clock.ts';
import type { VideoAssistantStages } from './stages.ts';
import { TrimmedText } from './trimmed-text.ts';
import { prefillInTurns, splitAtVideo, type VideoPrefix } from './video-prefix.ts';
import { budgetToTry, videoRoom } from './video-room.ts';

/** What answering needs of a watched video. */
export interface AnswerContext {
  readonly stages: Pick<
    VideoAssistantStages,
    'template' | 'languageModel' | 'maxAnswerTokens' | 'watchWeights' | 'notices' | 'constrain'
  >;
  readonly plan: VideoPlan;
  readonly prefix: VideoPrefix;
  readonly modelTurns: ModelTurns;
  /** Seconds that the first answer reports besides its own. */
  readonly earlierSeconds: StageSeconds;
}

/** An answer, and what the model really wrote: the text that later turns of a chat must repeat. */
export interface RawAnswer {
  readonly result: AnswerResult;
  readonly rawText: string;
}

/** Answers the last of these turns from a fork of the video's prefix. */
export async function answerQuestion(
  turns: readonly Turn[],
  question: Question,
  context: AnswerContext,
  options: AskOptions & { readonly emit: (part: AnswerPart) => void; readonly signal: AbortSignal },
): Promise<RawAnswer> {
  const { stages, plan } = context;
  const { template, languageModel } = stages;
  const { emit, signal } = options;
  const maxTokens = options.maxTokens ?? stages.maxAnswerTokens;
  const clock = new StageClock(options.onProgress);

  const { parts, answerStart } = template.render(turns);
  const { textTokens, unknownWords } = languageModel.checkPrompt(parts);
  assertContextHolds(plan, textTokens, options.maxTokens, stages.maxAnswerTokens);
  const constraint = await answerConstraint(stages, options.responseFormat, maxTokens);
  const notices = [...unknownWordNotices(unknownWords), ...soundNotices(question, plan)];
  for (const notice of notices) emit({ type: 'notice', notice });
  const told = stages.notices?.() ?? [];
  /** What came up since, e.g. that a device was lost. */
  const tellNew = () => {
    for (const notice of newNotices(stages.notices?.() ?? [], [...told, ...notices])) {
      notices.push(notice);
      emit({ type: 'notice', notice });
    }
  };

  const { head, tail } = splitAtVideo(parts);
  using models = context.modelTurns.join('question');
  const fork = () => context.prefix.fork(head, { clock, models, signal });
  await using session = await clock.reportingWeights(stages.watchWeights, fork);
  await prefillInTurns(session, tail, { clock, models, signal });
  tellNew();

  const { maxTokens: _, responseFormat: __, onProgress: ___, emit: ____, ...sampling } = options;
  // A constrained answer ends by itself; a template's stop string might stand within a string of it.
  const stopStrings = constraint ? [] : template.stopStrings;
  // A lettered answer is cleaned as a whole; any other streams, less the white space around it.
  const streams = question.options === undefined;
  const trimmed = new TrimmedText();
  let rawText = '';
  let answer = '';
  let answerTokens = 0;
  let finishReason: FinishReason = 'length';
  const generate = async (betweenRuns: () => Promise<void>) => {
    const generated = session.generate({
      ...sampling,
      maxTokens,
      stopStrings,
      constraint,
      betweenRuns,
      signal,
    });
    for await (const part of generated) {
      answerTokens = part.tokens;
      if (part.type === 'generation-end') {
        finishReason = part.finishReason;
        continue;
      }
      rawText += part.text;
      const text = streams ? trimmed.push(part.text) : '';
      answer += text;
      if (text !== '') emit({ type: 'text-delta', text });
      clock.report('generate', answerTokens, maxTokens);
    }
  };
  await models.during(
    (betweenRuns) => clock.time('generate', (untimed) => generate(() => untimed(betweenRuns))),
    signal,
  );
  tellNew();
  let option: ChosenOption | undefined;
  if (!streams) {
    const cleaned = template.cleanAnswer(rawText, question);
    option = chosenOption(cleaned, question.options ?? []);
    answer = option ? formatOption(option) : cleaned;
    emit({ type: 'text-delta', text: answer });
  }
  const result: AnswerResult = {
    question: question.text,
    answer,
    ...(option && { option }),
    ...(constraint && answerValue(answer)),
    finishReason,
    usage: {
      videoTokens: plan.tokens.total,
      promptTokens: plan.tokens.total + textTokens,
      answerTokens,
    },
    frames: plan.selectedFrames,
    seconds: { ...context.earlierSeconds, ...clock.seconds },
    notices,
  };
  return { result, rawText: answerStart + rawText };
}

function assertContextHolds(
  plan: VideoPlan,
  textTokens: number,
  maxTokens: number | undefined,
  maxAnswerTokens: number,
): void {
  const answerTokens = maxTokens ?? maxAnswerTokens;
  const needed = plan.tokens.total + textTokens + answerTokens;
  const { contextLength } = plan;
  if (needed <= contextLength) return;
  const budgetTokens = budgetToTry(videoRoom(contextLength, textTokens + answerTokens), plan);
  throw new ContextExceededError({
    ...{ needed, videoTokens: plan.tokens.total, textTokens, answerTokens, contextLength },
    ...(maxTokens !== undefined && { asked: { maxTokens } }),
    ...(budgetTokens !== undefined && { budgetTokens }),
  });
}

function soundNotices({ text }: Question, { hasAudio }: VideoPlan): readonly Notice[] {
  if (hasAudio !== true || !asksAboutSound(text)) return [];
  const message = 'The video has sound, which is not listened to: the answer comes from its pictures alone.';
  return [{ code: 'sound-not-heard', message }];
}

function unknownWordNotices(words: readonly string[]): readonly Notice[] {
  if (words.length === 0) return [];
  const list = words.map((word) => `"${word}"`).join(', ');
  const message = `The model does not know ${words.length === 1 ? 'the word' : 'the words'} ${list}; the answer can't take ${words.length === 1 ? 'it' : 'them'} into account.`;
  return [{ code: 'unknown-words', message, words }];
}
