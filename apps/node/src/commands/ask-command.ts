import { openVideo } from '@slowfast/frame-sources/node';
import { Command } from 'commander';
import {
  EmptyQuestionError,
  type Notice,
  openAssistant,
  type Question,
  type WatchedVideo,
} from 'slowfast-llava';
import { addReductionFlags, type ReductionFlags, reductionOptions, wholeNumber } from '../flags.ts';
import { DownloadLine } from '../output/download-line.ts';
import { note } from '../output/note.ts';
import { ProgressLine } from '../output/progress-line.ts';

interface AskFlags extends ReductionFlags {
  readonly option: readonly string[];
  readonly maxTokens?: number;
  readonly cache: boolean;
  readonly json?: true;
}

/** `slowfast ask`: answers questions about a video, streaming. */
export function askCommand(signal: AbortSignal): Command {
  const command = new Command('ask')
    .description('Answer questions about a video.')
    .argument('<video>', 'a video file, a GIF or a folder of images')
    .argument('<questions...>', 'one question or more, each answered on its own')
    .option('--option <text>', 'an option to choose from; repeat it', collect, []);
  return addReductionFlags(command)
    .option('--max-tokens <number>', 'longest answer, in tokens', wholeNumber)
    .option('--no-cache', 'neither use nor keep reduced video tokens')
    .option('--json', 'print one JSON object for each question, a line each')
    .action((video: string, questions: readonly string[], flags: AskFlags) =>
      ask(
        video,
        questions.map((text) => toQuestion(text, flags.option)),
        flags,
        signal,
      ),
    );
}

function collect(text: string, texts: readonly string[]): readonly string[] {
  return [...texts, text];
}

function toQuestion(text: string, options: readonly string[]): Question {
  if (text.trim() === '') throw new EmptyQuestionError({ found: JSON.stringify(text) });
  return options.length === 0 ? { text } : { text, options };
}

async function ask(place: string, questions: readonly Question[], flags: AskFlags, signal: AbortSignal) {
  const progress = new ProgressLine();
  const tell = ({ message }: Notice) => {
    progress.clear();
    note(message);
  };
  // A video that can't be read is told before a model is fetched for it.
  if (flags.model !== undefined) await (await openVideo(place, { signal })).dispose();
  const download = new DownloadLine();
  await using assistant = await openAssistant({
    ...(await reductionOptions(flags)),
    ...(flags.maxTokens !== undefined && { maxAnswerTokens: flags.maxTokens }),
    ...(!flags.cache && { cache: false }),
    onDownload: download.show,
    signal,
  }).finally(() => download.clear());
  try {
    await using video = await assistant.watch(place, { signal, onProgress: progress.show, onNotice: tell });
    for (const question of questions) {
      const options = { signal, onProgress: progress.show };
      if (flags.json) {
        const result = await video.ask(question, options).result();
        progress.clear();
        process.stdout.write(`${JSON.stringify(result)}\n`);
      } else {
        if (questions.length > 1) process.stdout.write(`> ${question.text}\n`);
        await stream(video, question, { ...options, tell, clear: () => progress.clear() });
      }
    }
  } finally {
    progress.clear();
  }
}

interface StreamOptions {
  readonly signal: AbortSignal;
  readonly onProgress: ProgressLine['show'];
  readonly tell: (notice: Notice) => void;
  readonly clear: () => void;
}

async function stream(video: WatchedVideo, question: Question, { tell, clear, ...options }: StreamOptions) {
  for await (const part of video.ask(question, options)) {
    clear();
    switch (part.type) {
      case 'notice':
        tell(part.notice);
        break;
      case 'text-delta':
        process.stdout.write(part.text);
        break;
      case 'answer-end':
        process.stdout.write('\n');
        break;
      default:
        part satisfies never;
    }
  }
}
