import type { buildConnector, Pool } from 'undici';
import type { HttpProxy, Proxies } from './proxies-from-environment.ts';

/** A proxy can't be reached, or makes no connection. */
class ProxyFailure extends Error {
  /** Its address and the variable that names it. */
  readonly proxy: string;

  constructor({ label }: HttpProxy, cause: Error) {
    super(cause.message || (cause as NodeJS.ErrnoException).code, { cause });
    this.proxy = label;
  }
}

/**
 * A `fetch` that goes through proxies: `http:` addresses by asking the proxy, `https:` ones through a tunnel. It rejects as the platform's does;
 * where a proxy is at fault, one of the causes has a property `proxy` that names it.
 *
 * Node's own goes through proxies only where the program was started with `NODE_USE_ENV_PROXY`, which Node 22.12 does not know.
 */
export async function fetchThroughProxies(proxies: Proxies): Promise<typeof globalThis.fetch> {
  const { EnvHttpProxyAgent, fetch, Pool } = await import('undici');
  const { http, https, none } = proxies;
  const proxyAt = (origin: string | URL) =>
    [https, http].find((proxy) => proxy?.url.origin === new URL(origin).origin);
  const pool = (origin: string | URL, options: object) => {
    const { connect } = options as Pool.Options;
    const proxy = proxyAt(origin);
    const isNamed = proxy && typeof connect === 'function';
    return new Pool(origin, isNamed ? { ...options, connect: namingProxy(proxy, connect) } : options);
  };
  const dispatcher = new EnvHttpProxyAgent({
    // An empty text keeps it from looking at the environment by itself.
    httpProxy: http?.url.href ?? '',
    httpsProxy: https?.url.href ?? '',
    noProxy: none,
    // Many proxies make tunnels to ports of https: alone.
    proxyTunnel: false,
    clientFactory: pool,
    factory: pool,
  });
  const fetchAny = fetch as unknown as (input: string | URL | Request, init?: object) => Promise<Response>;
  return async (input, init) => {
    try {
      return await fetchAny(input, { ...init, dispatcher });
    } catch (error) {
      throw withProxy(error, proxies);
    }
  };
}

/** Errors of a connection to a proxy then say so. */
function namingProxy(proxy: HttpProxy, connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...[error, socket]) =>
      error === null ? callback(null, socket) : callback(new ProxyFailure(proxy, error), null),
    );
}

/** A proxy that was reached and refuses is told by the text of an error alone; tunnels are made for `https:` addresses only. */
function withProxy(error: unknown, { http, https }: Proxies): unknown {
  const texts: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause) texts.push(each.message);
  const text = texts.join('\n');
  const tunnel = /^Proxy response \((\d+)\)/m.exec(text)?.[1];
  const status = tunnel ?? /^Proxy Authentication Required \((407)\)/m.exec(text)?.[1];
  const proxy = tunnel === undefined ? http : (https ?? http);
  if (!proxy || status === undefined) return error;
  const refusal = new Error(
    `it answers HTTP ${status}${status === '407' ? ': it wants another user and password' : ''}`,
    { cause: error },
  );
  return new TypeError(texts[0], { cause: new ProxyFailure(proxy, refusal) });
}
