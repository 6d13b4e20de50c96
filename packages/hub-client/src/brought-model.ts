import type { ChosenHubFiles } from './choose-hub-files.ts';
import type { HubListing } from './hub-listing.ts';

/** A model whose files are all there. */
export interface BroughtModel {
  readonly listing: HubListing;
  readonly chosen: ChosenHubFiles;
  /** Why the hub could not be asked for something newer; absent when it was asked, or need not be. */
  readonly unreachable?: string | undefined;
}
