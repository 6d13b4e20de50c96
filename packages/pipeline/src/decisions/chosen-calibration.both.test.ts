import { expect, test } from 'vitest';
import { chosenCalibration } from './chosen-calibration.ts';

const any = { temperature: 2 };
const own = { temperature: 3, languageModel: 'mine' };
const foreign = { temperature: 4, languageModel: 'another' };

test.each([
  ['none', undefined, undefined],
  ['one of any model', any, any],
  ['one of this model', own, own],
  ['an empty list', [], undefined],
  ['a list without this model', [foreign], undefined],
  ['the last of a list that fits', [own, any, foreign], any],
])('%s', (_, given, expected) => {
  expect(chosenCalibration(given, 'mine')).toBe(expected);
});

test('a single one of another model is refused', () => {
  expect(() => chosenCalibration(foreign, 'mine')).toThrow(
    expect.objectContaining({ code: 'invalid-setting', message: expect.stringContaining('another') }),
  );
});

test.each([0, -1, Number.NaN, Infinity, '2' as unknown as number])(
  'a temperature of %s is refused',
  (temperature) => {
    expect(() => chosenCalibration({ temperature }, 'mine')).toThrow(
      expect.objectContaining({ code: 'invalid-setting' }),
    );
    expect(() => chosenCalibration([own, { temperature }], 'mine')).toThrow(/above 0/);
  },
);
