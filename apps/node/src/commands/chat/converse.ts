import { type AskOptions, isSlowFastError } from 'slowfast-llava';
import { exitCodeOf, failureData, failureLines, isAbort, ToldFailure } from '../../output/failure.ts';
import { modelName } from '../../output/model-name.ts';
import { StageProgress } from '../../output/stage-progress.ts';
import { formatStages, tellNotice } from '../ask/answer-about.ts';
import { runChatCommand } from './chat-commands.ts';
import { type Conversation, savedChat } from './conversation.ts';

/**
 * Answers line by line until they end. At a terminal what fails is told, and Ctrl-C ends an answer, or the conversation where there is none.
 *
 * @throws ToldFailure at the end, when something failed that came through a pipe.
 * @throws the reason of the signal, an AbortError at Ctrl-C, and what would make every question fail.
 */
export async function converse(conversation: Conversation): Promise<void> {
  const { input, output, argv, json } = conversation;
  const interrupted = new AbortController();
  const signal = AbortSignal.any([conversation.signal, interrupted.signal]);
  let exitCode = 0;
  for (;;) {
    input.onInterrupt = () => interrupted.abort(interruption());
    const line = (await input.next(signal))?.trim();
    if (line === undefined) break;
    if (line === '') continue;
    try {
      if (line.startsWith('/')) {
        if ((await runChatCommand(line, conversation)) === 'end') break;
      } else await answer(line, conversation, signal, interrupted);
    } catch (error) {
      if (signal.aborted || isOfAll(error)) throw error;
      if (isAbort(error)) output.remark('(stopped; this question is not part of the conversation)');
      else {
        if (json) output.result(`${JSON.stringify({ error: failureData(error, argv) })}\n`);
        output.failure(failureLines(error, argv));
        if (
          isSlowFastError(error) &&
          error.code === 'context-exceeded' &&
          conversation.chat.history.length > 0
        ) {
          output.remark('/reset forgets the earlier questions and answers.');
        }
        exitCode ||= exitCodeOf(error);
      }
    }
  }
  if (!input.isTerminal && exitCode !== 0) throw new ToldFailure(exitCode);
}

async function answer(
  question: string,
  conversation: Conversation,
  signal: AbortSignal,
  interrupted: AbortController,
): Promise<void> {
  const { chat, clip, model, input, output, json, sampling, savePath, files } = conversation;
  const stop = new AbortController();
  // A second one ends the conversation.
  input.onInterrupt = () => (stop.signal.aborted ? interrupted : stop).abort(interruption());
  const progress = new StageProgress(output, 'reading the question');
  const options: AskOptions = { ...sampling, signal: AbortSignal.any([signal, stop.signal]) };
  const context = { output, model, which: undefined };
  const result = await output.during(progress.describe, async () => {
    const stream = chat.ask(question, {
      ...options,
      onProgress: progress.show,
      onNotice: (notice) => tellNotice(notice, clip, context),
    });
    try {
      for await (const text of stream.textStream) if (!json) output.result(text);
      return await stream.result();
    } catch (error) {
      output.endLine();
      throw error;
    }
  });
  const line = { video: clip.video, model: modelName(model), ...result };
  output.result(json ? `${JSON.stringify(line)}\n` : '\n');
  output.detail(`time      ${formatStages(result.seconds)}`);
  if (savePath !== undefined) await files.write(savePath, savedChat(conversation));
}

/** A dead worker answers none of the questions. */
function isOfAll(error: unknown): boolean {
  return isSlowFastError(error) && error.code === 'worker-failed';
}

function interruption(): DOMException {
  return new DOMException('Interrupted.', 'AbortError');
}
