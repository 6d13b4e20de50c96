import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TinyCheckpointName, tinyCheckpoint } from '@slowfast/tiny-checkpoints';

/** A folder on disk that conversions may write to; the caller disposes it. */
export async function conversionPlace() {
  const parent = await mkdtemp(join(tmpdir(), 'slowfast-convert-'));
  return {
    parent,
    out: join(parent, 'converted'),
    /** What lies beside the folder that is written, hidden files too. */
    entries: () => readdir(parent),
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
  };
}

/** The folder of a tiny checkpoint on disk. */
export function checkpointFolder(name: TinyCheckpointName): string {
  return fileURLToPath(tinyCheckpoint(name).files.url);
}
