import type { ModelFiles } from '@slowfast/model-files';
import { checkHubEndpoint, defaultHubEndpoint, type HubSettings } from '../hub-settings.ts';
import type { PulledModel, PullOptions } from '../pull-options.ts';

/** Options of {@link pullHubModel}. */
export interface PullHubModelOptions extends PullOptions {
  /** The hub of Hugging Face, without a token, if absent. */
  readonly settings?: Partial<HubSettings> | undefined;
}

/** A model of the hub that is in this site's storage. */
export interface PulledHubModel extends PulledModel {
  /** Its files, as they lie in the storage: nothing of them is in memory. */
  readonly files: ModelFiles;
}

/**
 * Whole settings.
 *
 * @throws InvalidSettingError when the endpoint is no address.
 */
export function pageHubSettings(settings: Partial<HubSettings> = {}): HubSettings {
  const { endpoint = defaultHubEndpoint, token, offline = false } = settings;
  return { endpoint: checkHubEndpoint(endpoint), token: token || undefined, offline };
}
