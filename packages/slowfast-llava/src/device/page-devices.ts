import { checkPageDevice, onnxRuntimeWeb } from '@slowfast/onnx-session';
import { chooseOnnxRuntime } from '@slowfast/onnx-session/web';
import { type ChosenDevices, chooseDevices } from './chosen-devices.ts';
import type { DeviceChoice } from './device-choice.ts';
import { type PartRuntimes, partRuntimes } from './part-runtimes.ts';

/** What is asked of the devices of a page. */
export interface PageDeviceOptions {
  readonly device?: DeviceChoice | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Chooses what computes each part: `auto` unless somebody asks for something else.
 *
 * @throws InvalidSettingError for devices that a page does not have, and for parts that there are not.
 */
export function choosePageDevices({ device, threads, signal }: PageDeviceOptions): Promise<ChosenDevices> {
  return chooseDevices({
    choice: device,
    usual: 'auto',
    check: checkPageDevice,
    choose: (asked) => chooseOnnxRuntime({ device: asked, threads, signal }),
  });
}

/** The runtimes of what was chosen. */
export function pageRuntimes(devices: ChosenDevices, threads: number | undefined): PartRuntimes {
  return partRuntimes(devices, {
    runtimeOf: (provider) => onnxRuntimeWeb({ provider: provider === 'webgpu' ? 'webgpu' : 'wasm', threads }),
    chooseProcessor: () => chooseOnnxRuntime({ device: 'wasm', threads }),
  });
}
