import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

// Checks a package as its users get it: packed by pnpm (which applies publishConfig), looked at by publint and by
// arethetypeswrong. Run in the package's folder, after its build.
const bin = join(import.meta.dirname, '..', 'node_modules', '.bin');
const folder = mkdtempSync(join(tmpdir(), 'check-package-'));
try {
  const tarball = join(folder, 'package.tgz');
  const shell = process.platform === 'win32';
  execFileSync('pnpm', ['pack', '--out', tarball], { stdio: ['ignore', 'ignore', 'inherit'], shell });
  const complaints = [...(await publintComplaints(tarball)), ...contentComplaints(tarball)];
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length === 0 && typesAreRight(tarball, shell) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function publintComplaints(tarball: string): Promise<string[]> {
  const packed = readFileSync(tarball);
  const data = packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: data } });
  return messages.map((message) => `publint: ${formatMessage(message, pkg) ?? message.code}`);
}

/** Users get what runs, its types, its licence and its page; neither sources nor tests. */
function contentComplaints(tarball: string): string[] {
  const paths = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  const missing = ['package/LICENSE', 'package/README.md'].filter((path) => !paths.includes(path));
  const unwanted = paths.filter((path) => /^package\/src\/|\.test\.|(?<!\.d)\.ts$/.test(path));
  return [
    ...missing.map((path) => `The package lacks ${path.slice(8)}.`),
    ...unwanted.map((path) => `The package holds ${path.slice(8)}: list only what users need under "files".`),
  ];
}

/** A package of commands alone has no entry whose types could be wrong. */
function typesAreRight(tarball: string, shell: boolean): boolean {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  if (!manifest.exports) return true;
  const attw = spawnSync(join(bin, 'attw'), [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color'], {
    encoding: 'utf8',
    shell,
  });
  if (attw.status !== 0) console.error(attw.stdout, attw.stderr);
  return attw.status === 0;
}
