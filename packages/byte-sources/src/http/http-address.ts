/** An address as it is shown: without user and password, and without a query, where signatures and tokens stand. */
export function printableAddress(address: URL | string): string {
  const url = new URL(address);
  if (url.protocol === 'data:') return 'a data: address';
  if (url.username === '' && url.password === '' && url.search === '' && url.hash === '') return url.href;
  const hasQuery = url.search !== '';
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return hasQuery ? `${url.href}?…` : url.href;
}

/** The address and headers to ask with: `fetch` takes no address with user and password in it. */
export function askableAddress(url: URL): {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  if (url.username === '' && url.password === '') return { address: url.href, headers: {} };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const bytes = new TextEncoder().encode(pair);
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  // Past a redirect to another origin `fetch` leaves it out (https://fetch.spec.whatwg.org/#http-redirect-fetch).
  return { address: bare.href, headers: { Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` } };
}
