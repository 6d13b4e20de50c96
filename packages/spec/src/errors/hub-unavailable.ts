import { withFolderSought } from './folder-sought.ts';
import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link HubUnavailableError}. */
export type HubUnavailableFacts = {
  /** The path that was looked for first, where the text could have been one. */
  readonly folderSought?: string;
  readonly kind: 'rate-limited' | 'server-error' | 'unreachable' | 'silent' | 'cut-off';
  readonly endpoint: string;
  /** What was asked for, e.g. `owner/name` or `onnx/embed_tokens.onnx of owner/name`. */
  readonly what: string;
  readonly found: string;
  readonly attempts: number;
  /** The proxy that is at fault and the variable that names it; absent where none is. */
  readonly proxy?: string;
};

const code = 'hub-unavailable';

/** The hub, or the way to it, does not work at the moment. */
export class HubUnavailableError extends SlowFastError<HubUnavailableFacts, typeof code> {
  static readonly code = code;

  constructor(facts: HubUnavailableFacts, options?: ErrorOptions) {
    super(code, withFolderSought(message(facts), facts), facts, { ...options, isUsage: false });
  }
}

const remedies: Readonly<Record<HubUnavailableFacts['kind'], string>> = {
  'rate-limited': 'Wait a few minutes, or set HF_TOKEN: users who are known may ask more often',
  'server-error': 'Try again later: what has arrived is kept',
  unreachable: 'Check the network and the endpoint (HF_ENDPOINT)',
  silent: 'Check the network and try again: what has arrived is kept',
  'cut-off': 'Try again: what has arrived is kept',
};

function message({ kind, endpoint, what, found, attempts, proxy }: HubUnavailableFacts): string {
  const remedy =
    proxy === undefined
      ? remedies[kind]
      : `Check the proxy ${proxy}; hosts that need none are named by NO_PROXY, between commas`;
  const times = attempts === 1 ? 'at the first attempt' : `after ${attempts} attempts`;
  return `${endpoint} does not deliver ${what}: found ${found} ${times}, expected an answer. ${remedy}.`;
}
