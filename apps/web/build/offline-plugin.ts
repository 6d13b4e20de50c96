import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** The expression in the service worker that the list of files takes the place of. */
const placeholder = '__OFFLINE_FILES__';

/**
 * Files that only some visits need: WebAssembly runtimes, and the scripts of TensorFlow.js. They are kept once they are used.
 */
const isOptional = (path: string) => path.endsWith('.wasm') || /(^|\/)tfjs-/.test(path);

/** Never asked for by the page. */
const isUnused = (path: string) =>
  path === 'service-worker.js' || path === '_headers' || path.endsWith('.map') || path.endsWith('.DS_Store');

/** Writes into the built service worker which files make up this version of the page. */
export function offlinePlugin(): Plugin {
  let folder = '';
  return {
    name: 'slowfast-offline',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    closeBundle() {
      const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(folder.length + 1)
            .replaceAll('\\', '/'),
        )
        .filter((path) => !isUnused(path))
        .sort();
      const hash = createHash('sha256');
      for (const path of paths) hash.update(path).update(readFileSync(join(folder, path)));
      const files = {
        version: hash.digest('hex').slice(0, 16),
        // The page itself is asked for by the folder's name.
        shell: paths.filter((path) => !isOptional(path)).map((path) => (path === 'index.html' ? './' : path)),
        optional: paths.filter(isOptional),
      };
      const place = join(folder, 'service-worker.js');
      const script = readFileSync(place, 'utf8');
      if (!script.includes(placeholder)) this.error(`service-worker.js has no ${placeholder}`);
      writeFileSync(place, script.replace(placeholder, JSON.stringify(files)));
    },
  };
}
