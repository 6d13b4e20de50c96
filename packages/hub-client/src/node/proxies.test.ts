import { rm } from 'node:fs/promises';
import {
  type LoopbackProxy,
  startLoopbackProxy,
  startLoopbackSocks,
  startTlsFront,
} from '@slowfast/loopback-hub';
import { expect, test } from 'vitest';
import { modelId, nodeHubForTests, quickly } from '../testing/node-hub.ts';
import { runPull } from '../testing/run-pull.ts';
import { hubSettingsFromEnvironment } from './hub-settings-from-environment.ts';
import { proxiesFromEnvironment } from './proxies-from-environment.ts';
import { pullHubModel } from './pull-hub-model.ts';

const context = nodeHubForTests();

/** Pulls the model with just these variables beside those that say where hub and cache are. */
async function pull(env: Readonly<Record<string, string>>) {
  const settings = await hubSettingsFromEnvironment({
    HF_ENDPOINT: context.hub.endpoint,
    HF_HUB_CACHE: context.cacheFolder,
    HF_TOKEN: 'hf_secret',
    ...env,
  });
  return pullHubModel(modelId, { settings, retryPolicy: { ...quickly, attempts: 2 } });
}

/** The origins that a proxy was asked for. */
function originsOf({ requests }: LoopbackProxy): ReadonlySet<string> {
  return new Set(requests.map((request) => new URL(request.replace(/^\w+ /, '')).origin));
}

const deadProxy = 'http://127.0.0.1:9';

/** An address where nobody answers any more. */
async function deadAddress(): Promise<string> {
  await using proxy = await startLoopbackProxy();
  return proxy.address;
}

test.each(['HTTP_PROXY', 'http_proxy'])('%s: everything goes through it', async (variable) => {
  await using proxy = await startLoopbackProxy();
  await pull({ [variable]: proxy.address });
  // The hub, and the other origin where it keeps large files.
  expect(originsOf(proxy).size).toBe(2);
  expect(proxy.requests).toHaveLength(context.hub.requests.length);
  // The token still goes to the hub alone.
  const withToken = context.hub.requests.filter(({ authorization }) => authorization !== undefined);
  expect(new Set(withToken.map(({ origin }) => origin))).toEqual(new Set(['hub']));
});

test('a variable in small letters goes before the one in capitals, and no scheme means http', async () => {
  await using proxy = await startLoopbackProxy();
  await pull({ HTTP_PROXY: deadProxy, http_proxy: new URL(proxy.address).host });
  expect(proxy.requests).not.toEqual([]);
});

test.each([
  { NO_PROXY: 'other.example, 127.0.0.1' },
  { no_proxy: '*' },
  { NO_PROXY: 'other.example', no_proxy: '127.0.0.1' },
])('%j: the proxy is not asked', async (env) => {
  await pull({ HTTP_PROXY: deadProxy, ...env });
  expect(context.hub.requests).not.toEqual([]);
});

test('https: goes through a tunnel, what it redirects to through the proxy of http:', async () => {
  await using forHttps = await startLoopbackProxy({ credentials: 'me:pass word' });
  await using forHttp = await startLoopbackProxy();
  await using front = await startTlsFront(context.hub.endpoint);
  const withPassword = new URL(forHttps.address);
  withPassword.username = 'me';
  withPassword.password = 'pass word';
  const pulling = runPull(modelId, {
    HF_ENDPOINT: front.address,
    HF_HUB_CACHE: context.cacheFolder,
    HF_TOKEN: '',
    NODE_EXTRA_CA_CERTS: front.certificatePath,
    HTTPS_PROXY: withPassword.href,
    HTTP_PROXY: forHttp.address,
    NO_PROXY: '',
    no_proxy: '',
  });
  expect((await pulling.lines).at(-1)).toMatchObject({ type: 'pulled', id: modelId });
  expect(new Set(forHttps.requests)).toEqual(new Set([`CONNECT ${new URL(front.address).host}`]));
  expect(forHttp.requests).not.toEqual([]);
  expect(forHttp.requests.filter((request) => !request.startsWith('GET http:'))).toEqual([]);
});

test('ALL_PROXY: everything goes through it, but for what the others name', async () => {
  await using proxy = await startLoopbackProxy();
  await pull({ ALL_PROXY: proxy.address });
  expect(originsOf(proxy).size).toBe(2);
  await using other = await startLoopbackProxy();
  await rm(context.cacheFolder, { recursive: true });
  await pull({ all_proxy: deadProxy, HTTP_PROXY: other.address });
  expect(other.requests).toHaveLength(proxy.requests.length);
});

test.each(['socks5', 'socks5h', 'socks'])('%s: everything goes through it', async (scheme) => {
  await using proxy = await startLoopbackSocks('me:pass word');
  await pull({ ALL_PROXY: `${scheme}://me:pass%20word@${proxy.host}` });
  expect(new Set(proxy.requests).size).toBe(2);
  expect(context.hub.requests).not.toEqual([]);
});

