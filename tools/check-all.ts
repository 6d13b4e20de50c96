import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Everything that must hold before a change is taken: what `npm test` runs, here and on any machine. Cheap checks come
// first; all of them run, so that one failure does not hide another. The last line counts checks and tests together.

interface Check {
  readonly name: string;
  readonly script: string;
  /** Whether its output is shown while it runs; else only when it fails. */
  readonly live?: boolean;
}

/** Each list is run in its order, beside the other: the second is of one package after the other, most of the time. */
const checks: readonly (readonly Check[])[] = [
  [
    { name: 'layers and manifests', script: 'check:layers' },
    { name: 'lint and format', script: 'check:lint' },
    { name: 'types', script: 'check:types' },
    { name: 'dead code', script: 'check:dead-code' },
  ],
  [
    {
      name: 'published packages: build, publint, arethetypeswrong, types; import and command, also on the lowest Node; bundled',
      script: 'check:published',
    },
  ],
];
const tests: Check = { name: 'tests', script: 'check:tests', live: true };

const folder = mkdtempSync(join(tmpdir(), 'check-all-'));
const report = join(folder, 'tests.json');
const startedAt = performance.now();
const failed: string[] = [];
let passed = 0;
try {
  await Promise.all(
    checks.map(async (list) => {
      for (const check of list) {
        if (await run(check, [])) passed++;
        else failed.push(check.name);
      }
    }),
  );
  const areTestsGreen = await run(tests, [
    '--reporter=default',
    '--reporter=./tools/progress-reporter.ts',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counts = readCounts();
  passed += counts.passed;
  const failures = failed.length + counts.failed + (!areTestsGreen && counts.failed === 0 ? 1 : 0);
  if (!areTestsGreen) failed.push(tests.name);
  console.log(
    `\n${failed.length === 0 ? 'All checks hold' : `Failed: ${failed.join('; ')}`} (${secondsSince(startedAt)})`,
  );
  if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
  console.log(`${passed} passed, ${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function run({ name, script, live }: Check, options: readonly string[]): Promise<boolean> {
  if (live) console.log(`\n== ${name}`);
  const since = performance.now();
  const child = spawn('pnpm', ['--silent', 'run', script, ...options], {
    stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    shell: process.platform === 'win32',
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => output.push(piece));
  const isGreen = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      output.push(Buffer.from(`pnpm did not start: ${error.message}\n`));
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
  if (!live) console.log(`\n== ${name}`);
  if (!isGreen) process.stdout.write(Buffer.concat(output));
  console.log(`${isGreen ? 'ok' : 'FAILED'} (${secondsSince(since)})`);
  return isGreen;
}

function readCounts(): { readonly passed: number; readonly failed: number; readonly skipped: number } {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    // The tests ended before they could report; their own output says why.
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function secondsSince(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
