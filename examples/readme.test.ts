import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the README shows an example that is compiled', () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./ask-twice.ts')}\`\`\``);
});
