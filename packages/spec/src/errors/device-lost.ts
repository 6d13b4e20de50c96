import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link DeviceLostError}. */
export type DeviceLostFacts = {
  /** The device, e.g. `webgpu`. */
  readonly device: string;
  readonly reason: string;
};

/**
 * A device is gone, and with it results that were kept in its memory. What they were computed from is still there, so whoever kept
 * that computes them again, on the device that took over.
 */
export class DeviceLostError extends SlowFastError<DeviceLostFacts, 'device-lost'> {
  static readonly code = 'device-lost';

  constructor(facts: DeviceLostFacts, options?: ErrorOptions) {
    super(DeviceLostError.code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message({ device, reason }: DeviceLostFacts): string {
  return `What ${device} kept in its memory is lost: ${reason}. Ask again.`;
}
