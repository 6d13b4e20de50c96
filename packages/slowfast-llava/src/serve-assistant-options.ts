import type { CustomStages } from './custom-stages.ts';

/** Options of `serveAssistant`. */
export interface ServeAssistantOptions {
  /** Stages of your own; the assistant disposes them. */
  readonly stages?: CustomStages | undefined;
}