test('SOCKS: https: goes through it, too', async () => {
  await using proxy = await startLoopbackSocks();
  await using front = await startTlsFront(context.hub.endpoint);
  const pulling = runPull(modelId, {
    HF_ENDPOINT: front.address,
    HF_HUB_CACHE: context.cacheFolder,
    HF_TOKEN: '',
    NODE_EXTRA_CA_CERTS: front.certificatePath,
    ALL_PROXY: `socks5://${proxy.host}`,
    NO_PROXY: '',
    no_proxy: '',
  });
  expect((await pulling.lines).at(-1)).toMatchObject({ type: 'pulled', id: modelId });
  expect(proxy.requests).toContain(new URL(front.address).host);
});

test('a SOCKS proxy that is not there, or lets nobody in, is named; that it finds no hub is none of its faults', async () => {
  await using proxy = await startLoopbackSocks('me:right');
  const failing = (address: string) => pull({ ALL_PROXY: address }).catch((reason) => reason);
  for (const [address, label, found] of [
    ['socks5://127.0.0.1:9', 'socks5://127.0.0.1:9', /ECONNREFUSED/],
    [`socks5://me:wrong@${proxy.host}`, `socks5://${proxy.host}`, /Authentication failed/],
    [`socks5://${proxy.host}`, `socks5://${proxy.host}`, /authentication/],
  ] as const) {
    const error = await failing(address);
    expect(error).toMatchObject({ code: 'hub-unavailable', facts: { proxy: `${label} (ALL_PROXY)` } });
    expect(error.facts.found).toMatch(found);
    expect(error.message).not.toContain('wrong');
  }
  const env = { HF_ENDPOINT: await deadAddress(), ALL_PROXY: `socks5://me:right@${proxy.host}` };
  const error = await pull(env).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'hub-unavailable', facts: { kind: 'unreachable' } });
  expect(error.facts).not.toHaveProperty('proxy');
});

const refusals = [
  { env: { HTTP_PROXY: deadProxy }, proxy: `${deadProxy} (HTTP_PROXY)`, found: /ECONNREFUSED/ },
  {
    env: { http_proxy: 'http://me:hidden@127.0.0.1:9' },
    proxy: `${deadProxy} (http_proxy)`,
    found: /ECONNREFUSED/,
  },
  {
    env: { HF_ENDPOINT: 'https://hub.example', HTTPS_PROXY: deadProxy },
    proxy: `${deadProxy} (HTTPS_PROXY)`,
    found: /ECONNREFUSED/,
  },
  {
    env: { HTTP_PROXY: 'http://nowhere.invalid:3128' },
    proxy: 'http://nowhere.invalid:3128 (HTTP_PROXY)',
    found: /nowhere\.invalid/,
  },
];
test.each(refusals)('$env: the proxy is named', async ({ env, proxy, found }) => {
  const error = await pull(env).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'hub-unavailable', facts: { kind: 'unreachable', proxy } });
  expect(error.facts.found).toMatch(found);
  expect(error.message).toContain(`Check the proxy ${proxy}; hosts that need none are named by NO_PROXY`);
  expect(error.message).not.toContain('hidden');
});

test.each(['http', 'https'])('a proxy that wants a password for %s: is named', async (scheme) => {
  await using proxy = await startLoopbackProxy({ credentials: 'me:right' });
  const variable = `${scheme.toUpperCase()}_PROXY`;
  const error = await pull({
    HF_ENDPOINT: `${scheme}://hub.example`,
    [variable]: proxy.address.replace('//', '//me:wrong@'),
  }).catch((reason) => reason);
  expect(error).toMatchObject({
    code: 'hub-unavailable',
    facts: { proxy: `${proxy.address} (${variable})` },
  });
  expect(error.message).toMatch(/407/);
  expect(error.message).not.toContain('wrong');
});

test('a hub that a proxy does not find is no fault of the proxy', async () => {
  await using proxy = await startLoopbackProxy();
  const env = { HF_ENDPOINT: await deadAddress(), HTTP_PROXY: proxy.address };
  await expect(pull(env)).rejects.toMatchObject({
    code: 'hub-unavailable',
    facts: { kind: 'server-error', found: 'HTTP 502' },
  });
});

test.each(['ftp://proxy:21', 'http://', 'socks4://proxy:1080', 'socks5://'])('%s is no proxy', (text) => {
  expect(() => proxiesFromEnvironment({ HTTPS_PROXY: text })).toThrow(
    expect.objectContaining({
      code: 'invalid-setting',
      message: expect.stringMatching(/\(HTTPS_PROXY\).*such as http:\/\/proxy\.example:3128/),
    }),
  );
});

test('nothing, and what is empty, is no proxy', () => {
  expect(proxiesFromEnvironment({ NO_PROXY: 'a' })).toBeUndefined();
  expect(proxiesFromEnvironment({ HTTP_PROXY: '', https_proxy: ' ' })).toBeUndefined();
});
