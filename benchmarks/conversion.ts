import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { conversionDtypes } from '@slowfast/model-converter/node';
import { writeLargeCheckpoint } from './conversion/large-checkpoint.ts';
import { machineLine } from './machine.ts';

// The shape of LLaVA-OneVision 0.5B, random values in bfloat16, converted to each precision in a process of its own: its peak
// of resident memory, beside the limit of 1.5 times the largest tensor as it is stored and 300 MB. Writes up to 6 GB into the
// folder for temporary files and removes them.

const megabyte = 1e6;
const child = fileURLToPath(new URL('./conversion/convert-once.ts', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'slowfast-conversion-'));
try {
  const source = join(folder, 'source');
  const { bytes, largestTensorBytes } = await writeLargeCheckpoint(source);
  const limit = 1.5 * largestTensorBytes + 300 * megabyte;
  console.log(`${machineLine()}\n`);
  console.log(`weights ${megabytes(bytes)} MB, largest tensor ${megabytes(largestTensorBytes)} MB\n`);
  console.log(
    `| to | written, MB | wall s | CPU s | peak MB | of the limit ${megabytes(limit)} MB |\n|---|---|---|---|---|---|`,
  );
  for (const dtype of conversionDtypes) {
    const { written, wallSeconds, cpuSeconds, peakBytes } = await convert(source, dtype);
    const share = `${Math.round((peakBytes / limit) * 100)} %`;
    const seconds = `${wallSeconds.toFixed(0)} | ${cpuSeconds.toFixed(0)}`;
    console.log(`| ${dtype} | ${megabytes(written)} | ${seconds} | ${megabytes(peakBytes)} | ${share} |`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function convert(source: string, dtype: string) {
  const out = join(folder, dtype);
  const converting = spawn(process.execPath, [child, source, out, dtype], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const result = JSON.parse(await text(converting.stdout));
  await rm(out, { recursive: true });
  return result as { written: number; wallSeconds: number; cpuSeconds: number; peakBytes: number };
}

function megabytes(bytes: number): string {
  return (bytes / megabyte).toFixed(0);
}
