import type { ModelDtypeChoice } from '@slowfast/model-files';
import type { MakeContentHash } from './content-hash.ts';
import type { HubFileStore } from './fetch-model-files.ts';
import type { HubListing } from './hub-listing.ts';
import type { HubReference } from './hub-reference.ts';

/** What was listed at a commit. */
export interface KeptListing {
  readonly listing: HubListing;
  /** Whether it is what the hub listed; without that, files that nobody misses may be missing. */
  readonly isComplete: boolean;
}

/** Options of waiting for a lock. */
export interface HubLockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when somebody else holds it. */
  readonly onWait?: (() => void) | undefined;
}

/** Where one model is kept, at all its commits. */
export interface HubModelStore {
  /** Names the place for people. */
  readonly place: string;
  /** The commit that a revision was at when it was last brought; a commit is its own. */
  commitOf(revision: string): Promise<string | undefined>;
  keptListing(reference: HubReference, commit: string): Promise<KeptListing | undefined>;
  files(commit: string): HubFileStore;
  /** Held while something is written. */
  lock(options: HubLockOptions): Promise<AsyncDisposable>;
  /** Notes what is going to be brought. */
  begin(listing: HubListing, dtype: ModelDtypeChoice | undefined): Promise<void>;
  /** What hashes files here; WebAssembly if absent. */
  readonly hashOf?: MakeContentHash;
  /** From now on the revision is that commit, without the hub being asked. */
  rememberCommit(listing: HubListing): Promise<void>;
}
