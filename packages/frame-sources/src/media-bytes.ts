/** The bytes of a video, wherever they are. */
export type { ByteSource as MediaBytes } from '@slowfast/byte-sources';
