import { readFile } from 'node:fs/promises';
import {
  isJsonObject,
  type ModelDtypeChoice,
  type ModelTensorNames,
  parseDtypeChoice,
} from '@slowfast/model-files';
import { InvalidSettingError, isSlowFastError } from '@slowfast/spec';
import { type Command, InvalidArgumentError } from 'commander';
import type { AssistantOptions } from 'slowfast-llava';
import { spellFlag } from './output/flag-spelling.ts';

/** Flags that say which model, shared by all commands that take one. */
export interface ModelFlags {
  readonly model?: string;
  readonly dtype?: ModelDtypeChoice;
  readonly tensorNames?: string;
}

/** Adds the flags of {@link ModelFlags}. */
export function addModelFlags(command: Command): Command {
  return addTensorNamesFlag(
    addDtypeFlag(
      command.option(
        '--model <place>',
        'a checkpoint in the published ONNX layout: a folder, or owner/name[@revision] of the Hugging Face hub (default: the embedded model)',
      ),
    ),
  );
}

/** Adds `--tensor-names`. */
export function addTensorNamesFlag(command: Command): Command {
  return command.option(
    '--tensor-names <file>',
    "JSON file with the model's own names of inputs and outputs",
  );
}

/** Adds `--dtype`. */
export function addDtypeFlag(command: Command): Command {
  return command.option(
    '--dtype <precision>',
    'precision of the weights: q4, or one for each part, e.g. vision_encoder=fp16,decoder_model_merged=q4 (default: as the model recommends, else fp32)',
    dtypeChoice,
  );
}

function dtypeChoice(text: string): ModelDtypeChoice {
  try {
    return parseDtypeChoice(text);
  } catch (error) {
    throw new InvalidArgumentError(
      isSlowFastError(error) ? error.messageIn(spellFlag) : (error as Error).message,
    );
  }
}

/** The assistant's options that these flags mean. */
export async function modelOptions(
  flags: ModelFlags,
): Promise<Pick<AssistantOptions, 'model' | 'dtype' | 'tensorNames'>> {
  return {
    ...(flags.model !== undefined && { model: flags.model }),
    ...(flags.dtype !== undefined && { dtype: flags.dtype }),
    ...(flags.tensorNames !== undefined && { tensorNames: await readTensorNames(flags.tensorNames) }),
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
