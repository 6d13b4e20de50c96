import { Blob, File } from 'node:buffer';
import { runInNewContext, runInThisContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  isArrayBuffer,
  isBlob,
  isError,
  isFloat32Array,
  isUint8Array,
  isUint16Array,
  isUrl,
} from './built-in-kinds.ts';

const kinds = { isArrayBuffer, isBlob, isError, isFloat32Array, isUint16Array, isUint8Array, isUrl };

/** Only this one of them takes the value. */
function expectOnly(value: unknown, name?: keyof typeof kinds) {
  const taken = Object.entries(kinds).filter(([, is]) => is(value));
  expect(taken.map(([each]) => each)).toEqual(name === undefined ? [] : [name]);
}

describe.each([
  ['this realm', (code: string): unknown => runInThisContext(code)],
  ['another realm', (code: string): unknown => runInNewContext(code)],
])('of %s', (_, of) => {
  test.each<[string, keyof typeof kinds]>([
    ['new Error("a")', 'isError'],
    ['new TypeError("a")', 'isError'],
    ['new (class Own extends Error {})("a")', 'isError'],
    ['new Float32Array(2)', 'isFloat32Array'],
    ['new Float32Array(4).subarray(1)', 'isFloat32Array'],
    ['new Uint8Array(2)', 'isUint8Array'],
    ['new Uint16Array(2)', 'isUint16Array'],
    ['new ArrayBuffer(2)', 'isArrayBuffer'],
  ])('%s', (code, name) => expectOnly(of(code), name));

  test.each(['[1, 2]', '({ length: 1 })', 'null', '"text"', 'new Float64Array(2)'])('none for %s', (code) =>
    expectOnly(of(code)),
  );
});

test('classes that Node shares between realms', () => {
  expectOnly(new URL('https://example.org'), 'isUrl');
  expectOnly(new Blob(['a']), 'isBlob');
  expectOnly(new File(['a'], 'a.txt'), 'isBlob');
  expectOnly(Buffer.from('a'), 'isUint8Array');
  expectOnly(new DOMException('a', 'AbortError'), 'isError');
  expectOnly({ href: 'https://example.org' });
});
