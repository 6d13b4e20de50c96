import { InvalidSettingError } from '@slowfast/spec';

/** A proxy that requests go through. */
export interface HttpProxy {
  readonly url: URL;
  /** Address without user and password, and the variable that it is from, for people. */
  readonly label: string;
}

/** Which requests go through which proxy. */
export interface Proxies {
  /** For `http:` addresses, and `https:` ones where those have none of their own. */
  readonly http?: HttpProxy | undefined;
  /** For `https:` addresses. */
  readonly https?: HttpProxy | undefined;
  /** Hosts that are asked without a proxy: between commas, with subdomains, or `*` for all. */
  readonly none: string;
}

/**
 * The proxies that `HTTP_PROXY` and `HTTPS_PROXY` name, `ALL_PROXY` where they name none, and those to go without one for, `NO_PROXY`; of
 * each, the variable in small letters goes before the one in capitals. Undefined where there is no proxy.
 *
 * @throws InvalidSettingError when one is no address of a proxy that can be used: of HTTP or SOCKS 5.
 */
export function proxiesFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Proxies | undefined {
  const all = proxy('ALL_PROXY', env);
  const http = proxy('HTTP_PROXY', env) ?? all;
  const https = proxy('HTTPS_PROXY', env) ?? all;
  if (!http && !https) return undefined;
  return { http, https, none: env.no_proxy ?? env.NO_PROXY ?? '' };
}

function proxy(variable: string, env: Readonly<Record<string, string | undefined>>): HttpProxy | undefined {
  const name = env[variable.toLowerCase()] === undefined ? variable : variable.toLowerCase();
  const text = env[name]?.trim();
  if (!text) return undefined;
  // Many write just a host and a port.
  const address = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.hostname && /^(https?|socks5?|socks5h):$/.test(url.protocol)) {
    // SOCKS 5 leaves names to the proxy, which is what the h says.
    const used = url.protocol === 'socks5h:' ? new URL(address.replace(/^socks5h/i, 'socks5')) : url;
    return { url: used, label: `${url.protocol}//${url.host} (${name})` };
  }
  throw new InvalidSettingError({
    setting: `The proxy (${name})`,
    // It may hold a password.
    found: JSON.stringify(text.replace(/\/\/[^/]*@/, '//')),
    expected:
      'an address such as http://proxy.example:3128 or socks5://proxy.example:1080; other kinds are not used',
  });
}
