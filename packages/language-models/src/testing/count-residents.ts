import { isResident, type OnnxRuntime, type OnnxSession } from '@slowfast/onnx-session';

/** A runtime that counts the resident tensors which it gave out and which nobody has disposed yet. */
export interface CountingRuntime extends OnnxRuntime {
  readonly counts: { made: number; alive: number };
}

/** Counts what another runtime gives out; the tensors stay that runtime's own. */
export function countResidents(runtime: OnnxRuntime): CountingRuntime {
  const counts = { made: 0, alive: 0 };
  function counted(session: OnnxSession): OnnxSession {
    return {
      ...session,
      async run(feeds, options) {
        const results = await session.run(feeds, options);
        for (const value of Object.values(results)) {
          if (!isResident(value)) continue;
          counts.made += 1;
          counts.alive += 1;
          let isAlive = true;
          const dispose = value[Symbol.dispose].bind(value);
          value[Symbol.dispose] = () => {
            if (isAlive) counts.alive -= 1;
            isAlive = false;
            dispose();
          };
        }
        return results;
      },
    };
  }
  return {
    name: runtime.name,
    counts,
    describe: () => runtime.describe(),
    checkQuantizedProducts: () => runtime.checkQuantizedProducts(),
    open: async (model, options) => counted(await runtime.open(model, options)),
  };
}
