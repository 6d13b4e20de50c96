import type { Plugin } from 'vite';
import { contentSecurityPolicy, pageHeaders } from './security-headers.ts';

/** Gives the built page its policy as a `<meta>`, and a file `_headers` for the hosts that read one (Netlify, Cloudflare). */
export function headersPlugin(): Plugin {
  return {
    name: 'slowfast-headers',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
          injectTo: 'head-prepend',
        },
      ],
    },
    generateBundle() {
      const lines = Object.entries(pageHeaders).map(([name, value]) => `  ${name}: ${value}\n`);
      const source = `/*\n${lines.join('')}/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n`;
      this.emitFile({ type: 'asset', fileName: '_headers', source });
    },
  };
}
