import { expect, test } from 'vitest';
import { bytesInMemory } from '../testing/bytes.ts';
import { clipBytes } from '../testing/clips.ts';
import { openIndexed } from './open-indexed.ts';
import { readPesTimes } from './transport/pes-times.ts';

test('a transport stream with pictures that have no time needs a reader that goes through all of it', async () => {
  const file = await clipBytes('h264-offset.m2t');
  const starts: number[] = [];
  for (let at = 0; at < file.length; at += 188)
    if (readPesTimes(file.subarray(at, at + 188))) starts.push(at);
  // The flags that tell of times, behind the start code of the fourth picture.
  for (let at = starts[3]!; ; at++) {
    if (file[at] !== 0 || file[at + 1] !== 0 || file[at + 2] !== 1) continue;
    file[at + 7]! &= 0x3f;
    break;
  }
  const opened = await openIndexed(bytesInMemory(file), 'an MPEG transport stream', [], undefined);
  expect(opened).toEqual({ rotationDegrees: 0, obstacle: 'no-times' });
});
