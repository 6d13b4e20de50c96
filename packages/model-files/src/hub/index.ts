export * from './exports.ts';
export { hubSettingsFromEnvironment, type NodeHubSettings } from './node/hub-settings-from-environment.ts';
export { type HubModelOnDisk, type HubSnapshot, listHubModels } from './node/list-hub-models.ts';
export { type PulledHubModel, type PullHubModelOptions, pullHubModel } from './node/pull-hub-model.ts';
export {
  type RemovedHubModel,
  type RemoveHubModelOptions,
  removeHubModel,
} from './node/remove-hub-model.ts';
