import { fixedClipsSuite } from './testing/fixed-clips-suite.ts';

// The regression test of the whole system, in Node and in a browser: a wrong frame, a swapped axis, a mis-rendered prompt
// or a broken cache shows as answers that go wrong. `recorded.json` holds how many are right when everything is as it should be.
// The other backends reduce every third clip each, and a worker is asked about every tenth: fixed-clips.matrix.test.ts has all, and
// plain-clips.both.test.ts asks a worker too.
fixedClipsSuite({
  isReduced: (clip, backend) => clip % 3 === backend,
  isAskedOfWorker: (clip) => clip % 10 === 0,
});
