import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputFailedError } from '@slowfast/spec';
import { overflowStorageConformance } from '@slowfast/test-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diskOverflow } from './disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'overflow-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

overflowStorageConformance('on the disk', { create: () => diskOverflow({ folder }) });
overflowStorageConformance('in the system folder for such things', { create: () => diskOverflow() });

describe('diskOverflow', () => {
  test('leaves nothing behind', async () => {
    const overflow = diskOverflow({ folder }).open();
    expect(readdirSync(folder)).toEqual([]);
    const id = await overflow.write(new Float32Array(1000).fill(0.5));
    if (process.platform !== 'win32') expect(readdirSync(folder)).toEqual([]);
    expect((await overflow.read(id))[999]).toBe(0.5);
    await overflow.dispose();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('says where it can not write', async () => {
    await using overflow = diskOverflow({ folder: join(folder, 'missing') }).open();
    const writing = overflow.write(new Float32Array(4));
    await expect(writing).rejects.toBeInstanceOf(OutputFailedError);
    await expect(writing).rejects.toMatchObject({ facts: { place: join(folder, 'missing') } });
  });
});
