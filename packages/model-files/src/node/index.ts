export { folderOnDisk } from './folder-on-disk.ts';
export { modelOnDisk } from './model-on-disk.ts';
