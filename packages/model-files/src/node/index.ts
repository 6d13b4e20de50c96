export { folderOnDisk } from './folder-on-disk.ts';
export { pathOf } from './path-of.ts';
