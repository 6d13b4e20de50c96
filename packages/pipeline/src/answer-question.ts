import type { AnswerPart, AnswerResult, AskOptions, FinishReason, Question, Turn } from '@slowfast/spec';
import type { AnswerContext, RawAnswer } from './answer-context.ts';
import { assertContextHolds } from './answer-room.ts';
import { answerByOption } from './decisions/answer-by-option.ts';
import { newNotices } from './new-notices.ts';
import { questionNotices } from './question-notices.ts';
import { StageClock } from './stage-clock.ts';
import { timedFramesOf } from './timed-frames.ts';
import { TrimmedText } from './trimmed-text.ts';
import { UntoldLogprobs } from './untold-logprobs.ts';
import { prefillInTurns, splitAtVideo } from './video-prefix.ts';

/** Answers the last of these turns from a fork of the video's prefix. */
export async function answerQuestion(
  turns: readonly Turn[],
  question: Question,
  context: AnswerContext,
  options: AskOptions & { readonly emit: (part: AnswerPart) => void; readonly signal: AbortSignal },
): Promise<RawAnswer> {
  const choices = question.options;
  if (choices) return answerByOption(turns, { ...question, options: choices }, context, options);
  const { stages, plan } = context;
  const { template, languageModel } = stages;
  const { emit, signal } = options;
  const maxTokens = options.maxTokens ?? stages.maxAnswerTokens;
  const clock = new StageClock(options.onProgress);

  const rendering = { timed: timedFramesOf(plan), system: options.system };
  const { parts, answerStart } = template.render(turns, rendering);
  const { textTokens, unknownWords } = languageModel.checkPrompt(parts);
  assertContextHolds(plan, textTokens, options.maxTokens, stages.maxAnswerTokens);
  const notices = [...questionNotices(question.text, unknownWords, plan, stages.knows)];
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

  const { maxTokens: _, system: __, onProgress: ___, onNotice: ____, emit: _____, ...sampling } = options;
  const stopStrings = [...template.stopStrings, ...(options.stopStrings ?? [])];
  // It streams, less the white space around it.
  const trimmed = new TrimmedText();
  let rawText = '';
  let answer = '';
  let answerTokens = 0;
  let finishReason: FinishReason = 'length';
  const logprobs = new UntoldLogprobs(options.logprobs);
  const generate = async (betweenRuns: () => Promise<void>) => {
    const generated = session.generate({ ...sampling, maxTokens, stopStrings, betweenRuns, signal });
    for await (const part of generated) {
      answerTokens = part.tokens;
      logprobs.push(part.logprobs);
      if (part.type === 'generation-end') {
        finishReason = part.finishReason;
        continue;
      }
      rawText += part.text;
      const text = trimmed.push(part.text);
      answer += text;
      if (text !== '') emit({ type: 'text-delta', text, ...logprobs.take() });
      clock.report('generate', answerTokens, maxTokens);
    }
  };
  await models.during(
    (betweenRuns) => clock.time('generate', (untimed) => generate(() => untimed(betweenRuns))),
    signal,
  );
  tellNew();
  const result: AnswerResult = {
    question: question.text,
    answer,
    finishReason,
    ...logprobs.all(),
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
