import type { OnHubProgress } from '@slowfast/hub-client';

/** What opening an assistant may be told beside its plain options; it stays with the caller. */
export interface OpeningOptions {
  /** Called while a model comes from the hub: files, bytes, retries. Must return quickly; what it throws ends the opening. */
  readonly onDownload?: OnHubProgress;
  /** Cancels the opening, not what the assistant does later. What was downloaded is kept. */
  readonly signal?: AbortSignal;
}
