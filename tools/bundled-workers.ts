import { readFile } from 'node:fs/promises';
import { type BuildOptions, build } from 'esbuild';
import type { Plugin } from 'vite';

/**
 * Serves each worker that a test starts as one script, bundled of the same sources: tests start some hundred of them, and a worker
 * of an assistant would ask the server for 280 modules each time. onnxruntime-web stays outside, as its threads run its file again.
 */
export function bundledWorkers(): Plugin {
  const bundles = new Map<string, ReturnType<typeof bundled>>();
  return {
    name: 'bundled-workers',
    enforce: 'pre',
    load(id) {
      const [path, query] = id.split('?');
      if (!path || !new URLSearchParams(query).has('worker_file') || !path.endsWith('.ts')) return null;
      const bundle = bundles.get(path) ?? bundled(path);
      bundles.set(path, bundle);
      return bundle;
    },
  };
}

async function bundled(path: string) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    // Lowered by esbuild, `using` in a loop throws again what an earlier round threw. Vite lowers it, as in every module.
    target: 'esnext',
    // What imports and exports nothing would not be taken for a module.
    footer: { js: 'export {};' },
    minifyWhitespace: true,
    external: ['onnxruntime-web', 'onnxruntime-node', 'node-av'],
    plugins: [ownAddresses],
  });
  const code = outputFiles[0]!.text;
  return { code, map: { mappings: '' } as const };
}

/** Files beside a module are found by its address, which in a bundle is that of the bundle: here it stays its own. */
const ownAddresses: NonNullable<BuildOptions['plugins']>[number] = {
  name: 'own-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.[jt]s$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.url')) return null;
      const address = `new URL(${JSON.stringify(`/@fs${path}`)}, location.origin).href`;
      return {
        contents: text.replaceAll('import.meta.url', address),
        loader: path.endsWith('.ts') ? 'ts' : 'js',
      };
    });
  },
};
