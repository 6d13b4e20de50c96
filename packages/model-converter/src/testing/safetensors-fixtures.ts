import { fileFolder } from '@slowfast/test-kit/files';

/** Files that the official library wrote, and what torch reads of them. */
export const safetensorsFixtures = fileFolder('../../fixtures/safetensors/', import.meta.url);
