import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** An entry of `exports`: a file, or one for browsers and one for everything else. */
export type EntryTarget = string | { readonly browser: string; readonly default: string };

/** The fields of a package.json that the checks look at. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly engines?: { readonly node?: string };
  readonly files?: readonly string[];
  readonly exports?: Readonly<Record<string, EntryTarget>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly publishConfig?: {
    readonly access?: string;
    readonly exports?: Readonly<Record<string, unknown>>;
    readonly bin?: Readonly<Record<string, string>>;
  };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A package of the workspace. */
export interface WorkspacePackage {
  readonly manifest: Manifest;
  /** Relative to the root of the workspace, with `/`. */
  readonly folder: string;
  /** TypeScript files, relative to the root of the workspace, with `/`. */
  readonly sources: readonly string[];
}

// Fixtures hold videos whose names end in .ts: MPEG transport streams.
const skipped = new Set(['node_modules', 'dist', 'fixtures', 'clips', 'runs', '.turbo', 'coverage']);

/** All packages of the workspace, those of `models` included. */
export function workspacePackages(root: string): WorkspacePackage[] {
  const groups = ['packages', 'apps', 'models'].flatMap((group) =>
    existsSync(join(root, group)) ? readdirSync(join(root, group)).map((name) => join(group, name)) : [],
  );
  return [...groups, 'benchmarks', 'examples']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
    .map((folder) => ({
      manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest,
      folder: folder.replaceAll('\\', '/'),
      sources: typeScriptFiles(join(root, folder)).map((path) => relative(root, path).replaceAll('\\', '/')),
    }));
}

function typeScriptFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : typeScriptFiles(path);
      return /\.[cm]?tsx?$/.test(entry.name) ? [path] : [];
    })
    .sort();
}

/** Tests, benchmarks, their helpers (`test-*.ts`, `testing` folders) and configuration: never part of what is published. */
export function isDevelopmentFile(path: string): boolean {
  return /\.(test|bench)\.[cm]?tsx?$|\.config\.[cm]?ts$|(^|\/)test-[^/]*\.ts$|(^|\/)testing\//.test(path);
}
