import { readFile } from 'node:fs/promises';
import {
  isJsonObject,
  type ModelDtypeChoice,
  type ModelTensorNames,
  parseDtypeChoice,
} from '@slowfast/model-files';
import { InvalidSettingError } from '@slowfast/spec';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AssistantOptions, type DeviceChoice, parseDeviceChoice } from 'slowfast-llava';
import { positiveWholeNumber } from './values.ts';

/** Flags that say which model, shared by all commands that take one. */
export interface ModelFlags {
  readonly model?: string;
  readonly dtype?: ModelDtypeChoice;
  readonly device?: DeviceChoice | undefined;
  readonly tensorNames?: string;
}

/** Adds the flags of {@link ModelFlags}. */
export function addModelFlags(command: Command): Command {
  const model = new Option(
    '--model <place>',
    'a checkpoint in the published ONNX layout: a folder, or owner/name[@revision] of the Hugging Face hub, fetched once (default: the embedded model, which knows drawn shapes only)',
  );
  return addTensorNamesFlag(addDtypeFlag(command.addOption(model.env('SLOWFAST_MODEL'))));
}

/** Adds `--tensor-names`. */
export function addTensorNamesFlag(command: Command): Command {
  return command.option(
    '--tensor-names <file>',
    "JSON file with the model's own names of inputs and outputs, where they are not the usual ones",
  );
}

/** Adds `--dtype`. */
export function addDtypeFlag(command: Command): Command {
  const dtype = new Option(
    '--dtype <precision>',
    'precision of the weights, e.g. q4, or one for each part, e.g. vision_encoder=fp16,decoder_model_merged=q4 (default: what the model recommends, else fp32)',
  );
  return command.addOption(dtype.env('SLOWFAST_DTYPE').argParser(dtypeChoice));
}

/** Adds `--threads`. */
export function addThreadsFlag(command: Command): Command {
  return command.option(
    '--threads <number>',
    'processor threads of one run of a model (default: what onnxruntime chooses)',
    positiveWholeNumber,
  );
}

/** Adds `--device`. */
export function addDeviceFlag(command: Command): Command {
  const device = new Option(
    '--device <device>',
    'what computes: cpu, webgpu, cuda, dml, coreml or auto, or one for each part, e.g. vision_encoder=webgpu,decoder_model_merged=cpu; what can not be had gives way to the processor, and says why (default: cpu)',
  );
  return command.addOption(
    device.env('SLOWFAST_DEVICE').argParser((text) => choiceOrNothing(text, parseDeviceChoice)),
  );
}

/** The tensor backends that the command has. */
export type BackendName = 'reference' | 'onnx' | 'tfjs';

/** Adds `--backend`. */
export function addBackendFlag(command: Command): Command {
  const names: readonly BackendName[] = ['reference', 'onnx', 'tfjs'];
  const backend = new Option(
    '--backend <name>',
    'what reduces the tokens: plain TypeScript, onnxruntime, or the TensorFlow.js that is installed (default: reference)',
  );
  return command.addOption(backend.choices(names));
}

function dtypeChoice(text: string): ModelDtypeChoice | undefined {
  return choiceOrNothing(text, parseDtypeChoice);
}

function choiceOrNothing<Choice>(text: string, parse: (text: string) => Choice): Choice | undefined {
  // A variable of the environment that is set to nothing counts as not set.
  if (text === '') return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof InvalidSettingError)) throw error;
    throw new InvalidArgumentError(`Expected ${error.facts.expected}.`);
  }
}

/** The assistant's options that these flags mean. */
export async function modelOptions(
  flags: ModelFlags,
): Promise<Pick<AssistantOptions, 'model' | 'dtype' | 'tensorNames'>> {
  return {
    model: flags.model || undefined,
    dtype: flags.dtype,
    tensorNames: flags.tensorNames === undefined ? undefined : await readTensorNames(flags.tensorNames),
  };
}

async function readTensorNames(path: string): Promise<ModelTensorNames> {
  const expected = 'a JSON file such as {"decoder_model_merged": {"inputs_embeds": "its own name"}}';
  const refuse = (found: string, cause?: unknown) =>
    new InvalidSettingError({ setting: '--tensor-names', found: `${path}: ${found}`, expected }, { cause });
  let names: unknown;
  try {
    names = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw refuse((cause as Error).message, cause);
  }
  const isMap = (value: unknown) =>
    isJsonObject(value) && Object.values(value).every((name) => typeof name === 'string');
  if (isJsonObject(names) && Object.values(names).every(isMap)) return names as ModelTensorNames;
  throw refuse('JSON of another shape');
}
