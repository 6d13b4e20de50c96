import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type PreviewServer, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built app as it is meant to be served. */
    readonly appUrl: string;
    /** The same files from a server that sends no headers of its own, as some static hosts. */
    readonly plainAppUrl: string;
    /** Where the files are. */
    readonly appFolder: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the app once for all of its tests, and serves it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), 'slowfast-web-'));
  const settings: InlineConfig = { root, logLevel: 'error', build: { outDir, emptyOutDir: true } };
  await asForPeople(() => build(settings));
  const server = await preview({ ...settings, preview: { port: 0 } });
  const plain = await preview({ ...settings, configFile: false, preview: { port: 0 } });
  project.provide('appUrl', addressOf(server));
  project.provide('plainAppUrl', addressOf(plain));
  project.provide('appFolder', outDir);
  return async () => {
    await server.close();
    await plain.close();
    await rm(outDir, { recursive: true, force: true });
  };
}

/** Vite builds otherwise where it is told that this is a test: larger, and with warnings for developers. */
async function asForPeople<Result>(work: () => Promise<Result>): Promise<Result> {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    return await work();
  } finally {
    process.env.NODE_ENV = NODE_ENV;
  }
}

function addressOf(server: PreviewServer): string {
  const { port } = server.httpServer.address() as AddressInfo;
  return `http://localhost:${port}/`;
}
