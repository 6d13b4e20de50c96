import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isolationHeaders } from '@slowfast/chromium';
import { build, preview } from 'vite';

/** A built page on a local port. */
export interface ServedPage extends AsyncDisposable {
  readonly url: string;
  /** What is written here is served too, until disposal. */
  readonly folder: string;
}

/** Builds the page in this folder as an application would, and serves it; disposing it removes it. */
export async function servePage({ isolated = true } = {}): Promise<ServedPage> {
  const outDir = await mkdtemp(join(tmpdir(), 'benchmark-page-'));
  const settings = { configFile: false, root: import.meta.dirname, logLevel: 'error' } as const;
  const building = { outDir, emptyOutDir: true, assetsInlineLimit: 0, target: 'es2023' };
  await build({ ...settings, build: building, worker: { format: 'es' } });
  const server = await preview({
    ...settings,
    build: building,
    preview: { port: 0, ...(isolated && { headers: isolationHeaders }) },
  });
  const { port } = server.httpServer.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    folder: outDir,
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
