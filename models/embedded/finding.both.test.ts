import { createRandom, makeScene, renderFrame, type Scene } from '@slowfast/shape-world';
import type { Frame, FrameSource } from '@slowfast/spec';
import { openAssistant } from 'slowfast-llava';
import { expect, test } from 'vitest';
import { askAboutBriefThing, briefThing, shownRange } from './brief-questions.ts';

// Brief events of the world, found by the embedded model, in Node and in a browser, whose decoder has no part in it: the frames are drawn at
// the size that the encoder wants. How many of many are found says benchmarks/results/find.md.

/** A scene as a clip, frame by frame, of which none is delivered twice. */
function drawnClip(scene: Scene, { frameCount, framesPerSecond }: typeof length): FrameSource {
  const delivered = new Set<number>();
  const times = Float64Array.from({ length: frameCount }, (_, index) => index / framesPerSecond);
  async function* frames(...[selection, options = {}]: Parameters<FrameSource['frames']>) {
    if (!('indices' in selection)) throw new TypeError('Only indices are drawn.');
    for (const index of selection.indices) {
      options.signal?.throwIfAborted();
      if (delivered.has(index)) throw new TypeError(`Frame ${index} was asked for twice.`);
      delivered.add(index);
      const { width, height } = options.transform ?? { width: 160, height: 120 };
      const data = renderFrame(scene, (index + 0.5) / frameCount, width, height);
      const facts = { index, timestampSeconds: times[index]!, decodedIndex: index } as const;
      yield { ...facts, width, height, data, status: 'exact' } satisfies Frame;
    }
  }
  const dispose = async () => {};
  return {
    info: {
      ...{ container: 'drawn', codec: 'drawn', width: 160, height: 120, rotationDegrees: 0 },
      ...{ frameCount, frameRate: framesPerSecond, durationSeconds: frameCount / framesPerSecond },
      frameTimestampsSeconds: times,
    },
    frames,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

const length = { frameCount: 120, framesPerSecond: 10 };

test('two brief things are found to the frame, and what is not there nowhere', async () => {
  await using assistant = await openAssistant({ cache: false, threads: 1 });
  let found = 0;
  for (let index = 0; found < 2; index += 1) {
    const random = createRandom('validation', 7, index);
    const scene = makeScene(random, { moving: true, aspectRatio: 4 / 3, maximumNoise: 2 });
    const thing = briefThing(scene);
    if (!thing) continue;
    const { yes, no } = askAboutBriefThing(scene, random);
    const { ranges, plan, decisions } = await assistant.find(drawnClip(scene, length), yes);
    expect(ranges, yes).toMatchObject([shownRange(thing, length)]);
    expect(decisions).toBeLessThan(plan.steps);
    const bounded = { maxFeatureBytes: 0, windowFrames: 4 };
    expect((await assistant.find(drawnClip(scene, length), no, bounded)).ranges, no).toEqual([]);
    found += 1;
  }
});
