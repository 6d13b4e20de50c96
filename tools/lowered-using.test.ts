import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { loweredUsing } from './lowered-using.ts';

const source = `
export async function attempts(failures: number): Promise<readonly string[]> {
  const events: string[] = [];
  for (let attempt = 0; ; attempt++) {
    try {
      await using held = { [Symbol.asyncDispose]: async () => void events.push('disposed') };
      using _other = { [Symbol.dispose]: () => {} };
      if (attempt < failures) throw new Error('failed');
      events.push(typeof held);
      return events;
    } catch (error) {
      events.push((error as Error).message);
      if (attempt > failures) return events;
    }
  }
}
`;

test('a round of a loop that ends well does not throw what an earlier one threw', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lowered-using-'));
  try {
    const entry = join(folder, 'attempts.ts');
    await writeFile(entry, source);
    const outfile = join(folder, 'attempts.mjs');
    const { outputFiles } = await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      target: 'es2023',
      plugins: [loweredUsing()],
    });
    const code = outputFiles[0]!.text;
    expect(code).not.toMatch(/\busing\s+\w+\s*=/);
    await writeFile(outfile, code);
    const { attempts } = await import(/* @vite-ignore */ outfile);
    expect(await attempts(2)).toEqual(['disposed', 'failed', 'disposed', 'failed', 'object', 'disposed']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
