import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the packed packages are, and what a stranger would install beside them. */
export interface PlugInPlace {
  /** A folder `node_modules` with the packed packages. */
  readonly modules: string;
  /** The plug-ins and their tests. */
  readonly sources: string;
  /** The installed vitest. */
  readonly vitest: string;
  /** The TypeScript compiler. */
  readonly compiler: string;
}

/**
 * Compiles and tests plug-ins of one's own as a stranger does, in a folder where nothing is installed but `@slowfast/spec`,
 * `@slowfast/test-kit` and vitest.
 *
 * @returns what is wrong, a text each.
 */
export function plugInProblems({ modules, sources, vitest, compiler }: PlugInPlace): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'plug-ins-'));
  try {
    const own = join(folder, 'node_modules');
    mkdirSync(join(own, '@slowfast'), { recursive: true });
    for (const name of ['@slowfast/spec', '@slowfast/test-kit'])
      cpSync(join(modules, name), join(own, name), { recursive: true });
    symlinkSync(realpathSync(vitest), join(own, 'vitest'), 'junction');
    cpSync(sources, folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
    // vitest's own types want those of Node and Vite.
    const strict = ['--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions', '--types', ''];
    const library = ['--lib', 'es2023,esnext.disposable,dom', '--target', 'es2023', '--module', 'nodenext'];
    return [
      ...problemOf('the types of plug-ins', folder, compiler, [...strict, ...library, 'plug-ins.test.ts']),
      ...problemOf('the tests of plug-ins', folder, process.execPath, [
        join(own, 'vitest/vitest.mjs'),
        'run',
      ]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function problemOf(
  what: string,
  cwd: string,
  command: string,
  options: readonly string[],
): readonly string[] {
  const env = { ...process.env, NODE_PATH: '' };
  const { status, stdout, stderr, error } = spawnSync(command, options, {
    encoding: 'utf8',
    ...{ cwd, env, shell: process.platform === 'win32' && command !== process.execPath },
  });
  return status === 0 ? [] : [`${what}:\n${error?.message ?? ''}${stdout}${stderr}`];
}
