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
 * A `fetch` that goes through proxies: `http:` addresses by asking the proxy, `https:` ones through a tunnel, all through one of SOCKS. It rejects as the platform's does;
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
  const ofSocks = socksOf(proxies)?.url;
  // Its address would be taken as it is written, with %20 for a space. The agents look for these, its types don't know them.
  const credentials: object = {
    username: ofSocks?.username ? decodeURIComponent(ofSocks.username) : undefined,
    password: ofSocks?.password ? decodeURIComponent(ofSocks.password) : undefined,
  };
  const dispatcher = new EnvHttpProxyAgent({
    ...credentials,
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
function withProxy(error: unknown, proxies: Proxies): unknown {
  const { http, https } = proxies;
  const texts: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause) texts.push(each.message);
  const text = texts.join('\n');
  const socks = socksOf(proxies);
  if (socks && failsAtSocks(error, socks)) {
    return new TypeError(texts[0], {
      cause: new ProxyFailure(socks, new Error(texts.at(-1), { cause: error })),
    });
  }
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

function socksOf({ http, https }: Proxies): HttpProxy | undefined {
  return [https, http].find((each) => each?.url.protocol.startsWith('socks'));
}

/** Whether a SOCKS proxy can't be reached or lets nobody in. That it reaches no hub is none of its faults. */
function failsAtSocks(error: unknown, { url }: HttpProxy): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    const {
      code = '',
      port,
      hostname,
    } = each as NodeJS.ErrnoException & { port?: number; hostname?: string };
    if (
      /^UND_ERR_SOCKS5_(?!REPLY_\d)|^UND_ERR_INVALID_ARG$/.test(code) ||
      /^SOCKS5 .*timeout$/.test(each.message)
    ) {
      return true;
    }
    if (port === Number(url.port || 1080) || (code === 'ENOTFOUND' && hostname === url.hostname)) return true;
  }
  return false;
}
