export * from './exports.ts';
export { modelFilesOf, modelFilesOfDrop } from './model-files-of.ts';
export { folderOnDisk } from './node/folder-on-disk.ts';
export { openModelFolder } from './node/open-model-folder.ts';
export { pathOf } from './node/path-of.ts';
