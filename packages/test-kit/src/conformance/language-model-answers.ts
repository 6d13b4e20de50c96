import {
  type GeneratedPart,
  type GenerateOptions,
  type HostTensor,
  hostTensor,
  type LanguageModel,
  type LanguageModelSession,
  type PromptPart,
} from '@slowfast/spec';
import { seededValues } from './seeded-values.ts';

/** What a model is asked. */
export interface PromptCase {
  /** The whole prompt, with one `video` part. */
  readonly prompt: readonly PromptPart[];
  readonly videoTokens: number;
  readonly maxTokens: number;
}

/** Video tokens for a model. */
export function videoTensor(
  { embeddingSize }: Pick<LanguageModel, 'embeddingSize'>,
  tokens: number,
): HostTensor {
  return hostTensor(seededValues(tokens * embeddingSize), [tokens, embeddingSize]);
}

/** A session that has read the whole prompt. */
export async function promptedSession(
  model: LanguageModel,
  setup: PromptCase,
): Promise<LanguageModelSession> {
  const session = await model.session();
  using videoTokens = videoTensor(model, setup.videoTokens);
  await session.prefill(setup.prompt, { videoTokens });
  return session;
}

/** A model that tests share, with what several of them compare with; each is made when it is first wanted. */
export class SharedLanguageModel {
  readonly model: LanguageModel;
  readonly #setup: PromptCase;
  #origin: Promise<LanguageModelSession> | undefined;
  #whole: Promise<readonly GeneratedPart[]> | undefined;

  constructor(model: LanguageModel, setup: PromptCase) {
    this.model = model;
    this.#setup = setup;
  }

  /** A session that has read the whole prompt, to be forked and nothing else. */
  origin(): Promise<LanguageModelSession> {
    this.#origin ??= promptedSession(this.model, this.#setup);
    return this.#origin;
  }

  /** What a fork of the origin generates within the limit. */
  whole(): Promise<readonly GeneratedPart[]> {
    this.#whole ??= this.#generateWhole();
    return this.#whole;
  }

  async #generateWhole(): Promise<readonly GeneratedPart[]> {
    await using fork = await (await this.origin()).fork();
    return await generatedParts(fork, { maxTokens: this.#setup.maxTokens });
  }

  async dispose(): Promise<void> {
    await (await this.#origin)?.dispose();
    await this.model.dispose();
  }
}

/** Everything that a generation yields. */
export async function generatedParts(
  session: LanguageModelSession,
  options: GenerateOptions,
): Promise<GeneratedPart[]> {
  const parts: GeneratedPart[] = [];
  for await (const part of session.generate(options)) parts.push(part);
  return parts;
}

/** The text of an answer. */
export function textOf(parts: readonly GeneratedPart[]): string {
  return parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
}

/** The text that a session generates. */
export async function answerOf(session: LanguageModelSession, options: GenerateOptions): Promise<string> {
  return textOf(await generatedParts(session, options));
}
