import { fileFolder } from '@slowfast/test-kit/files';

/** What Pillow and swscale made of some pictures; see fixtures/make_fixtures.py. */
export const fixtures = fileFolder('../../fixtures/', import.meta.url);

/** The bytes behind base64. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
