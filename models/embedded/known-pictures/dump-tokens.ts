import { open, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { clipFiles, clipTokens } from './clip-tokens.ts';

// `node known-pictures/dump-tokens.ts FOLDER --out NAME`: tokens of clips for `compare_measures.py`, as NAME.f32 `[clips, 4 frames, tokens, size]`
// and NAME.json, the names of the clips.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' } },
});
if (positionals.length === 0 || values.out === undefined)
  throw new Error('Say what and where to: FOLDER --out NAME.');

const kept = [2, 6, 9, 13];
const names: string[] = [];
await using out = await open(`${values.out}.f32`, 'w');
for await (const { file, frames } of clipTokens(await clipFiles(positionals), 'fp32')) {
  names.push(basename(file));
  for (const frame of kept) await out.write(frames[Math.min(frame, frames.length - 1)]!);
}
await writeFile(`${values.out}.json`, JSON.stringify(names));
console.log(`${values.out}: ${names.length} clips`);
