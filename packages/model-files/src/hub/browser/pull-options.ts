import type { ModelComponent, ModelDtype, ModelDtypeChoice } from '../../model-dtype.ts';
import type { ModelFiles } from '../../model-files.ts';
import type { HubPatience } from '../hub-patience.ts';
import type { OnHubProgress } from '../hub-progress.ts';
import type { HubReference } from '../hub-reference.ts';
import { checkHubEndpoint, defaultHubEndpoint, type HubSettings } from '../hub-settings.ts';

/** What {@link pullHubModel} may be told. */
export interface PullHubModelOptions {
  /** The precision of the parts; without it what the model recommends, else fp32, else the most exact. */
  readonly dtype?: ModelDtypeChoice | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnHubProgress | undefined;
  /** The hub of Hugging Face, without a token, if absent. */
  readonly settings?: Partial<HubSettings> | undefined;
  /** How long and how often the hub is asked. */
  readonly patience?: Partial<HubPatience> | undefined;
}

/** A model of the hub that is in this site's storage. */
export interface PulledHubModel extends HubReference {
  readonly commit: string;
  /** Its files, as they lie in the storage: nothing of them is in memory. */
  readonly files: ModelFiles;
  /** Bytes of the files that a runtime needs, and what they are. */
  readonly bytes: number;
  readonly paths: readonly string[];
  readonly dtypes: Readonly<Partial<Record<ModelComponent, ModelDtype>>>;
  /** Why the hub could not be asked whether there is something newer; undefined when it was asked, or need not be. */
  readonly unreachable?: string;
}

/**
 * Whole settings.
 *
 * @throws InvalidSettingError when the endpoint is no address.
 */
export function pageHubSettings(settings: Partial<HubSettings> = {}): HubSettings {
  const { endpoint = defaultHubEndpoint, token, offline = false } = settings;
  return { endpoint: checkHubEndpoint(endpoint), ...(token && { token }), offline };
}
