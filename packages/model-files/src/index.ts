export * from './exports.ts';
export { openModelFolder } from './node/open-model-folder.ts';
