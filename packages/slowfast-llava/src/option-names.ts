import type { HubSettings } from '@slowfast/model-files/hub';
import { assertKnownOptions, type OptionNames, reductionSettingNames } from '@slowfast/pipeline';
import type { AssistantOptions } from './assistant-options.ts';
import type { OpeningOptions } from './opening-options.ts';

/** All options of an assistant in any place. */
const assistantOptionNames: OptionNames<AssistantOptions> = {
  ...reductionSettingNames,
  model: true,
  dtype: true,
  device: true,
  tensorNames: true,
  backend: true,
  threads: true,
  fit: true,
  maxAnswerTokens: true,
  system: true,
  instructions: true,
  cache: true,
};

/** All options of opening one. */
export const openingOptionNames: OptionNames<
  AssistantOptions & OpeningOptions & { readonly hub?: Partial<HubSettings> }
> = { ...assistantOptionNames, onDownload: true, signal: true, hub: true };

/**
 * Refuses options that there are not.
 *
 * @param of what takes the options, for the message.
 * @throws UnknownOptionError, with the nearest name where one is near.
 */
export function checkAssistantOptions<
  Options extends Pick<AssistantOptions, 'cache'> & { readonly hub?: Partial<HubSettings> },
>(of: string, options: Options, names: OptionNames<Options>): void {
  assertKnownOptions(of, options, names);
  const { cache, hub } = options;
  if (cache) assertKnownOptions('cache', cache, { folder: true, maxBytes: true });
  assertKnownOptions<Partial<HubSettings>>('hub', hub, {
    endpoint: true,
    token: true,
    offline: true,
    cacheFolder: true,
    usesLinks: true,
    fetch: true,
  });
}
