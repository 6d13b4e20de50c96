import { fileFolder } from '@slowfast/test-kit/files';

/** What Pillow and swscale made of some pictures; see fixtures/make_fixtures.py. */
export const fixtures = fileFolder('../../fixtures/', import.meta.url);
