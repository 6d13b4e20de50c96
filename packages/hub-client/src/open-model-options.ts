import type { OpenModelFolderOptions } from '@slowfast/model-files';
import type { OnHubProgress } from './hub-progress.ts';
import type { HubSettings } from './hub-settings.ts';

/** Options of `openModel`. */
export interface OpenModelOptions extends Omit<OpenModelFolderOptions, 'name'> {
  /** Called while a model comes from the hub. Must return quickly. */
  readonly onDownload?: OnHubProgress | undefined;
  /** Where the hub is and how it may be used; what is not given here the environment says in Node. */
  readonly hub?: Partial<HubSettings> | undefined;
}
