import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Violation } from './violation.ts';
import type { EntryTarget, Manifest, WorkspacePackage } from './workspace-package.ts';

/** What every package.json must say, and what must lie beside it. */
export function checkManifest(root: string, { manifest, folder }: WorkspacePackage): Violation[] {
  const place = `${folder}/package.json`;
  const violations: Violation[] = [];
  const demand = (isMet: boolean, found: string, reason: string, remedy: string) => {
    if (!isMet) violations.push({ place, found, reason, remedy });
  };
  const isSaid = (text: string | undefined) => (text ?? '').trim() !== '';
  demand(
    isSaid(manifest.description),
    'no description',
    'package lists show it',
    'say in a sentence what it is',
  );
  demand(
    manifest.license === 'Apache-2.0',
    `the licence ${manifest.license}`,
    'everything here is under one licence',
    'write "license": "Apache-2.0"',
  );
  demand(
    existsSync(join(root, folder, 'README.md')),
    'no README.md beside it',
    'a package is understood from its own page',
    'write one: what it is, an example that works, its exports, its limits',
  );
  const isBuilt = manifest.publishConfig?.exports !== undefined || manifest.publishConfig?.bin !== undefined;
  demand(
    !isBuilt || manifest.scripts?.build !== undefined,
    'no script build',
    'the check of everything runs it in each package, and passes over those that lack it',
    'copy it from another package',
  );
  if (manifest.private) return violations;
  demand(
    manifest.publishConfig?.access === 'public',
    'publishConfig.access is not public',
    'scoped packages are private on the registry unless they say otherwise',
    'write "publishConfig": { "access": "public" }',
  );
  demand(isSaid(manifest.files?.join()), 'no files', 'the sources and tests would be published', 'list dist');
  return [...violations, ...checkPublished(place, manifest)];
}

/** What users get must be what the workspace runs on, built. */
function checkPublished(place: string, manifest: Manifest): Violation[] {
  const published = (path: string) => ({ types: built(path, '.d.ts'), default: built(path, '.js') });
  const expected = {
    exports: mapSources(manifest.exports, (target) =>
      typeof target === 'string'
        ? published(target)
        : // One set of types: TypeScript does not set the condition `browser` by itself.
          {
            types: built(target.default, '.d.ts'),
            browser: built(target.browser, '.js'),
            default: built(target.default, '.js'),
          },
    ),
    bin: mapSources(manifest.bin, (path) => built(path, '.js')),
  };
  return (['exports', 'bin'] as const).flatMap((field) => {
    const wanted = JSON.stringify(expected[field]);
    const found = JSON.stringify(manifest.publishConfig?.[field]);
    if (wanted === found) return [];
    return [
      {
        place,
        found: `publishConfig.${field} is ${found ?? 'missing'}`,
        reason: `${field} points at sources, which are not published`,
        remedy: wanted === undefined ? 'remove it' : `write ${wanted}`,
      },
    ];
  });
}

/** Undefined when no entry is a TypeScript source: such a package is published as it is. */
function mapSources<Target extends EntryTarget, T>(
  entries: Readonly<Record<string, Target>> | undefined,
  map: (target: Target) => T,
) {
  const isSource = (target: EntryTarget) =>
    (typeof target === 'string' ? target : target.default).endsWith('.ts');
  const all = Object.entries(entries ?? {});
  if (!all.some(([, target]) => isSource(target))) return undefined;
  return Object.fromEntries(all.map(([name, target]) => [name, isSource(target) ? map(target) : target]));
}

function built(path: string, ending: string): string {
  return path.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, ending);
}
