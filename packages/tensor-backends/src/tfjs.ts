export { tfjsBackend } from './tfjs/tfjs-backend.ts';
export type { TfjsLibrary, TfjsLibraryTensor } from './tfjs/tfjs-library.ts';
