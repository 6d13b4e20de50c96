import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBrowserEntries } from './check-browser-entries.ts';
import { checkCycles, checkFileCycles } from './check-cycles.ts';
import { checkImports } from './check-imports.ts';
import { checkManifest } from './check-manifest.ts';
import { findImports } from './find-imports.ts';
import type { PackagePlace } from './layer-map.ts';
import { violationText } from './violation.ts';
import { type Manifest, type WorkspacePackage, workspacePackages } from './workspace-package.ts';

const places: Record<string, PackagePlace> = {
  spec: { layer: 0 },
  pixels: { layer: 1 },
  files: { layer: 1 },
  encoders: { layer: 2, nodeEntries: ['./node'] },
  samplers: { layer: 2 },
  preset: { layer: 3, nodeEntries: 'all' },
  kit: { layer: 'dev' },
};

/** A package in memory: its files with their text, everything in `uses` declared. */
function workspacePackage(
  name: string,
  files: Readonly<Record<string, string>>,
  uses: readonly string[] = Object.keys(places),
  fields: Partial<Manifest> = {},
) {
  const sources = Object.keys(files).map((file) => `packages/${name}/${file}`);
  const dependencies = Object.fromEntries(uses.map((used) => [used, 'workspace:*']));
  const owner: WorkspacePackage = {
    manifest: { name, dependencies, ...fields },
    folder: `packages/${name}`,
    sources,
  };
  const imports = Object.entries(files).map(
    ([file, text]) => [`packages/${name}/${file}`, findImports(file, text)] as const,
  );
  return { owner, imports: new Map(imports) };
}

function importViolations(...given: Parameters<typeof workspacePackage>): string[] {
  const { owner, imports } = workspacePackage(...given);
  return checkImports([owner], imports, { places, shared: new Set(['vitest']) }).map(violationText);
}

describe('findImports', () => {
  it('tells what runs from what is a type, and what is loaded at once from what is not', () => {
    const text = `import a from 'a';
import type { B } from 'b';
export * from 'c';
export type * from 'd';
const e = await import('e');
type F = import('f').F;
const g = await import(name);
/** {@link import('h').H} */
import 'i';`;
    expect(
      findImports('x.ts', text).map(({ specifier, kind, line }) => `${line} ${kind} ${specifier}`),
    ).toEqual(['1 static a', '2 type b', '3 static c', '4 type d', '5 dynamic e', '6 type f', '9 static i']);
  });
});

describe('layers', () => {
  it.each([
    ['down', 'encoders', "import 'spec'; import 'pixels/part';"],
    ['between foundations', 'files', "import 'pixels';"],
    ['from the preset to stages', 'preset', "import 'encoders'; import 'samplers';"],
    ['from the kit to the types', 'kit', "import 'spec';"],
    ['to itself', 'encoders', "import 'encoders/node';"],
    ["to Node's modules", 'encoders', "import 'node:fs/promises';"],
  ])('allow an import %s', (_, name, text) => {
    expect(importViolations(name, { 'src/a.ts': text })).toEqual([]);
  });

  it.each([
    ['up', 'pixels', "import 'encoders';", /L1, foundations; encoders is L2.*only point down/],
    ['up by type alone', 'spec', "import type { A } from 'pixels';", /only point down/],
    ['sideways', 'encoders', "await import('samplers');", /never imports sideways/],
    ['of test tools', 'encoders', "import 'kit';", /for development only/],
    ['of a stage by the kit', 'kit', "import 'encoders';", /must not need ours/],
    ['out of the package', 'encoders', "import '../../pixels/src/a.ts';", /leaves its package/],
    ["of Node's modules without a prefix", 'encoders', "import 'fs/promises';", /write node:fs\/promises/],
  ])('refuse an import %s, and say where, why and what to do', (_, name, text, message) => {
    const [violation, ...others] = importViolations(name, { 'src/a.ts': text });
    expect(violation).toMatch(message);
    expect(violation).toMatch(
      new RegExp(`^packages/${name}/src/a.ts:1\n.*imports.*\n.*Why not.*\n.*Instead`),
    );
    expect(others).toEqual([]);
  });

  it.each(['src/a.test.ts', 'src/testing/a.ts', 'src/test-stages.ts', 'a.config.ts'])(
    'do not bind %s',
    (file) => {
      expect(
        importViolations('encoders', { [file]: "import 'kit'; import 'samplers'; import 'vitest';" }),
      ).toEqual([]);
    },
  );

  it('want every package in the map', () => {
    expect(importViolations('newcomer', {})).toEqual([expect.stringContaining('layer-map.ts')]);
  });
});

