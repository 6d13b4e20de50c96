import type { HubFile } from './hub-listing.ts';

/** What happens while a model comes from the hub, in this order. */
export type HubProgress =
  /** Somebody else downloads the same model: that is waited for. */
  | { readonly type: 'lock-wait'; readonly model: string }
  /** The hub can't be reached; what was downloaded before is used. */
  | { readonly type: 'hub-unreachable'; readonly found: string }
  /** What is needed is known: files, bytes of all, and bytes that are there already, parts of files included. */
  | {
      readonly type: 'files-chosen';
      readonly model: string;
      readonly commit: string;
      readonly files: readonly HubFile[];
      readonly bytes: number;
      readonly bytesThere: number;
    }
  /** A file begins to come, or goes on where an earlier download ended. */
  | {
      readonly type: 'file-begin';
      readonly path: string;
      readonly bytes: number;
      readonly bytesThere: number;
    }
  /** A piece has arrived. */
  | {
      readonly type: 'bytes-arrived';
      readonly path: string;
      readonly loaded: number;
      readonly bytes: number;
      /** Of all files, those included that were there. */
      readonly allLoaded: number;
      readonly allBytes: number;
    }
  /** A file is there, and is what the hub listed. */
  | { readonly type: 'file-end'; readonly path: string }
  /** An attempt failed; there will be another. */
  | {
      readonly type: 'retry';
      /** The file, or absent for the listing. */
      readonly path?: string;
      readonly found: string;
      readonly delaySeconds: number;
    };

/** Called for every step of a download. Must return quickly; what it throws ends the download. */
export type OnHubProgress = (progress: HubProgress) => void;
