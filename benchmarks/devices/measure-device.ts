import { disposeValues, isResident, type OnnxValue } from '@slowfast/onnx-session';
import { type NodeProvider, onnxRuntimeNode } from '@slowfast/onnx-session/node';
import { runStep, type Step, stepFeeds } from '../forms-in-browser/run-step.ts';
import { median } from '../statistics.ts';

/** What a device made of a graph. Plain data. */
export interface DeviceFigures {
  readonly values: readonly number[];
  /** Seconds of a step, in their order. */
  readonly stepSeconds: readonly number[];
  /** Seconds of a token that is fed the cache of the one before, by where that lies; absent for graphs that don't return it. */
  readonly cacheSeconds?: { readonly device?: number; readonly host: number };
  /** What the device lacks. */
  readonly limits: readonly string[];
}

/** Runs a graph on a device: each step once to warm up, then `rounds` times; and tokens, one after the other. */
export async function measureDevice(
  provider: NodeProvider,
  model: string,
  steps: readonly Step[],
  rounds: number,
): Promise<DeviceFigures> {
  const runtime = onnxRuntimeNode({ provider });
  await using session = await runtime.open(model);
  const stepSeconds: number[] = [];
  let values: readonly number[] = [];
  for (const step of steps) {
    ({ values } = await runStep(session, step));
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) seconds.push((await runStep(session, step)).seconds);
    stepSeconds.push(median(seconds));
  }
  const states = session.outputs.map(({ name }) => name).filter((name) => name.startsWith('present'));
  const facts = { values, stepSeconds, limits: session.limits ?? [] };
  if (states.length === 0) return facts;
  const host = await tokenSeconds([]);
  return {
    ...facts,
    cacheSeconds: provider === 'webgpu' ? { host, device: await tokenSeconds(states) } : { host },
  };

  async function tokenSeconds(residentOutputs: readonly string[]): Promise<number> {
    await using cached = await runtime.open(model, { residentOutputs });
    const [{ past }] = steps as [Step];
    let given: Record<string, OnnxValue> = {};
    const seconds: number[] = [];
    for (let token = 0; token <= rounds + 1; token++) {
      const feeds = { ...stepFeeds(cached, { past: past + token, sequence: 1 }), ...given };
      const before = performance.now();
      const results = await cached.run(feeds);
      // The first takes its cache from the host, and compiles.
      if (token > 1) seconds.push((performance.now() - before) / 1000);
      disposeValues(Object.values(given));
      given = {};
      for (const [name, value] of Object.entries(results)) {
        if (states.includes(name)) given[name.replace('present', 'past_key_values')] = value;
        else if (isResident(value)) value[Symbol.dispose]();
      }
    }
    disposeValues(Object.values(given));
    return median(seconds);
  }
}
