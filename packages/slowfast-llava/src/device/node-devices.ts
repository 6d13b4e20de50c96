import { checkNodeDevice } from '@slowfast/onnx-session';
import { chooseOnnxRuntime, type NodeProvider, onnxRuntimeNode } from '@slowfast/onnx-session/node';
import { type ChosenDevices, chooseDevices } from './chosen-devices.ts';
import type { DeviceChoice } from './device-choice.ts';
import { type PartRuntimes, partRuntimes } from './part-runtimes.ts';

/** What is asked of the devices of Node. */
export interface NodeDeviceOptions {
  readonly device?: DeviceChoice | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Chooses what computes each part: the processor unless somebody asks for more, as answers are then the same on every machine, and no
 * driver takes part in them.
 *
 * @throws InvalidSettingError for devices that Node does not have, and for parts that there are not.
 */
export function chooseNodeDevices({ device, threads, signal }: NodeDeviceOptions): Promise<ChosenDevices> {
  return chooseDevices({
    choice: device,
    usual: 'cpu',
    check: checkNodeDevice,
    choose: (asked) => chooseOnnxRuntime({ device: asked, threads, signal }),
  });
}

/** The runtimes of what was chosen. */
export function nodeRuntimes(devices: ChosenDevices, threads: number | undefined): PartRuntimes {
  return partRuntimes(devices, {
    runtimeOf: (provider) => onnxRuntimeNode({ provider: provider as NodeProvider }),
    chooseProcessor: () => chooseOnnxRuntime({ device: 'cpu', threads }),
  });
}
