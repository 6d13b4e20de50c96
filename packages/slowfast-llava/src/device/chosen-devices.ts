import {
  chosenForPart,
  deviceFormTimes,
  type FormTimes,
  type ModelComponent,
  modelComponents,
} from '@slowfast/model-files';
import type { ChosenOnnxRuntime, Device } from '@slowfast/onnx-session';
import { checkDeviceChoice, type DeviceChoice } from './device-choice.ts';

/** What computes a part of the model, as it was chosen. Plain data. */
export type ChosenDevice = Omit<ChosenOnnxRuntime, 'runtime'>;

/** What computes each part. Plain data. */
export type ChosenDevices = Readonly<Record<ModelComponent, ChosenDevice>>;

/** What is known of the speed of precisions on these devices; undefined where it does not matter. */
export function formTimesOf(devices: ChosenDevices): FormTimes | undefined {
  return deviceFormTimes({
    vision_encoder: devices.vision_encoder.provider,
    decoder_model_merged: devices.decoder_model_merged.provider,
  });
}

/** How devices are chosen. */
export interface ChooseDevicesOptions {
  /** What was asked for; a part without a device takes `usual`. */
  readonly choice: DeviceChoice | undefined;
  readonly usual: Device;
  /** Refuses devices that the platform does not have. */
  readonly check: (device: string) => Device;
  /** Asks the machine; called once for a device. */
  readonly choose: (device: Device) => Promise<ChosenOnnxRuntime>;
}

/** @throws InvalidSettingError for devices that the platform does not have, and for parts that there are not. */
export async function chooseDevices(options: ChooseDevicesOptions): Promise<ChosenDevices> {
  const choice = checkDeviceChoice(options.choice ?? options.usual, options.check);
  const known = new Map<Device, ChosenDevice>();
  const chosen: Partial<Record<ModelComponent, ChosenDevice>> = {};
  for (const part of modelComponents) {
    const device = chosenForPart(choice, part) ?? options.usual;
    let found = known.get(device);
    if (!found) {
      const { runtime: _, ...plain } = await options.choose(device);
      found = plain;
      known.set(device, found);
    }
    chosen[part] = found;
  }
  return chosen as ChosenDevices;
}
