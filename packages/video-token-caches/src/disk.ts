export { defaultCacheFolder } from './disk/default-cache-folder.ts';
export { type DiskOverflowOptions, diskOverflow } from './disk/disk-overflow.ts';
export {
  type DiskVideoTokenCache,
  type DiskVideoTokenCacheOptions,
  diskVideoTokenCache,
} from './disk/disk-video-token-cache.ts';
