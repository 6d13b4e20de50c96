import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkHubEndpoint, defaultHubEndpoint, type HubSettings } from '../hub-settings.ts';
import { fetchThroughProxies } from './fetch-through-proxies.ts';
import { proxiesFromEnvironment } from './proxies-from-environment.ts';

/** Settings of the hub in Node: the cache has a place. */
export type NodeHubSettings = HubSettings & { readonly cacheFolder: string };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings that people gave to all tools of the hub: `HF_ENDPOINT`; `HF_TOKEN`, else the file that `hf auth login` writes;
 * `HF_HUB_CACHE`, `HF_HOME`, `XDG_CACHE_HOME`; `HF_HUB_OFFLINE`; `HF_HUB_DISABLE_SYMLINKS`; and to all programs: `HTTP_PROXY`,
 * `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not. Read as huggingface_hub 2.4 does
 * (https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/constants.py), now and not at the start.
 *
 * @throws InvalidSettingError when the endpoint or a proxy is no address.
 */
export async function hubSettingsFromEnvironment(env: Environment = process.env): Promise<NodeHubSettings> {
  const home = expand(
    env.HF_HOME ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'huggingface'),
    env,
  );
  const token = clean(env.HF_TOKEN || env.HUGGING_FACE_HUB_TOKEN) ?? (await tokenFile(home, env));
  const proxies = proxiesFromEnvironment(env);
  return {
    endpoint: checkHubEndpoint(env.HF_ENDPOINT || defaultHubEndpoint),
    token,
    offline: isTrue(env.HF_HUB_OFFLINE || env.TRANSFORMERS_OFFLINE),
    cacheFolder: expand(env.HF_HUB_CACHE ?? env.HUGGINGFACE_HUB_CACHE ?? join(home, 'hub'), env),
    usesLinks: isTrue(env.HF_HUB_DISABLE_SYMLINKS) ? false : undefined,
    fetch: proxies && (await fetchThroughProxies(proxies)),
  };
}

async function tokenFile(home: string, env: Environment): Promise<string | undefined> {
  const path = expand(env.HF_TOKEN_PATH ?? join(home, 'token'), env);
  return clean(await readFile(path, 'utf8').catch(() => undefined));
}

/** A header can't hold a line end, which files have. */
function clean(token: string | undefined): string | undefined {
  return token?.replace(/[\r\n]/g, '').trim() || undefined;
}

function isTrue(text: string | undefined): boolean {
  return ['1', 'ON', 'YES', 'TRUE'].includes((text ?? '').toUpperCase());
}

function expand(path: string, env: Environment): string {
  return path
    .replace(/^~(?=$|[/\\])/, () => homedir())
    .replace(/\$(\w+)|\$\{([^}]*)\}/g, (whole, plain, braced) => env[plain ?? braced] ?? whole);
}
