import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { loweredUsing } from './lowered-using.ts';
import { writeDeclarations } from './write-declarations.ts';

// One build for every package. What to build is what package.json exports (and its commands and worker entries), so
// nothing is listed twice.
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const sources = [
  ...Object.values<string | object>(manifest.exports ?? {}).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values<string>(target as Record<string, string>),
  ),
  ...Object.values<string>(manifest.bin ?? {}),
  ...(manifest.slowfastWorkers ?? []),
].filter((path) => path.endsWith('.ts'));

export default defineConfig({
  // Named, so that ./src/a/b.ts always becomes ./dist/a/b.js, whatever the other entries are.
  entry: Object.fromEntries(sources.map((path) => [path.replace(/^\.\/src\/|\.ts$/g, ''), path])),
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  clean: true,
  sourcemap: true,
  splitting: true,
  treeshake: false,
  external: [/^node:/],
  onSuccess: async () => writeDeclarations(sources),
  esbuildPlugins: [
    // Bundlers find a worker by its literal address, which names the source here and what is built of it there.
    loweredUsing((source) => source.replace(/(new Worker\(new URL\('\.\/[\w.-]+)\.ts'/g, "$1.js'")),
  ],
});
