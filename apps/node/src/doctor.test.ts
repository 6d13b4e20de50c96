import { expect, test } from 'vitest';
import { runSlowfast } from './testing/run-slowfast.ts';

test('doctor exits with 1 where no decoder works, and says why none does', async () => {
  const hidden = `
    import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) { if (name.startsWith('node-av')) throw new Error('not there'); return next(name, context); } });`;
  const { code, stdout } = await runSlowfast(['doctor'], {
    env: {
      PATH: '',
      NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(hidden)}"`,
    },
  });
  expect(stdout).toContain(
    '- node-av does not work (node-av is not installed, or has no build for this machine;',
  );
  expect(stdout).toContain('- ffmpeg does not work (ffmpeg is not on the PATH;');
  expect(code).toBe(1);
});
