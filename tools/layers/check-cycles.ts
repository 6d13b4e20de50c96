import { posix } from 'node:path';
import type { ImportsByFile } from './check-imports.ts';
import { packageOf } from './find-imports.ts';
import type { Violation } from './violation.ts';
import { isDevelopmentFile, type WorkspacePackage } from './workspace-package.ts';

/** Packages must not import one another in a circle, not even inside of a layer that may import sideways. */
export function checkCycles(packages: readonly WorkspacePackage[], imports: ImportsByFile): Violation[] {
  const names = new Set(packages.map((one) => one.manifest.name));
  const targets = new Map(
    packages.map(({ manifest, sources }) => {
      const published = sources.filter((path) => !isDevelopmentFile(path));
      const imported = published
        .flatMap((path) => imports.get(path) ?? [])
        .map((one) => packageOf(one.specifier));
      return [manifest.name, [...new Set(imported)].filter((name) => name !== undefined && names.has(name))];
    }),
  ) as Map<string, string[]>;
  return circles(targets).map((circle) => ({
    place: circle[0]!,
    found: circle.join(' → '),
    reason: 'these packages import one another in a circle: none of them can be built or understood alone',
    remedy: 'move what they share into the lower one, or into a package below both',
  }));
}

/** Files must not import one another in a circle, by types alone neither. */
export function checkFileCycles(imports: ImportsByFile): Violation[] {
  const targets = new Map(
    [...imports].map(([path, found]) => {
      const relative = found
        .map(({ specifier }) => specifier)
        .filter((specifier) => specifier.startsWith('.'));
      return [path, relative.map((specifier) => posix.join(posix.dirname(path), specifier))];
    }),
  );
  return circles(targets).map((circle) => ({
    place: circle[0]!,
    found: circle.join(' → '),
    reason: 'these files import one another in a circle: none of them can be understood without the others',
    remedy: 'move what they share into a file of its own, below both',
  }));
}

/** Circles among what leads to what, from where the walk enters each; some of those that share a node are left out. */
function circles(targets: ReadonlyMap<string, readonly string[]>): string[][] {
  const finished = new Set<string>();
  const found: string[][] = [];
  const walk = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) {
      found.push([...trail.slice(trail.indexOf(name)), name]);
      return;
    }
    if (finished.has(name)) return;
    for (const target of targets.get(name) ?? []) {
      if (target !== name) walk(target, [...trail, name]);
    }
    finished.add(name);
  };
  for (const name of targets.keys()) walk(name, []);
  return found;
}
