export * from './exports.ts';
export { modelFilesOf, modelFilesOfDrop } from './model-files-of.ts';
export { folderOnDisk } from './node/folder-on-disk.ts';
export { modelOnDisk } from './node/model-on-disk.ts';
export { openModelFolder } from './node/open-model-folder.ts';
