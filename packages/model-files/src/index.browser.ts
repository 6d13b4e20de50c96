export * from './exports.ts';
export { openModelFolder } from './open-model-folder.browser.ts';
