import { expect, test } from 'vitest';
import { formatHubReference, isHubReference, parseHubReference } from './hub-reference.ts';

test.each([
  ['llava-hf/llava-onevision-qwen2-0.5b-ov-hf', 'llava-hf/llava-onevision-qwen2-0.5b-ov-hf', 'main'],
  ['owner/name@v1.0', 'owner/name', 'v1.0'],
  ['owner/name@feature/one-two', 'owner/name', 'feature/one-two'],
  ['owner/name@refs/pr/3', 'owner/name', 'refs/pr/3'],
  [`gpt2@${'0'.repeat(40)}`, 'gpt2', '0'.repeat(40)],
])('%s', (text, id, revision) => {
  expect(parseHubReference(text)).toEqual({ id, revision });
  expect(parseHubReference(formatHubReference({ id, revision }))).toEqual({ id, revision });
});

test.each([
  '',
  '/absolute/path',
  './relative/path',
  '../up',
  'a/b/c',
  'owner/',
  '/name',
  'owner/name.git',
  'own--er/name',
  'owner/na..me',
  'owner/-name',
  'owner/name.',
  'owner/na me',
  'owner/naïve',
  'owner\\name',
  'C:\\models',
  'https://huggingface.co/owner/name',
  `owner/${'n'.repeat(97)}`,
  'owner/name@',
  'owner/name@../../other',
  'owner/name@a//b',
  'owner/name@.hidden',
  'owner/name@main.lock',
  'owner/name@a b',
  'owner/name@a%2Fb',
  'owner/name@v1@v2',
  `owner/name@${'r'.repeat(201)}`,
])('%j is none', (text) => {
  expect(isHubReference(text)).toBe(false);
  expect(() => parseHubReference(text)).toThrow(
    expect.objectContaining({ code: 'hub-reference-invalid', isUsage: true }),
  );
});
