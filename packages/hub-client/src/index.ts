export * from './exports.ts';
export { hubSettingsFromEnvironment, type NodeHubSettings } from './node/hub-settings-from-environment.ts';
export { type HubModelOnDisk, listHubModels, type SnapshotOnDisk } from './node/list-hub-models.ts';
export { modelOnDisk } from './node/model-on-disk.ts';
export { openModel } from './node/open-model.ts';
export { type PulledHubModel, type PullHubModelOptions, pullHubModel } from './node/pull-hub-model.ts';
export {
  type RemoveHubModelOptions,
  removeHubModel,
} from './node/remove-hub-model.ts';
