import { expect, test } from 'vitest';
import { reviveError, serializeError, VideoNotFoundError } from '../index.ts';

test('an error in JSON has its message, and comes back from it', () => {
  const error = new VideoNotFoundError({ place: 'clip.mp4' });
  const { message } = error;
  expect(JSON.parse(JSON.stringify({ error }))).toEqual({
    error: { code: 'video-not-found', message, facts: { place: 'clip.mp4' } },
  });
  expect(JSON.parse(JSON.stringify(error))).toEqual(serializeError(error));
  expect(reviveError(JSON.parse(JSON.stringify(error)))).toEqual(error);
});
