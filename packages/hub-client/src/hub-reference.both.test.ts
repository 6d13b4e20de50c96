import { expect, test } from 'vitest';
import { isHubModelName } from './hub-model-name.ts';
import { formatHubReference, isHubReference, namesRevision, parseHubReference } from './hub-reference.ts';

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
  'https://huggingface.co',
  'https://huggingface.co/',
  'https://huggingface.co/datasets/owner/name',
  'https://huggingface.co/spaces/owner/name/tree/main',
  'https://huggingface.co/owner/name/settings',
  'https://huggingface.co/owner/name/tree/a%20b',
  'https://huggingface.co/owner/name@v1/x',
  'https://huggingface.co/owner/na%ZZme',
  'https://mirror.example/owner/name',
  'https://',
  'mirror.example/owner/name',
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

const commit = `${'c0ffee'.repeat(6)}c0de`;
test.each([
  ['https://huggingface.co/owner/name', 'owner/name', 'main', false],
  ['https://huggingface.co/owner/name/', 'owner/name', 'main', false],
  ['http://www.huggingface.co/owner/name?library=transformers#usage', 'owner/name', 'main', false],
  ['HTTPS://HuggingFace.co/owner/name', 'owner/name', 'main', false],
  ['huggingface.co/owner/name', 'owner/name', 'main', false],
  ['https://hf.co/owner/name', 'owner/name', 'main', false],
  ['https://huggingface.co/owner/name/discussions/7', 'owner/name', 'main', false],
  ['https://huggingface.co/owner/name/tree/main', 'owner/name', 'main', true],
  ['https://huggingface.co/owner/name/tree/v1.0/onnx', 'owner/name', 'v1.0', true],
  ['https://huggingface.co/owner/name/tree/refs%2Fpr%2F3', 'owner/name', 'refs/pr/3', true],
  ['https://huggingface.co/owner/name/blob/main/config.json', 'owner/name', 'main', true],
  ['https://huggingface.co/owner/name/resolve/v2/onnx/model.onnx?download=true', 'owner/name', 'v2', true],
  [`https://huggingface.co/owner/name/commit/${commit}`, 'owner/name', commit, true],
  ['https://huggingface.co/owner/name@v1', 'owner/name', 'v1', true],
  ['https://huggingface.co/gpt2', 'gpt2', 'main', false],
  ['https://huggingface.co/gpt2/tree/v1', 'gpt2', 'v1', true],
  ['https://huggingface.co/owner/tree/tree/v1', 'owner/tree', 'v1', true],
])('the link %s', (text, id, revision, isNamed) => {
  expect(parseHubReference(text)).toEqual({ id, revision });
  expect(namesRevision(text)).toBe(isNamed);
  // What gives files themselves is an address in a page.
  expect(isHubModelName(text)).toBe(!text.includes('/resolve/'));
});

test.each([
  ['https://mirror.example/owner/name/tree/v1', 'https://mirror.example'],
  ['http://mirror.example:8080/hub/owner/name/tree/v1', 'http://mirror.example:8080/hub'],
  ['https://huggingface.co/owner/name/tree/v1', 'https://mirror.example/hub'],
])('the link %s with the endpoint %s', (text, endpoint) => {
  expect(parseHubReference(text, endpoint)).toEqual({ id: 'owner/name', revision: 'v1' });
});

test('a link to something else says what it is', () => {
  const { endpoint } = { endpoint: 'https://mirror.example/hub' };
  expect(() => parseHubReference('https://huggingface.co/datasets/owner/name')).toThrow(
    'is no model of the hub: it is a link to a data set, not to a model. Expected owner/name',
  );
  for (const text of ['https://other.example/owner/name', 'https://mirror.example/owner/name']) {
    expect(() => parseHubReference(text, endpoint)).toThrow(
      /example is not the hub, which is at https:\/\/mirror\.example\/hub \(HF_ENDPOINT\)/,
    );
  }
});
