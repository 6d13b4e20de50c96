import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isJsonObject } from '@slowfast/model-files';
import { type Calibration, CalibrationsInvalidError, OutputFailedError } from '@slowfast/spec';
import { defaultCacheFolder } from '@slowfast/video-token-caches/disk';

const format = 'slowfast-calibrations-1';

/** A temperature that is kept for a language model. */
export interface KeptCalibration {
  readonly temperature: number;
  /** Questions and clips that it was fitted to. */
  readonly questions: number;
  readonly clips: number;
}

/** Where calibrations are kept: beside the reduced video tokens. */
function calibrationsPlace(): string {
  return join(defaultCacheFolder(), 'calibrations.json');
}

/**
 * The calibrations that are kept, of all models; none where there is no file.
 *
 * @throws CalibrationsInvalidError when the file is something else, or damaged.
 */
export async function readCalibrations(): Promise<readonly Calibration[]> {
  const kept = await readKept(calibrationsPlace());
  return Object.entries(kept).map(([languageModel, { temperature }]) => ({ temperature, languageModel }));
}

/**
 * Keeps a calibration for a language model in the place of an earlier one.
 *
 * @returns where it is.
 * @throws CalibrationsInvalidError when the file there is something else, which is left as it is.
 * @throws OutputFailedError when it can't be written.
 */
export async function keepCalibration(languageModel: string, calibration: KeptCalibration): Promise<string> {
  const place = calibrationsPlace();
  const calibrations = { ...(await readKept(place)), [languageModel]: calibration };
  const unfinished = `${place}-${randomUUID()}`;
  try {
    await mkdir(dirname(place), { recursive: true });
    await writeFile(unfinished, `${JSON.stringify({ format, calibrations }, undefined, 1)}\n`);
    await rename(unfinished, place);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw new OutputFailedError({ place, reason: (cause as Error).message }, { cause });
  }
  return place;
}

async function readKept(place: string): Promise<Readonly<Record<string, KeptCalibration>>> {
  const refuse = (found: string, cause?: unknown) => {
    const expected = 'what slowfast bench accuracy --calibrate keeps';
    return new CalibrationsInvalidError({ place, found, expected }, { cause });
  };
  let text: string;
  try {
    text = await readFile(place, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw refuse(message, error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse(`no JSON (${(cause as Error).message})`, cause);
  }
  if (!isJsonObject(value) || value.format !== format || !isJsonObject(value.calibrations)) {
    throw refuse('JSON of another kind');
  }
  const kept: Record<string, KeptCalibration> = {};
  for (const [languageModel, item] of Object.entries(value.calibrations)) {
    if (!isKept(item)) throw refuse(`${JSON.stringify(item)} for the model ${languageModel}`);
    kept[languageModel] = item;
  }
  return kept;
}

function isKept(item: unknown): item is KeptCalibration {
  if (!isJsonObject(item)) return false;
  const { temperature, questions, clips } = item;
  const isTemperature = typeof temperature === 'number' && temperature > 0 && temperature < Infinity;
  return isTemperature && typeof questions === 'number' && typeof clips === 'number';
}
