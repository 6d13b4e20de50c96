import {
  checkPartChoice,
  type PartChoice,
  type PartChoiceReader,
  parsePartChoice,
} from '@slowfast/model-files';
import { type Device, deviceNames } from '@slowfast/onnx-session';
import { InvalidSettingError } from '@slowfast/spec';

export type { Device } from '@slowfast/onnx-session';

/** A device for all parts of a model, or for some of them, e.g. `{ vision_encoder: 'webgpu', decoder_model_merged: 'cpu' }`. */
export type DeviceChoice = PartChoice<Device>;

/**
 * Reads a choice of devices as people write it: `webgpu`, or `vision_encoder=webgpu,decoder_model_merged=cpu`. Whether the platform has
 * them shows when they are used.
 *
 * @throws InvalidSettingError when it is neither.
 */
export function parseDeviceChoice(text: string): DeviceChoice {
  return parsePartChoice(text, reader(checkDevice));
}

/**
 * Looks at a choice, which may come from code without types.
 *
 * @param check refuses devices that the platform does not have.
 * @throws InvalidSettingError for one of these, and for parts that there are not.
 */
export function checkDeviceChoice(choice: DeviceChoice, check: (device: string) => Device): DeviceChoice {
  return checkPartChoice(choice, reader(check));
}

function reader(check: (device: string) => Device): PartChoiceReader<Device> {
  return { setting: 'device', noun: 'a device', example: 'webgpu', check };
}

function checkDevice(text: string): Device {
  const known = deviceNames.find((device) => device === text);
  if (known) return known;
  throw new InvalidSettingError({
    setting: 'device',
    found: JSON.stringify(text),
    expected: `one of ${deviceNames.join(', ')}`,
  });
}
