import { isResident, type OnnxSession, type OnnxTensor, type OnnxValue } from '@slowfast/onnx-session';
import { DeviceLostError, RuntimeFailedError } from '@slowfast/spec';

/** What a session gives way to. */
export interface SessionFallback {
  /** The device of the first session, for messages. */
  readonly device: string;
  /** Opens the model on the processor; called once, with what the first session threw. */
  readonly openInstead: (cause: RuntimeFailedError) => Promise<OnnxSession>;
}

/**
 * A session on a device that may be lost, or run out of memory: the run that fails, and all that follow, run on the processor. What is fed
 * from the memory of the device is read from it.
 *
 * @throws DeviceLostError from `run` when it can't be read any more; what made it can be computed again in this session.
 */
export function sessionWithFallback(
  first: OnnxSession,
  { device, openInstead }: SessionFallback,
): OnnxSession {
  let second: Promise<OnnxSession> | undefined;

  async function giveWay(cause: RuntimeFailedError): Promise<OnnxSession> {
    const opened = await openInstead(cause);
    // The memory is needed, but on a dead device even this may fail.
    await first.dispose().catch(() => {});
    return opened;
  }

  const run: OnnxSession['run'] = async (feeds, options) => {
    if (!second) {
      try {
        return await first.run(feeds, options);
      } catch (error) {
        if (!(error instanceof RuntimeFailedError)) throw error;
        second ??= giveWay(error).catch((failure: unknown) => {
          second = undefined;
          throw failure;
        });
      }
    }
    return (await second).run(await inHostMemory(feeds, device), options);
  };

  const dispose = async () => {
    await first.dispose();
    await (await second?.catch(() => undefined))?.dispose();
  };

  const { inputs, outputs, limits } = first;
  return { inputs, outputs, limits, run, dispose, [Symbol.asyncDispose]: dispose };
}

async function inHostMemory(
  feeds: Readonly<Record<string, OnnxValue>>,
  device: string,
): Promise<Record<string, OnnxTensor>> {
  const read = async (value: OnnxValue): Promise<OnnxTensor> => {
    if (!isResident(value)) return value;
    return value.read().catch((cause: unknown) => {
      if (!(cause instanceof RuntimeFailedError)) throw cause;
      throw new DeviceLostError({ device, reason: cause.facts.reason }, { cause });
    });
  };
  const pairs = Object.entries(feeds).map(async ([name, value]) => [name, await read(value)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}
