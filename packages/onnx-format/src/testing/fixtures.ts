import { fileFolder } from '@slowfast/test-kit/files';

/** Files that the official library wrote. */
export const fixtures = fileFolder('../../fixtures/', import.meta.url);
