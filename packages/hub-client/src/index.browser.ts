export {
  type HubDownload,
  type HubModelInStorage,
  listHubModels,
  type SnapshotInStorage,
} from './browser/list-hub-models.ts';
export { type HubModelChoice, type HubModelOffer, offerHubModel } from './browser/offer-hub-model.ts';
export { openModel } from './browser/open-model.ts';
export { pullHubModel } from './browser/pull-hub-model.ts';
export type { PulledHubModel, PullHubModelOptions } from './browser/pull-options.ts';
export {
  type RemoveHubModelOptions,
  removeHubModel,
} from './browser/remove-hub-model.ts';
export * from './exports.ts';
