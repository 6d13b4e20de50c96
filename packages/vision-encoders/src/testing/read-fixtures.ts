import { fileFolder } from '@slowfast/test-kit/files';

const fixtures = fileFolder('../../fixtures/', import.meta.url);

/** The bytes of a file under `fixtures`. */
export const fixtureBytes = fixtures.bytes;

/** A JSON file under `fixtures`. */
export const fixtureJson = fixtures.json;

/** The bytes behind base64. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
