export { type ChosenHubFiles, chooseHubFiles } from './choose-hub-files.ts';
export { type DownloadFileOptions, type DownloadSink, downloadFile } from './download-file.ts';
export { type FetchModelFilesOptions, fetchModelFiles, type HubFileStore } from './fetch-model-files.ts';
export { contentId, type HubAsking, type HubFile, type HubListing, listHubFiles } from './hub-listing.ts';
export { isHubModelName } from './hub-model-name.ts';
export { defaultHubPatience, type HubPatience } from './hub-patience.ts';
export type { HubProgress, OnHubProgress } from './hub-progress.ts';
export { formatHubReference, type HubReference, isHubReference, parseHubReference } from './hub-reference.ts';
export { checkHubEndpoint, defaultHubEndpoint, type HubSettings } from './hub-settings.ts';
