import { expect, test } from 'vitest';
import { bytesInMemory } from '../../testing/bytes.ts';
import { clipBytes, randomNumbers } from '../../testing/clips.ts';
import { readPesTimes } from './pes-times.ts';
import { steadyTransport } from './steady-transport.ts';
import { isRandomAccess, payloadStart, startsUnit, streamOf } from './transport-packet.ts';
import { createUnitEnds } from './unit-ends.ts';

const video = 0x100;
const packetsOf = (file: Uint8Array) =>
  Array.from({ length: file.length / 188 }, (_, k) => file.subarray(k * 188, k * 188 + 188));
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const presentationTimes = (file: Uint8Array) =>
  packetsOf(file).flatMap((packet) => readPesTimes(packet)?.presentation ?? []);

async function shown(file: Uint8Array): Promise<Uint8Array> {
  const { bytes } = await steadyTransport(bytesInMemory(file));
  return bytes.read(0, bytes.size);
}

test('a file of one clock is shown as it is, in any order of reads', async () => {
  const file = await clipBytes('h264-open-gop.m2t');
  const { bytes } = await steadyTransport(bytesInMemory(file));
  expect(bytes.size).toBe(file.length);
  const random = randomNumbers(7);
  for (let round = 0; round < 20; round++) {
    const start = random(file.length);
    const end = start + random(2000);
    expect(await bytes.read(start, end)).toEqual(file.slice(start, end));
  }
});

test('times go on behind the end of a part, also where a read begins inside a packet', async () => {
  const part = await clipBytes('h264-offset.m2t');
  const file = joined(part, part);
  const whole = await shown(file);
  const times = presentationTimes(part);
  const length = Math.max(...times) - Math.min(...times) + 3600;
  expect(presentationTimes(whole)).toEqual([...times, ...times.map((time) => time + length)]);
  const { bytes } = await steadyTransport(bytesInMemory(file));
  expect(await bytes.read(part.length + 500, part.length + 900)).toEqual(
    whole.slice(part.length + 500, part.length + 900),
  );
});

test('what is left of a packet that was cut off is left out, and filled up behind the end', async () => {
  const part = await clipBytes('h264-offset.m2t');
  const whole = await shown(joined(part.slice(0, 188 * 20 + 50), part));
  expect(whole.slice(0, 188 * 20)).toEqual(part.slice(0, 188 * 20));
  const second = packetsOf(whole.slice(188 * 20, 188 * 20 + part.length));
  expect(second.map((packet) => [...packet.slice(0, 4)])).toEqual(
    packetsOf(part).map((packet) => [...packet.slice(0, 4)]),
  );
  expect(whole.length).toBe(part.length + 188 * 20 + 50);
});

test('zeros between two units are left out, in any order of reads', async () => {
  const file = await clipBytes('hevc-copied.m2t');
  const whole = await shown(file);
  const ofVideo = (bytes: Uint8Array) => packetsOf(bytes).filter((packet) => streamOf(packet) === video);
  const ends = (bytes: Uint8Array) =>
    ofVideo(bytes).flatMap((packet, k, all) => (all[k + 1] && startsUnit(all[k + 1]!) ? packet[187]! : []));
  expect(ends(file)).toContain(0);
  expect(ends(whole)).not.toContain(0);
  const payload = (bytes: Uint8Array) =>
    ofVideo(bytes).flatMap((packet) => [...packet.slice(payloadStart(packet))]);
  expect(payload(file).length - payload(whole).length).toBe(ends(file).filter((byte) => byte === 0).length);
  const { bytes } = await steadyTransport(bytesInMemory(file));
  const random = randomNumbers(5);
  for (let round = 0; round < 20; round++) {
    const start = random(file.length);
    const end = start + random(600);
    expect(await bytes.read(start, end)).toEqual(whole.slice(start, end));
  }
});

test('zeros behind a unit give way to stuffing, however the packet begins', () => {
  const next = new Uint8Array(188).fill(7);
  next.set([0x47, 0x41, 0, 0x10, 0, 0, 1, 0xe0, 0, 0, 0x80, 0, 0, 0, 0, 1]);
  for (const head of [[0x10], [0x30, 0], [0x30, 1, 0], [0x30, 3, 0, 255, 255]]) {
    for (const zeros of [0, 1, 2, 3]) {
      const packet = new Uint8Array(188).fill(9, 0, 188 - zeros);
      packet.set([0x47, 1, 0, ...head]);
      const content = packet.slice(payloadStart(packet), 188 - zeros);
      const ends = createUnitEnds();
      ends.add(packet);
      expect(ends.isOpen).toBe(zeros > 0);
      ends.add(next);
      expect(packet.slice(payloadStart(packet))).toEqual(content);
      expect(isRandomAccess(packet)).toBe(false);
    }
  }
});

test('a damaged sync byte is put right', async () => {
  const file = await clipBytes('h264-offset.m2t');
  const damaged = file.slice();
  damaged[188 * 9] = 0;
  expect(await shown(damaged)).toEqual(file);
});

test('tells encrypted streams, and pictures without a time', async () => {
  const file = await clipBytes('h264-offset.m2t');
  for (const packet of packetsOf(file)) {
    if ((((packet[1]! & 31) << 8) | packet[2]!) === video) packet[3]! |= 0x80;
  }
  const { bytes, isScrambled, lacksTimes } = await steadyTransport(bytesInMemory(file));
  await bytes.read(0, bytes.size);
  expect([isScrambled(video), isScrambled(0), lacksTimes(video)]).toEqual([true, false, false]);

  const timeless = await clipBytes('h264-offset.m2t');
  const starts = packetsOf(timeless).filter((packet) => readPesTimes(packet));
  const at = starts[3]!.findIndex(
    (_, k) => starts[3]![k] === 0 && starts[3]![k + 1] === 0 && starts[3]![k + 2] === 1,
  );
  starts[3]![at + 7]! &= 0x3f;
  const other = await steadyTransport(bytesInMemory(timeless));
  await other.bytes.read(0, other.bytes.size);
  expect([other.lacksTimes(video), other.lacksTimes(0)]).toEqual([true, false]);
});
