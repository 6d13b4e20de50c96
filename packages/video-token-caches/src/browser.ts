export { blobContentHash } from './browser/blob-content-hash.ts';
export {
  type BrowserVideoTokenCache,
  type BrowserVideoTokenCacheOptions,
  browserVideoTokenCache,
} from './browser/browser-video-token-cache.ts';
