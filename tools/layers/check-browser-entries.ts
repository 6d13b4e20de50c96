import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { ImportsByFile } from './check-imports.ts';
import { layerMap, type PackagePlace } from './layer-map.ts';
import type { Violation } from './violation.ts';
import type { WorkspacePackage } from './workspace-package.ts';

/** What browsers load of an entry must not load one of Node's modules together with itself. */
export function checkBrowserEntries(
  packages: readonly WorkspacePackage[],
  imports: ImportsByFile,
  places: Readonly<Record<string, PackagePlace>> = layerMap,
): Violation[] {
  return packages.flatMap(({ manifest, folder }) => {
    const nodeEntries = places[manifest.name]?.nodeEntries ?? [];
    if (nodeEntries === 'all') return [];
    return Object.entries(manifest.exports ?? {}).flatMap(([entry, target]) => {
      const path = typeof target === 'string' ? target : target.browser;
      if (nodeEntries.includes(entry) || !path.endsWith('.ts')) return [];
      return checkEntry(`${manifest.name}${entry.slice(1)}`, posix.join(folder, path), imports);
    });
  });
}

function checkEntry(entry: string, start: string, imports: ImportsByFile): Violation[] {
  const violations: Violation[] = [];
  const reached = new Set([start]);
  for (const path of reached) {
    for (const { specifier, line, kind } of imports.get(path) ?? []) {
      if (kind !== 'static') continue;
      if (specifier.startsWith('.')) reached.add(posix.join(posix.dirname(path), specifier));
      if (!specifier.startsWith('node:') && !builtinModules.includes(specifier)) continue;
      violations.push({
        place: `${path}:${line}`,
        found: `imports ${specifier}, and ${entry} loads this file`,
        reason: 'browsers share this entry, and there is no such module there',
        remedy:
          'load it with await import() where it is needed, or move the code behind an entry for Node and list that under nodeEntries in tools/layers/layer-map.ts',
      });
    }
  }
  return violations;
}
