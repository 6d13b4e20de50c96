import { fakeFrameSource } from '@slowfast/test-kit';
import { type Notice, openAssistant, type VideoInput } from 'slowfast-llava';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { photographs } from './testing/fixed-clips.ts';
import { drawForeign, foreignPictures } from './testing/foreign-pictures.ts';

// That clips of the world are not called strange is seen in fixed-clips.both.test.ts and plain-clips.both.test.ts, which watch them anyway.

describe.each(['fp32', 'q8'] as const)('in %s', (dtype) => {
  let assistant: Awaited<ReturnType<typeof openAssistant>>;
  beforeAll(async () => {
    assistant = await openAssistant({ cache: false, dtype, threads: 1 });
  });
  afterAll(() => assistant.dispose());

  const noticesAbout = async (video: VideoInput): Promise<readonly Notice[]> => {
    await using watched = await assistant.watch(video);
    return watched.plan.notices;
  };
  const strange = {
    ...{ code: 'outside-its-world', reason: 'unlike-its-pictures' },
    message: expect.stringContaining('It knows drawn shapes only'),
  };

  test.each(foreignPictures)('%s is unlike what the model knows', async (name) => {
    const notices = await noticesAbout(fakeFrameSource({ frameCount: 16, draw: drawForeign(name) }));
    expect(notices).toMatchObject([strange]);
    const [notice] = notices as [Extract<Notice, { reason: 'unlike-its-pictures' }>];
    expect(notice.distance).toBeGreaterThan(notice.threshold);
  });

  test('a photograph is unlike what the model knows', async () => {
    const photograph = new Blob([await photographs.bytes('chelsea.jpg')], { type: 'image/jpeg' });
    expect(await noticesAbout([photograph])).toMatchObject([strange]);
    await using watched = await assistant.watch([photograph]);
    const { notices } = await watched.ask('Is there a cat?').result();
    expect(notices).toMatchObject([strange, { code: 'outside-its-world', words: ['cat'] }]);
  });
});
