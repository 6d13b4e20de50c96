import { describe, expect, test } from 'vitest';
import { orderGap, shortEvent } from './make-plot.ts';
import { makeScene } from './make-scene.ts';
import { createRandom } from './random.ts';
import { appearsLater, isBrief } from './scene.ts';

describe('the plot of a clip', () => {
  const scenes = Array.from({ length: 800 }, (_, index) =>
    makeScene(createRandom('validation', 31, index), { moving: true }),
  );
  const events = scenes.flatMap(({ objects }) => objects.filter(isBrief));

  test('what is brief is there for one or two of 16 frames, and mostly between two of four', () => {
    const isShown = (time: number, visible: { from: number; to: number }): boolean =>
      time >= visible.from && time < visible.to;
    const middles = (count: number) => Array.from({ length: count }, (_, index) => (index + 0.5) / count);
    const missed = events.filter(({ visible }) => {
      if (!visible) throw new Error('A brief thing has its time.');
      expect(visible.to - visible.from).toBeGreaterThanOrEqual(shortEvent[0] - 1e-9);
      expect(visible.to - visible.from).toBeLessThanOrEqual(shortEvent[1] + 1e-9);
      expect(visible.from).toBeGreaterThan(0);
      expect(visible.to).toBeLessThan(1);
      const frames = middles(16).map((time) => isShown(time, visible));
      expect(frames.filter(Boolean).length).toBeGreaterThanOrEqual(1);
      expect(frames.filter(Boolean).length).toBeLessThanOrEqual(2);
      return [0, 4, 8, 12].every((frame) => !frames[frame]);
    });
    expect(events.length).toBeGreaterThan(200);
    expect(missed.length / events.length).toBeGreaterThan(0.7);
  });

  test('of things that appear and stay there are two or none, and a while lies between them', () => {
    const ordered = scenes
      .map(({ objects }) => objects.filter(appearsLater))
      .filter(({ length }) => length > 0);
    expect(ordered.length).toBeGreaterThan(80);
    for (const pair of ordered) {
      expect(pair).toHaveLength(2);
      const [one, other] = pair.map((object) => object.visible?.from ?? 0) as [number, number];
      expect(Math.abs(one - other)).toBeGreaterThanOrEqual(orderGap[0] - 1e-9);
      expect(Math.min(one, other)).toBeGreaterThan(1 / 16);
      expect(Math.max(one, other)).toBeLessThan(1 - 1 / 16);
    }
    const firstDrawnFirst = ordered.filter(([one, other]) => one!.visible!.from < other!.visible!.from);
    expect(firstDrawnFirst.length / ordered.length).toBeGreaterThan(0.35);
    expect(firstDrawnFirst.length / ordered.length).toBeLessThan(0.65);
  });
});
