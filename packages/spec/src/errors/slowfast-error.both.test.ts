import { expect, expectTypeOf, test } from 'vitest';
import * as spec from '../index.ts';
import {
  ContextExceededError,
  InvalidSettingError,
  isSlowFastError,
  SlowFastError,
  VideoDamagedError,
  VideoNotFoundError,
} from '../index.ts';

/** What somebody else's plug-in throws. */
class QuotaError extends SlowFastError<{ readonly left: number }, 'acme/quota-exceeded'> {
  static readonly code = 'acme/quota-exceeded';

  constructor(left: number) {
    super(QuotaError.code, `The quota is used up: ${left} left.`, { left }, { isUsage: true });
  }
}

/** A class below one of the package's, with no code of its own. */
class MissingClipError extends VideoNotFoundError {}

test('an instance is of its own class, of those above it, and of no other', () => {
  const error = new VideoNotFoundError({ place: 'clip.mp4' });
  expect(error).toBeInstanceOf(VideoNotFoundError);
  expect(error).toBeInstanceOf(SlowFastError);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(VideoDamagedError);
  expect(error).not.toBeInstanceOf(MissingClipError);
  expect(new MissingClipError({ place: 'clip.mp4' })).toBeInstanceOf(VideoNotFoundError);
  expect(new MissingClipError({ place: 'clip.mp4' })).toBeInstanceOf(MissingClipError);
  for (const other of [new Error('video-not-found'), { code: 'video-not-found' }, null, undefined, 'text']) {
    expect(other).not.toBeInstanceOf(VideoNotFoundError);
    expect(other).not.toBeInstanceOf(SlowFastError);
  }
});

test('every class tells its code, and no two have one', () => {
  const classes = Object.values(spec).filter(
    (value) =>
      typeof value === 'function' &&
      Object.prototype.isPrototypeOf.call(SlowFastError, value as unknown as object),
  );
  const codes = classes.map((ErrorClass) =>
    Object.hasOwn(ErrorClass, 'code')
      ? (ErrorClass as unknown as { readonly code: unknown }).code
      : undefined,
  );
  expect(codes.length).toBeGreaterThan(40);
  expect(codes.every((code) => typeof code === 'string' && /^[a-z-]+$/.test(code))).toBe(true);
  expect(new Set(codes).size).toBe(codes.length);
});

test('a code tells the type of the facts, and codes of others are allowed', () => {
  const neededBy = (error: unknown): number | undefined => {
    if (isSlowFastError(error) && error.code === 'context-exceeded') return error.facts.needed;
    if (isSlowFastError(error) && error.code === 'acme/quota-exceeded') {
      expectTypeOf(error.facts).toEqualTypeOf<Readonly<object>>();
      return 0;
    }
    if (error instanceof InvalidSettingError) {
      expectTypeOf(error.facts.setting).toEqualTypeOf<string>();
      return error.facts.setting.length;
    }
    // @ts-expect-error: there is no such code
    if (isSlowFastError(error) && error.code === 'context-exeeded') return 1;
    return undefined;
  };
  const facts = { needed: 7, videoTokens: 1, textTokens: 1, answerTokens: 5, contextLength: 6 };
  expect(neededBy(new ContextExceededError(facts))).toBe(7);
  expect(neededBy(new QuotaError(0))).toBe(0);
  expect(neededBy(new InvalidSettingError({ setting: 'frames', found: '0', expected: 'more' }))).toBe(6);
});
