import { isResident, type OnnxRuntime, type OnnxSession, type OnnxValue } from '@slowfast/onnx-session';
import { DeviceLostError } from '@slowfast/spec';

/** A runtime whose device can be lost, as those are that give way to another then. */
export interface LosingRuntime {
  readonly runtime: OnnxRuntime;
  /** From now on nothing that was kept so far can be fed. */
  readonly lose: () => void;
  /** Tokens that decoder graphs were fed so far. */
  readonly tokensFed: () => number;
}

/** What another runtime keeps is lost when a test says so; its sessions go on, as those of the device that takes over do. */
export function losingRuntime(runtime: OnnxRuntime): LosingRuntime {
  let kept = new WeakSet<OnnxValue>();
  let tokens = 0;
  function losing(session: OnnxSession): OnnxSession {
    return {
      ...session,
      async run(feeds, options) {
        const isLost = (value: OnnxValue) => isResident(value) && !kept.has(value);
        if (Object.values(feeds).some(isLost)) {
          throw new DeviceLostError({ device: 'webgpu', reason: 'a test lost it' });
        }
        const results = await session.run(feeds, options);
        for (const value of Object.values(results)) kept.add(value);
        tokens += feeds.inputs_embeds?.shape[1] ?? 0;
        return results;
      },
    };
  }
  return {
    runtime: {
      name: runtime.name,
      describe: () => runtime.describe(),
      checkQuantizedProducts: () => runtime.checkQuantizedProducts(),
      open: async (model, options) => losing(await runtime.open(model, options)),
    },
    lose: () => {
      kept = new WeakSet();
    },
    tokensFed: () => tokens,
  };
}
