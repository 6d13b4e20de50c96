import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary file that nobody else reads: the only one in a folder of its own. */
export interface TemporaryFile {
  readonly path: string;
  remove(): Promise<void>;
}

/** A place for a temporary file; none is there yet. */
export async function temporaryFile(): Promise<TemporaryFile> {
  const folder = await mkdtemp(join(tmpdir(), 'slowfast-'));
  return { path: join(folder, 'bytes'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The code of an error of the file system; undefined for others. */
export function fileErrorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? `${error.code}` : '';
  return /^E[A-Z]+$/.test(code) ? code : undefined;
}
