// What the page may load and run. Development needs more: Vite's client reloads through a socket and adds styles to the page.

/** Directives of the content security policy of the built page, without those that only a header can carry. */
const policy: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'manifest-src': "'self'",
  // Chosen files are played from blob: addresses; videos may also be given by their address.
  'media-src': "'self' blob: https: http://localhost:* http://127.0.0.1:*",
  // Beyond the page's own server only because people may give the address of a model or a video: nothing else is asked of
  // the network, and nothing is sent.
  'connect-src': "'self' https: http://localhost:* http://127.0.0.1:*",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** The policy as text: for the `<meta>` of the built page, which holds on hosts that send no headers. */
export const contentSecurityPolicy = Object.entries(policy)
  .map((directive) => directive.join(' '))
  .join('; ');

/** Makes the page cross-origin isolated: only then may WebAssembly run on several threads. */
export const isolationHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** All headers that the built page should be served with. */
export const pageHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  'Content-Security-Policy': `${contentSecurityPolicy}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
