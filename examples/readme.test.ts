import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { modelFolder } from '@slowfast/tiny-model';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
const clip = fileURLToPath(new URL('clips/circle.mp4', modelFolder));

test('the README shows an example that is compiled', async () => {
  expect(await read('../README.md')).toContain(`\`\`\`ts\n${await read('./ask-twice.ts')}\`\`\``);
});

test.each(['../README.md', '../packages/slowfast-llava/README.md'])(
  'the first program of %s answers',
  async (path) => {
    const program = /^```ts\n(.*?)^```/ms.exec(await read(path))![1]!;
    // Beside this file, so that it finds the packages.
    const folder = await mkdtemp(join(import.meta.dirname, 'node_modules/program-'));
    try {
      const file = join(folder, 'program.mjs');
      await writeFile(file, program.replaceAll("'clip.mp4'", JSON.stringify(clip)));
      const { stdout } = await promisify(execFile)(process.execPath, [file]);
      expect(stdout).toContain('circle');
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

test('find.ts prints when it is so', async () => {
  const file = fileURLToPath(new URL('./find.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, clip, 'Is there a red circle?']);
  const [range, cost] = stdout.trimEnd().split('\n');
  expect(range).toMatch(/^0 to 3 s: 0\.9|^0 to 3 s: 1/);
  expect(cost).toMatch(/^3\d frames and \d+ decisions, at most \d+ and \d+$/);
});

test('decide.ts prints what is decided about a clip', async () => {
  const file = fileURLToPath(new URL('./decide.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, clip]);
  const [shape, star, many] = stdout.trimEnd().split('\n');
  expect(shape).toMatch(/^circle \[/);
  expect(star).toMatch(/^false \d/);
  expect(many).toMatch(/^one \d/);
});
