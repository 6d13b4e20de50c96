import type { AskOptions, VideoChat } from 'slowfast-llava';
import type { Clip } from '../../inputs/clip.ts';
import type { CommandOutput } from '../../output/command-output.ts';
import { modelName } from '../../output/model-name.ts';
import type { ChatInput } from './chat-input.ts';
import type { ChatFiles, SavedChat } from './saved-chat.ts';

/** A conversation that is under way. */
export interface Conversation {
  readonly clip: Pick<Clip, 'name' | 'video'>;
  /** As it was given. */
  readonly model: string | undefined;
  readonly system: string | undefined;
  readonly input: ChatInput;
  readonly output: CommandOutput;
  readonly files: ChatFiles;
  /** Kept up to date with the conversation. */
  readonly savePath: string | undefined;
  readonly sampling: AskOptions;
  readonly json: boolean;
  readonly argv: readonly string[];
  readonly signal: AbortSignal;
  chat: VideoChat;
  /** A new chat that has seen nothing. */
  readonly begin: () => VideoChat;
}

/** The conversation so far, to be kept. */
export function savedChat({ clip, model, system, chat }: Conversation): SavedChat {
  return { video: clip.video, model: modelName(model), system, history: chat.history };
}
