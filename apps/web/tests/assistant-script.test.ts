import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

const mostBytes = 10_000;

test('a page that opens an assistant loads little script before the worker', async () => {
  const input = fileURLToPath(new URL('testing/only-assistant.ts', import.meta.url));
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      write: false,
      target: 'es2023',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input, external: [/^onnxruntime/] },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])));
  const loaded = new Set<string>();
  const load = (name: string) => {
    const chunk = chunks.get(name);
    if (!chunk || loaded.has(name)) return;
    loaded.add(name);
    for (const imported of chunk.imports) load(imported);
  };
  load([...chunks.values()].find(({ isEntry }) => isEntry)!.fileName);
  const sizes = [...loaded].map((name) => [name, gzipSync(chunks.get(name)!.code).length] as const);
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
  expect(bytes, JSON.stringify(sizes)).toBeLessThan(mostBytes);
  expect(bytes).toBeGreaterThan(1000);
});
