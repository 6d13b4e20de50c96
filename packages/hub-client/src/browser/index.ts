export {
  type HubDownload,
  type HubModelInStorage,
  listHubModels,
  type SnapshotInStorage,
} from './list-hub-models.ts';
export { type HubModelChoice, type HubModelOffer, offerHubModel } from './offer-hub-model.ts';
export { openModel } from './open-model.ts';
export { pullHubModel } from './pull-hub-model.ts';
export type { PulledHubModel, PullHubModelOptions } from './pull-options.ts';
export {
  type RemoveHubModelOptions,
  removeHubModel,
} from './remove-hub-model.ts';
