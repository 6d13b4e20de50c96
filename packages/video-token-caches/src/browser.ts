export { blobOverflow } from './browser/blob-overflow.ts';
export {
  type BrowserVideoTokenCache,
  type BrowserVideoTokenCacheOptions,
  browserVideoTokenCache,
} from './browser/browser-video-token-cache.ts';
