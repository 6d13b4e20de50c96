import { InvalidSettingError } from '@slowfast/spec';

/** Where the hub is, and how it may be used. Plain data but for `fetch`. */
export interface HubSettings {
  /** Address without a slash at its end, e.g. `https://huggingface.co`. */
  readonly endpoint: string;
  /** Access token; sent to the endpoint's origin and to no other. */
  readonly token?: string | undefined;
  /** Whether the hub must not be asked. */
  readonly offline: boolean;
  /** The folder of all downloaded models, in Node; pages have their own storage. */
  readonly cacheFolder?: string | undefined;
  /** Whether that folder may be made of symbolic links, as it is unless they can't be made. */
  readonly usesLinks?: boolean | undefined;
  /**
   * What asks the hub, in Node; the platform's own if absent. `hubSettingsFromEnvironment` gives one that goes through the proxies of the
   * environment, where it names some.
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** The hub of Hugging Face. */
export const defaultHubEndpoint = 'https://huggingface.co';

/**
 * An endpoint without a slash at its end.
 *
 * @throws InvalidSettingError when it is no http: or https: address, or holds a password, a query or a fragment.
 */
export function checkHubEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isPlain = url && !url.username && !url.password && !url.search && !url.hash;
  if (isPlain && /^https?:$/.test(url.protocol)) return endpoint.replace(/\/+$/, '');
  throw new InvalidSettingError({
    setting: "The hub's endpoint (HF_ENDPOINT)",
    found: JSON.stringify(endpoint),
    expected: 'an address such as https://huggingface.co',
  });
}
