import { withFolderSought } from './folder-sought.ts';
import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link HubOfflineError}. */
export type HubOfflineFacts = {
  /** The path that was looked for first, where the text could have been one. */
  readonly folderSought?: string;
  readonly model: string;
  readonly revision: string;
  /** Where downloaded models are looked for. */
  readonly place: string;
  /** Files that are not there; empty when nothing of the model is. */
  readonly missing: readonly string[];
};

const code = 'hub-offline';

/** The hub may not be asked, and the model is not there, or not all of it. */
export class HubOfflineError extends SlowFastError<HubOfflineFacts, typeof code> {
  static readonly code = code;

  constructor(facts: HubOfflineFacts, options?: ErrorOptions) {
    super(code, withFolderSought(message(facts), facts), facts, { ...options, isUsage: false });
  }
}

function message({ model, revision, place, missing }: HubOfflineFacts): string {
  const found = missing.length > 0 ? `no ${missing.join(', ')}` : 'nothing of it';
  return `${model}@${revision} can't be fetched while offline (HF_HUB_OFFLINE): found ${found} in ${place}, expected all of its files. Fetch it once while online.`;
}