describe('declared dependencies', () => {
  const text = { 'src/a.ts': "import 'spec';" };

  it('cover every import', () => {
    expect(importViolations('encoders', text, [])).toEqual([expect.stringMatching(/does not declare spec/)]);
    expect(importViolations('encoders', text, [], { peerDependencies: { spec: '*' } })).toEqual([]);
  });

  it('are not development dependencies where users need them', () => {
    const fields = { devDependencies: { spec: '*' } };
    expect(importViolations('encoders', text, [], fields)).toEqual([
      expect.stringMatching(/only a development dependency.*users will not have it/),
    ]);
    expect(importViolations('encoders', { 'src/a.test.ts': "import 'spec';" }, [], fields)).toEqual([]);
    expect(importViolations('encoders', text, [], { ...fields, private: true })).toEqual([]);
  });

  it('cover the imports of tests, what the root declares apart', () => {
    const test = { 'src/a.test.ts': "import 'spec'; import 'vitest';" };
    expect(importViolations('encoders', test, [])).toEqual([
      expect.stringMatching(/spec.*\n.*\n.*devDependencies/),
    ]);
  });
});

describe('circles', () => {
  const circle = (fileOfSecond: string) => {
    const first = workspacePackage('pixels', { 'a.ts': "import 'files';" });
    const second = workspacePackage('files', { [fileOfSecond]: "import 'pixels';" });
    return checkCycles([first.owner, second.owner], new Map([...first.imports, ...second.imports]));
  };

  it('are refused, and shown', () => {
    expect(circle('b.ts').map((one) => one.found)).toEqual(['pixels → files → pixels']);
  });

  it('of files are refused too, and those of types alone', () => {
    const files = {
      'src/a.ts': "import { b } from './deep/b.ts';",
      'src/deep/b.ts': "import type { C } from '../c.ts'; import './b.ts';",
      'src/c.ts': "import type { A } from './a.ts'; import './d.ts';",
      'src/d.ts': "import 'spec';",
    };
    const { imports } = workspacePackage('pixels', files);
    expect(checkFileCycles(imports).map(({ found }) => found.replaceAll('packages/pixels/src/', ''))).toEqual(
      ['a.ts → deep/b.ts → c.ts → a.ts'],
    );
    expect(checkFileCycles(new Map([...imports].slice(1)))).toEqual([]);
  });

  it('through tests are none', () => {
    expect(circle('b.test.ts')).toEqual([]);
  });
});

describe('browser entries', () => {
  const violations = (text: string, exports: Record<string, string>) => {
    const files = {
      'src/index.ts': "export * from './deep/b.ts';",
      'src/deep/b.ts': text,
      'src/node.ts': text,
    };
    const { owner, imports } = workspacePackage('encoders', files, [], { exports });
    return checkBrowserEntries([owner], imports, places).map(violationText);
  };

  it("refuse one of Node's modules wherever it is reached", () => {
    expect(violations("import { x } from 'node:fs';", { '.': './src/index.ts' })).toEqual([
      expect.stringMatching(/^packages\/encoders\/src\/deep\/b\.ts:1\n.*encoders loads this file/),
    ]);
  });

  it.each([
    ['a type', "import type { x } from 'node:fs';", '.'],
    ['on demand', "await import('node:fs');", '.'],
    ['behind an entry for Node', "import 'node:fs';", './node'],
  ])('allow it as or %s', (_, text, entry) => {
    expect(violations(text, { [entry]: entry === '.' ? './src/index.ts' : './src/node.ts' })).toEqual([]);
  });
});

describe('package.json', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'layers-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const whole = {
    name: 'pixels',
    description: 'Pixels.',
    license: 'Apache-2.0',
    files: ['dist'],
    scripts: { build: 'tsup' },
    exports: { '.': './src/index.ts', './data.json': './data.json' },
    bin: { pixels: './src/bin.ts' },
    publishConfig: {
      access: 'public',
      exports: {
        '.': { types: './dist/index.d.ts', default: './dist/index.js' },
        './data.json': './data.json',
      },
      bin: { pixels: './dist/bin.js' },
    },
  };
  const check = (manifest: object) => {
    const files = {
      'package.json': JSON.stringify(manifest),
      'README.md': '',
      'src/a.ts': '',
      'dist/a.d.ts': '',
    };
    for (const [file, text] of Object.entries(files)) {
      const path = join(root, 'packages/pixels', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const [found] = workspacePackages(root);
    expect(found!.sources).toEqual(['packages/pixels/src/a.ts']);
    return checkManifest(root, found!).map(violationText);
  };

  it('is fine when everything is there', () => {
    expect(check(whole)).toEqual([]);
    const { publishConfig: _, ...unpublished } = whole;
    expect(check({ ...unpublished, private: true, scripts: {} })).toEqual([]);
  });

  it.each([
    ['description', /no description/],
    ['license', /the licence undefined/],
    ['files', /no files/],
    ['scripts', /no script build/],
  ])('needs %s', (field, message) => {
    expect(check({ ...whole, [field]: undefined })[0]).toMatch(message);
  });

  it('publishes the build of what the workspace runs on', () => {
    const { exports: _, ...withoutExports } = whole.publishConfig;
    expect(check({ ...whole, publishConfig: withoutExports })).toEqual([
      expect.stringContaining(
        'write {".":{"types":"./dist/index.d.ts","default":"./dist/index.js"},"./data.json":"./data.json"}',
      ),
    ]);
    expect(check({ ...whole, bin: undefined })).toEqual([expect.stringContaining('Instead: remove it')]);
    expect(check({ ...whole, publishConfig: { ...whole.publishConfig, access: 'restricted' } })).toHaveLength(
      1,
    );
  });
});
