import { fileFolder } from '@slowfast/test-kit/files';

/** The 60 fixed clips with their questions. */
export const fixedClips = fileFolder('../clips/', import.meta.url);

/** The 20 clips that ffmpeg drew, with their questions. */
export const plainClips = fileFolder('../plain-clips/', import.meta.url);

/** Where a photograph lies that is nothing of the model's world. */
export const photographs = fileFolder('../known-pictures/', import.meta.url);
