/** Ends work that waits for a graphics device when that is lost: the runtime itself may wait for ever. */
export interface DeviceGuard {
  /** Begins to watch; the runtime has its device once a session is open. Watching one twice is allowed. */
  watch(device: GPUDevice): void;
  readonly isLost: boolean;
  /** Settles as the work does, or rejects when the device is lost meanwhile or was lost before. */
  guard<T>(work: () => Promise<T>): Promise<T>;
}

/** A guard over the device of one loaded runtime, of which there is one in its life. */
export function deviceGuard(): DeviceGuard {
  const waiting = new Set<(loss: Error) => void>();
  let watched: GPUDevice | undefined;
  let loss: Error | undefined;

  return {
    get isLost() {
      return loss !== undefined;
    },
    watch(device) {
      if (device === watched) return;
      watched = device;
      void device.lost.then(({ reason, message }) => {
        loss = new Error(`the graphics device is lost (${message || reason})`);
        for (const reject of waiting) reject(loss);
        waiting.clear();
      });
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
