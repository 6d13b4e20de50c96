import { fileFolder } from '@slowfast/test-kit/files';

/** A tiny checkpoint with long answers, whose decoder graph returns its whole cache. */
export const tinyChatml: URL = new URL(
  fileFolder('../../../language-models/fixtures/tiny-chatml/', import.meta.url).url,
);
