/** Ends work that waits for a graphics device when that is lost: the runtime itself may wait for ever. */
export interface DeviceGuard {
  readonly isLost: boolean;
  /** Settles as the work does, or rejects when the device is lost meanwhile or was lost before. */
  guard<T>(work: () => Promise<T>): Promise<T>;
}

// The runtime destroys its device with its last session, and makes another one for the next.
const guards = new WeakMap<GPUDevice, DeviceGuard>();

/** The guard of a device. */
export function guardOf(device: GPUDevice): DeviceGuard {
  const guard = guards.get(device) ?? makeGuard(device);
  guards.set(device, guard);
  return guard;
}

/** On a processor nothing is lost. */
export const noDevice: DeviceGuard = { isLost: false, guard: (work) => work() };

function makeGuard(device: GPUDevice): DeviceGuard {
  const waiting = new Set<(loss: Error) => void>();
  let loss: Error | undefined;
  void device.lost.then(({ reason, message }) => {
    loss = new Error(`the graphics device is lost (${message || reason})`);
    for (const reject of waiting) reject(loss);
    waiting.clear();
  });
  return {
    get isLost() {
      return loss !== undefined;
    },
    guard(work) {
      if (loss) return Promise.reject(loss);
      // No race: the promise of the loss, which lives on, would hold on to what it was raced with.
      return new Promise((resolve, reject) => {
        waiting.add(reject);
        work()
          .then(resolve, reject)
          .finally(() => waiting.delete(reject));
      });
    },
  };
}
