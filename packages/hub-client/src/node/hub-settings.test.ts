import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hubSettingsFromEnvironment } from './hub-settings-from-environment.ts';

// Expected values are those of huggingface_hub 2.4 in the same environment.

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'hub-home-'));
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'token'), 'hf_file\n');
});
afterAll(() => rm(home, { recursive: true }));

test('nothing is set', async () => {
  const { token: _, ...settings } = await hubSettingsFromEnvironment({});
  expect(settings).toEqual({
    endpoint: 'https://huggingface.co',
    offline: false,
    cacheFolder: join(homedir(), '.cache', 'huggingface', 'hub'),
  });
});

test.each([
  [{ HF_HUB_CACHE: '/a', HF_HOME: '/b', XDG_CACHE_HOME: '/c' }, '/a'],
  [{ HUGGINGFACE_HUB_CACHE: '/a', HF_HOME: '/b' }, '/a'],
  [{ HF_HOME: '/b', XDG_CACHE_HOME: '/c' }, '/b/hub'],
  [{ XDG_CACHE_HOME: '/c' }, '/c/huggingface/hub'],
  [{ HF_HOME: '~/hf' }, join(homedir(), 'hf', 'hub')],
  [{ HF_HUB_CACHE: '$PLACE/a/$' + '{OTHER}', PLACE: '/p', OTHER: 'o' }, '/p/a/o'],
])('the cache of %j', async (env, folder) => {
  expect((await hubSettingsFromEnvironment(env)).cacheFolder).toBe(folder);
});

test('the token of the environment, else of the file that a login writes', async () => {
  const tokenOf = async (env: Record<string, string>) => (await hubSettingsFromEnvironment(env)).token;
  expect(await tokenOf({ HF_TOKEN: ' hf_env\n', HF_HOME: home })).toBe('hf_env');
  expect(await tokenOf({ HF_TOKEN: '', HF_HOME: home })).toBe('hf_file');
  expect(await tokenOf({ HF_TOKEN_PATH: join(home, 'token'), HF_HOME: '/nowhere' })).toBe('hf_file');
  expect(await tokenOf({ HF_HOME: '/nowhere' })).toBeUndefined();
});

test.each(['1', 'ON', 'yes', 'True'])('HF_HUB_OFFLINE=%s', async (value) => {
  expect((await hubSettingsFromEnvironment({ HF_HUB_OFFLINE: value })).offline).toBe(true);
});
test.each(['0', '', 'no'])('HF_HUB_OFFLINE=%s is none', async (value) => {
  expect((await hubSettingsFromEnvironment({ HF_HUB_OFFLINE: value })).offline).toBe(false);
});

test('an endpoint, and what is none', async () => {
  const endpointOf = async (text: string) =>
    (await hubSettingsFromEnvironment({ HF_ENDPOINT: text })).endpoint;
  expect(await endpointOf('https://mirror.example/hub/')).toBe('https://mirror.example/hub');
  for (const text of ['mirror', 'ftp://mirror', 'https://user:secret@mirror', 'https://mirror?x']) {
    await expect(endpointOf(text)).rejects.toMatchObject({ code: 'invalid-setting' });
  }
});
