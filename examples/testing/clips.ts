import { fileFolder } from '@slowfast/test-kit/files';

/** Clips that the embedded model knows. */
export const clips = fileFolder('../../packages/tiny-model/clips/', import.meta.url);
