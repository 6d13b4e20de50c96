import { fileFolder } from '@slowfast/test-kit/files';

/** The 60 fixed clips with their questions. */
export const fixedClips = fileFolder('../clips/', import.meta.url);

/** The clips that ffmpeg drew, with questions about colour and motion. */
export const plainClips = fileFolder('../plain-clips/', import.meta.url);
