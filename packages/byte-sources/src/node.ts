export { fileBytes } from './node/file-bytes.ts';
export type { LocalBytes } from './node/local-bytes.ts';
export { type SpoolToDiskSettings, spoolToDisk } from './node/spool-to-disk.ts';
export { withFile } from './node/with-file.ts';
