import { expect, test } from 'vitest';
import { type PlatformFacts, platformFacts } from './testing/platform-facts.ts';
import { fixtureJson } from './testing/read-fixtures.ts';

const facts = await platformFacts();
const expected = await fixtureJson<PlatformFacts>('platform-facts.json');

test('pixels are the same to the bit on every platform', () => {
  expect(Object.keys(facts.pixelDigests)).toHaveLength(27);
  expect(facts.pixelDigests).toEqual(expected.pixelDigests);
});

test('ids of encoders, which are part of the keys of caches, are the same text on every platform', () => {
  expect(facts.encoderIds).toEqual(expected.encoderIds);
});
