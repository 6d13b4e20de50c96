import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { type FoundImport, packageOf } from './find-imports.ts';
import { layerMap, layerNames, type PackagePlace } from './layer-map.ts';
import type { Violation } from './violation.ts';
import { isDevelopmentFile, type WorkspacePackage } from './workspace-package.ts';

/** The imports of each file of the workspace, by its path. */
export type ImportsByFile = ReadonlyMap<string, readonly FoundImport[]>;

/** What the imports of a workspace are held against. */
export interface ImportRules {
  readonly places: Readonly<Record<string, PackagePlace>>;
  /** Packages that the root declares: development files of every package may import them. */
  readonly shared: ReadonlySet<string>;
}

/** Layers, sideways imports, private files of other packages, and what package.json must declare. */
export function checkImports(
  packages: readonly WorkspacePackage[],
  imports: ImportsByFile,
  { places = layerMap, shared = new Set<string>() }: Partial<ImportRules> = {},
): Violation[] {
  return packages.flatMap((owner) => {
    const place = places[owner.manifest.name];
    if (!place) return [unknownPackage(owner)];
    return owner.sources.flatMap((path) =>
      (imports.get(path) ?? []).flatMap((found) =>
        checkImport(owner, place, path, found, { places, shared }),
      ),
    );
  });
}

function checkImport(
  owner: WorkspacePackage,
  place: PackagePlace,
  path: string,
  found: FoundImport,
  { places, shared }: ImportRules,
): Violation[] {
  const at = { place: `${path}:${found.line}`, found: `imports ${found.specifier}` };
  if (found.specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), found.specifier);
    if (target.startsWith(`${owner.folder}/`)) return [];
    return [
      {
        ...at,
        reason: 'a relative import leaves its package: it would break once the package is published',
        remedy: 'import the other package by its name, and only what it exports',
      },
    ];
  }
  const target = packageOf(found.specifier);
  if (target === undefined || target === owner.manifest.name) return [];
  if (builtinModules.includes(found.specifier)) {
    return [
      {
        ...at,
        reason: "without its prefix nobody sees that this is Node's own module",
        remedy: `write node:${found.specifier}`,
      },
    ];
  }
  if (isDevelopmentFile(path)) return shared.has(target) ? [] : checkDeclared(owner, path, target, at);
  return [...checkDeclared(owner, path, target, at), ...checkLayer(owner, place, target, places[target], at)];
}

type At = Pick<Violation, 'place' | 'found'>;

function checkLayer(
  owner: WorkspacePackage,
  from: PackagePlace,
  target: string,
  to: PackagePlace | undefined,
  at: At,
): Violation[] {
  if (!to || to.layer === 0) return [];
  if (from.layer === 'dev') {
    if (owner.manifest.private) return [];
    return [
      {
        ...at,
        reason: `people test their own stages with ${owner.manifest.name}, and must not need ours for that`,
        remedy: 'import @slowfast/spec alone, and let the caller pass in the rest',
      },
    ];
  }
  if (to.layer === 'dev') {
    return [
      {
        ...at,
        reason: `${target} is for development only and ${owner.manifest.name} is not`,
        remedy: 'use it in *.test.ts files or below a testing folder',
      },
    ];
  }
  const isFoundation = from.layer === 1 && to.layer === 1;
  if (to.layer < from.layer || isFoundation) return [];
  const places = `${owner.manifest.name} is ${layerNames[from.layer]}; ${target} is ${layerNames[to.layer]}`;
  return [
    to.layer === from.layer
      ? {
          ...at,
          reason: `${places}: one layer never imports sideways, so that each part can be replaced alone`,
          remedy: 'pass the value in from L3, or move what both need to a lower layer',
        }
      : {
          ...at,
          reason: `${places}: arrows only point down`,
          remedy: 'describe what is needed as a type in @slowfast/spec and let the caller pass it in',
        },
  ];
}

function checkDeclared({ manifest }: WorkspacePackage, path: string, target: string, at: At): Violation[] {
  const published = { ...manifest.dependencies, ...manifest.peerDependencies };
  if (target in published) return [];
  const isDeclaredForDevelopment = target in (manifest.devDependencies ?? {});
  if (isDeclaredForDevelopment && (isDevelopmentFile(path) || manifest.private)) return [];
  if (isDevelopmentFile(path)) {
    return [
      {
        ...at,
        reason: `${manifest.name} does not declare ${target}`,
        remedy: 'add it to devDependencies',
      },
    ];
  }
  return [
    {
      ...at,
      reason: isDeclaredForDevelopment
        ? `${target} is only a development dependency of ${manifest.name}: its users will not have it`
        : `${manifest.name} does not declare ${target}`,
      remedy: 'add it to dependencies, or to optional peerDependencies where it is loaded on demand',
    },
  ];
}

function unknownPackage(owner: WorkspacePackage): Violation {
  return {
    place: `${owner.folder}/package.json`,
    found: owner.manifest.name,
    reason: 'the package has no layer, so nothing can be said of its imports',
    remedy: 'add it to tools/layers/layer-map.ts, in the lowest layer that it can live in',
  };
}
