export * from './exports.ts';
export { modelFilesOf, modelFilesOfDrop } from './model-files-of.ts';
export { openModelFolder } from './node/open-model-folder.ts';
