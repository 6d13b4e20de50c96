export { hubSettingsFromEnvironment, type NodeHubSettings } from './hub-settings-from-environment.ts';
export { type HubModelOnDisk, listHubModels, type SnapshotOnDisk } from './list-hub-models.ts';
export { modelOnDisk } from './model-on-disk.ts';
export { openModel } from './open-model.ts';
export { type PulledHubModel, type PullHubModelOptions, pullHubModel } from './pull-hub-model.ts';
export {
  type RemoveHubModelOptions,
  removeHubModel,
} from './remove-hub-model.ts';
