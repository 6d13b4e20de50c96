import { expect, test } from 'vitest';
import { type Notice, openAssistant } from '../index.ts';
import { clips } from '../testing/clips.ts';

/** A device that the runtime does not have on this system. */
const missing = process.platform === 'darwin' ? 'dml' : 'coreml';

test('a device that is not there gives way to the processor, with the reason in the description and as a notice', async () => {
  const device = { vision_encoder: missing } as const;
  const assistant = await openAssistant({ device, cache: false, threads: 1 });
  try {
    const { runtime } = await assistant.describe();
    expect(runtime).toMatchObject({
      provider: 'cpu',
      threads: 1,
      reason: expect.stringContaining(`${missing} can't be used`),
    });
    expect(runtime?.parts).toBeUndefined();
    const notices: Notice[] = [];
    const video = await assistant.watch(new URL('circle.mp4', clips.url), {
      onNotice: (notice) => notices.push(notice),
    });
    const limited = notices.filter(({ code }) => code === 'runtime-limited');
    expect(limited.map(({ message }) => message)).toEqual([runtime?.reason]);
    const { answer, notices: later } = await video.ask('What shape appears?').result();
    expect(answer).toBe('circle');
    expect(later).toEqual([]);
  } finally {
    await assistant.dispose();
  }
});

test('devices of other platforms and parts that there are not are refused', async () => {
  for (const device of ['wasm', 'gpu', { decoder: 'cpu' }, { embed_tokens: 'wasm' }]) {
    await expect(openAssistant({ device: device as 'cpu' })).rejects.toMatchObject({
      code: 'invalid-setting',
    });
  }
});
