import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundleProblems } from './bundle-problems.ts';
import { layerMap } from './layers/layer-map.ts';
import { type WorkspacePackage, workspacePackages } from './layers/workspace-package.ts';
import { type NodeProgram, nodeFromNpm, presentNode } from './node-from-npm.ts';
import { packageProblems } from './package-problems.ts';
import { plugInProblems } from './plug-in-problems.ts';
import {
  entryTypeProblems,
  readmeTypeProblems,
  type TypedEntry,
  unexportedTypeProblems,
} from './type-problems.ts';

// Looks at each packed package by itself, puts them together as a newcomer has them, outside of the workspace, and uses them: every
// type is checked without the types of Node; on the present Node and on the lowest that they promise, every entry is imported and the command
// answers a question, as does README's program; with `--all-nodes` also on the newest of each Node that is maintained. Plug-ins of one's own are tested with the test kit alone. A program of
// theirs is bundled by esbuild and run; with `--all-bundlers` in all its forms, and by webpack from the npm registry too. Needs the
// builds.
const root = join(import.meta.dirname, '..');
const shell = process.platform === 'win32';
const optionDeclarations = ['assistant-options', 'custom-stages', 'backend-table', 'reduction-strategy'].map(
  (name) => `node_modules/slowfast-llava/dist/${name}.d.ts`,
);
const maintained = ['22', '24', '26'];
const folder = mkdtempSync(join(tmpdir(), 'check-published-'));
const modules = join(folder, 'node_modules');
const place = { folder, compiler: join(root, 'node_modules', '.bin', 'tsc') };
const bundledClip = join(modules, '@slowfast/tiny-model', 'clips', 'circle.mp4');
try {
  const published = workspacePackages(root).filter(({ manifest }) => !manifest.private);
  const problems: string[] = [];
  for (const one of published) problems.push(...(await packageProblems(one.manifest, install(one))));
  symlinkSync(realpathSync(join(root, 'node_modules', '@types')), join(modules, '@types'), 'junction');
  const entries = published.flatMap(entriesOf);
  const wanted = [lowestNode(published), ...(process.argv.includes('--all-nodes') ? maintained : [])];
  const nodes = Map.groupBy([presentNode, ...wanted.map(nodeFromNpm)], ({ version }) => version);
  problems.push(
    ...entryTypeProblems(place, published.flatMap(typedEntriesOf)),
    ...unexportedTypeProblems(place, 'slowfast-llava', optionDeclarations),
    ...readmes(published).flatMap((readme) => readmeTypeProblems(place, readme)),
    ...workspacePackages(root)
      .filter(({ manifest }) => manifest.private)
      .flatMap(privateReadmeProblems),
  );
  for (const [node] of nodes.values())
    problems.push(...importProblems(entries, node!), ...commandProblems(node!), ...programProblems(node!));
  problems.push(
    ...plugInProblems({
      modules,
      sources: join(root, 'examples', 'plug-ins'),
      vitest: join(root, 'node_modules', 'vitest'),
      compiler: join(root, 'node_modules', '.bin', 'tsc'),
    }),
  );
  const clip = join(modules, '@slowfast/tiny-model', 'clips', 'circle.mp4');
  const allBundlers = process.argv.includes('--all-bundlers');
  problems.push(...bundleProblems({ folder, clip, answer: 'circle' }, allBundlers));
  for (const problem of problems) console.error(problem);
  const counts = `${published.length} packages, ${entries.length} entries, ${problems.length} problems`;
  console.log(`${counts} on Node ${[...nodes.keys()].join(', ')}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Unpacks a package's tarball and links what it declares; nothing that is not declared can be found.
 *
 * @returns the tarball's path; the next package's replaces it.
 */
function install({ manifest, folder: source }: WorkspacePackage): string {
  const target = join(modules, manifest.name);
  const tarball = join(folder, 'package.tgz');
  mkdirSync(target, { recursive: true });
  const cwd = join(root, source);
  execFileSync('pnpm', ['pack', '--out', tarball], { stdio: ['ignore', 'ignore', 'inherit'], shell, cwd });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', target]);
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    const installed = join(cwd, 'node_modules', name);
    const link = join(modules, name);
    if (name in layerMap || existsSync(link) || !existsSync(installed)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(installed), link, 'junction');
  }
  return tarball;
}

/** The entries that have types, also of the test kit, and what pages get of them. */
function typedEntriesOf({ manifest }: WorkspacePackage): TypedEntry[] {
  const built = manifest.publishConfig?.exports ?? manifest.exports ?? {};
  return Object.entries(built)
    .filter(([entry]) => !entry.includes('*'))
    .map(([entry, target]) => {
      const { browser } = target as { readonly browser?: string };
      return {
        name: manifest.name + entry.slice(1),
        forPages: browser && `./node_modules/${manifest.name}/${browser.slice(2)}`,
      };
    });
}

/** The README of a package that is not published, against its sources. */
function privateReadmeProblems({ folder: source }: WorkspacePackage): readonly string[] {
  const readme = join(root, source, 'README.md');
  if (!existsSync(readme)) return [];
  const inside = join(root, source, 'readme-blocks');
  try {
    return readmeTypeProblems({ ...place, folder: inside }, readme, ['--allowImportingTsExtensions']);
  } finally {
    rmSync(inside, { recursive: true, force: true });
  }
}

function readmes(published: readonly WorkspacePackage[]): string[] {
  return [root, ...published.map(({ folder: source }) => join(root, source))].map((at) =>
    join(at, 'README.md'),
  );
}

function entriesOf({ manifest }: WorkspacePackage): string[] {
  // The test kit works inside of a test runner only.
  if (layerMap[manifest.name]?.layer === 'dev') return [];
  return Object.keys(manifest.exports ?? {})
    .filter((entry) => !entry.includes('*'))
    .map((entry) => manifest.name + entry.slice(1));
}

/** The lowest Node that the packages promise to run on; all promise the same. */
function lowestNode(published: readonly WorkspacePackage[]): string {
  const promises = new Set(published.map(({ manifest }) => manifest.engines?.node));
  const [lowest] = [...promises].map((promise) => /^>=(\d+\.\d+)$/.exec(promise ?? '')?.[1]);
  if (promises.size !== 1 || lowest === undefined) {
    throw new Error(
      `engines.node is ${[...promises].join(' and ')}: one ">=major.minor" for all is expected.`,
    );
  }
  return `${lowest}.0`;
}

function importProblems(entries: readonly string[], { version, path }: NodeProgram): string[] {
  const script = join(folder, 'imports.mjs');
  writeFileSync(script, entries.map((entry) => `await import('${entry}');\n`).join(''));
  return problemsOf(`importing every entry on Node ${version}`, path, [script]);
}

function commandProblems({ version, path }: NodeProgram): string[] {
  const bin = join(modules, '@slowfast/cli', 'dist', 'bin.js');
  const question = ['ask', bundledClip, 'What is there?'];
  // What one Node kept would spare the next its work.
  const cache = join(folder, `cache-${version}`);
  return problemsOf(`the command on Node ${version}`, path, [bin, ...question], { SLOWFAST_CACHE: cache });
}

/** The first program that README shows: what newcomers run. */
function programProblems({ version, path }: NodeProgram): string[] {
  const [, text] = /^```ts\n(.*?)^```/ms.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  if (text === undefined) return ['README.md shows no program'];
  const program = join(folder, 'program.mjs');
  writeFileSync(program, text);
  return problemsOf(`README's program on Node ${version}`, path, [program, bundledClip], {
    SLOWFAST_CACHE: join(folder, `program-cache-${version}`),
  });
}

function problemsOf(
  what: string,
  command: string,
  options: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): string[] {
  const env = { ...process.env, ...variables };
  const { status, stdout, stderr, error } = spawnSync(command, options, {
    encoding: 'utf8',
    cwd: folder,
    env,
    shell,
  });
  return status === 0 ? [] : [`${what}:\n${error?.message ?? ''}${stdout}${stderr}`];
}
