import { fileFolder } from '@slowfast/test-kit/files';

/** The 60 fixed clips with their questions. */
export const fixedClips = fileFolder('../clips/', import.meta.url);
