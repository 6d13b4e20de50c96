import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Writes the declarations of a package's entries and of what they import into `dist`, a file for each source, as the
 * compiler makes them. About a sixth of the time that bundling them takes. That types are right is made sure of for the whole workspace
 * at once, by `pnpm check:types`: each package alone would have to look at all those below it, too.
 *
 * @param entries sources below `src`, relative to the package's folder, which is the present one.
 * @throws Error when the compiler can't write them; it says why.
 */
export function writeDeclarations(entries: readonly string[]): void {
  const here = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'declarations-'));
  try {
    const config = join(folder, 'tsconfig.json');
    const compilerOptions = {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      noCheck: true,
      rootDir: join(here, 'src'),
      outDir: join(here, 'dist'),
      typeRoots: [join(root, 'node_modules', '@types')],
    };
    const files = entries.map((entry) => join(here, entry));
    writeFileSync(
      config,
      JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, files }),
    );
    const shell = process.platform === 'win32';
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', config], { stdio: 'inherit', shell });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  nameBuiltFiles(join(here, 'dist'));
}

/** Imports name the sources; people's compilers find what was built of them. */
function nameBuiltFiles(dist: string): void {
  const relativeSource = /((?:from |import\()'\.\.?\/[^']+)\.ts'/g;
  for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.d.ts')) continue;
    const file = join(dist, path);
    writeFileSync(file, readFileSync(file, 'utf8').replace(relativeSource, "$1.js'"));
  }
}
