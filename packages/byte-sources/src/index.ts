export { blobBytes, nameOfBlob } from './blob-bytes.ts';
export { type BlockCacheSettings, createBlockCache, defaultBlockBytes } from './block-cache.ts';
export type { ByteFailure, FailureError } from './byte-failure.ts';
export type { ByteSource } from './byte-source.ts';
export { bytesInMemory } from './bytes-in-memory.ts';
export { type CheckedBytes, checkedReads } from './checked-reads.ts';
export { type ContentKeyKind, type ContentKeyOptions, contentKey } from './content-key.ts';
export { printableAddress } from './http/http-address.ts';
export { type HttpBytesOptions, httpBytes } from './http/http-bytes.ts';
export { defaultHttpPatience, type HttpPatience } from './http/http-patience.ts';
export {
  type HttpAnswer,
  type HttpPlace,
  type HttpRequest,
  httpRequest,
  refusal,
  totalBytes,
} from './http/http-request.ts';
export { PassingFailure, persistently } from './http/passing-failure.ts';
export { piecesOf, type Spool, type SpoolOptions } from './spool.ts';
export { type SpoolToBlobSettings, spoolToBlob } from './spool-to-blob.ts';
