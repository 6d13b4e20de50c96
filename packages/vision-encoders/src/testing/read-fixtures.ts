import { fileFolder } from '@slowfast/test-kit/files';

const fixtures = fileFolder('../../fixtures/', import.meta.url);

/** The bytes of a file under `fixtures`. */
export const fixtureBytes = fixtures.bytes;

/** A JSON file under `fixtures`. */
export const fixtureJson = fixtures.json;
