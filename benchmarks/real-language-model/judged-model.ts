import { onnxLanguageModel } from '@slowfast/language-models';
import type { ModelFolder } from '@slowfast/model-files';
import type { OnnxRuntime } from '@slowfast/onnx-session';
import { chatPromptTemplate } from '@slowfast/prompt-templates';
import type { GenerateOptions, LanguageModel, LanguageModelSession, PromptPart } from '@slowfast/spec';
import type { JudgedPrompt, Oracle } from './oracle.ts';
import { type WatchedRuntime, watchedRuntime } from './watched-runtime.ts';

/** What all checks share. */
export interface Judged {
  readonly oracle: Oracle;
  readonly folder: ModelFolder;
  /** The prompt of a conversation, as the checkpoint's chat template and our renderer make it, without a video. */
  render(turns: JudgedPrompt['turns']): readonly PromptPart[];
  /** The same with the video. */
  renderWithVideo(turns: JudgedPrompt['turns']): readonly PromptPart[];
  /** Opens the model; the caller disposes it. */
  open(options?: OpenOptions): Promise<OpenedModel>;
}

/** How a model is opened. */
export interface OpenOptions {
  readonly chunkTokens?: number;
  /** Whether the end token ends an answer; false lets answers run on. */
  readonly ends?: boolean;
}

/** A language model, and what goes in and out of it. */
export interface OpenedModel extends AsyncDisposable {
  readonly model: LanguageModel;
  readonly watched: WatchedRuntime;
}

/** No id: answers then end for other reasons only. */
const noEndToken = -1;

/** What checks need of an oracle and the checkpoint that it is about. */
export async function judgedModel(
  oracle: Oracle,
  folder: ModelFolder,
  runtime: OnnxRuntime,
): Promise<Judged> {
  const chatTemplate = await folder.chatTemplate();
  const template = chatPromptTemplate({
    chatTemplate: chatTemplate ?? '',
    imageToken: '<image>',
    instructions: { keyFrames: '', openEnded: '', openEndedAnswerStart: '' },
  });
  const renderWithVideo = (turns: JudgedPrompt['turns']) =>
    template.render(
      turns.map(({ role, text }) => (role === 'user' ? { role, question: { text } } : { role, text })),
    ).parts;
  return {
    oracle,
    folder,
    renderWithVideo,
    render: (turns) => withoutVideo(renderWithVideo(turns)),
    async open({ chunkTokens = 256, ends = false } = {}) {
      const watched = watchedRuntime(runtime);
      const endless = { ...folder, generationConfig: { eos_token_id: noEndToken } };
      const model = await onnxLanguageModel(ends ? folder : endless, {
        prefillChunkTokens: chunkTokens,
        runtime: watched,
      });
      return { model, watched, [Symbol.asyncDispose]: () => model.dispose() };
    },
  };
}

/** A prompt without the video and the line that it stands on. */
function withoutVideo(parts: readonly PromptPart[]): PromptPart[] {
  const place = parts.findIndex((part) => part.type === 'video');
  const behind = parts[place + 1];
  if (behind?.type !== 'control' || !behind.text.startsWith('\n')) {
    throw new Error('expected the video on a line of its own');
  }
  return [
    ...parts.slice(0, place),
    { type: 'control', text: behind.text.slice(1) },
    ...parts.slice(place + 2),
  ];
}

/** A conversation by its name. */
export function promptOf(oracle: Oracle, name: string): JudgedPrompt {
  const found = oracle.prompts.find((prompt) => prompt.name === name);
  if (!found) throw new Error(`the oracle has no conversation ${name}`);
  return found;
}

/** A whole answer. */
export async function wholeAnswer(session: LanguageModelSession, options: GenerateOptions) {
  let text = '';
  for await (const part of session.generate(options)) {
    if (part.type === 'text-delta') text += part.text;
    else return { text, tokens: part.tokens, finishReason: part.finishReason };
  }
  throw new Error('the answer has no end');
}
