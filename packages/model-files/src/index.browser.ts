export * from './exports.ts';
export { modelFilesOf, modelFilesOfDrop } from './model-files-of.ts';
export { openModelFolder } from './open-model-folder.browser.ts';
