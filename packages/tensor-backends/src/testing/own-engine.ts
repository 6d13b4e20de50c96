import { afterAll, beforeAll } from 'vitest';

/**
 * Gives the TensorFlow.js that the tests of a suite load an engine of its own. All copies in a process share one through the global
 * object, for as long as they compute: it is set aside meanwhile.
 */
export function withOwnEngine(): void {
  const shared = globalThis as { _tfengine?: unknown; _tfGlobals?: unknown };
  let aside: object;
  beforeAll(() => {
    aside = { _tfengine: shared._tfengine, _tfGlobals: shared._tfGlobals };
    Object.assign(shared, { _tfengine: undefined, _tfGlobals: undefined });
  });
  afterAll(() => {
    Object.assign(shared, aside);
  });
}
