import { spawnSync } from 'node:child_process';

// Runs turbo without its telemetry, which it has no setting for in turbo.json.
const { status, error } = spawnSync('turbo', process.argv.slice(2), {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
});
if (error) console.error(`turbo did not start: ${error.message}. Run it by pnpm, which knows where it is.`);
process.exitCode = status ?? 1;
