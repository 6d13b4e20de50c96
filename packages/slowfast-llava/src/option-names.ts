import type { HubSettings } from '@slowfast/hub-client';
import { assertKnownOptions, type OptionNames, reductionSettingNames } from '@slowfast/pipeline';
import { InvalidSettingError } from '@slowfast/spec';
import type { AssistantOptions } from './assistant-options.ts';
import type { CustomStages } from './custom-stages.ts';
import { isModelFolder } from './is-model-folder.ts';

const assistantOptionNames: OptionNames<AssistantOptions> = {
  ...reductionSettingNames,
  model: true,
  dtype: true,
  device: true,
  tensorNames: true,
  backend: true,
  threads: true,
  fit: true,
  maxAnswerTokens: true,
  calibration: true,
  system: true,
  instructions: true,
  cache: true,
  hub: true,
  onDownload: true,
  signal: true,
  worker: true,
  stages: true,
};

const hubSettingNames: OptionNames<Partial<HubSettings>> = {
  endpoint: true,
  token: true,
  offline: true,
  cacheFolder: true,
  usesLinks: true,
  fetch: true,
};

const stageNames: OptionNames<CustomStages> = {
  encoder: true,
  languageModel: true,
  template: true,
  sampler: true,
  aggregator: true,
  backends: true,
  findVideo: true,
  cache: true,
};

/**
 * Refuses options of `openAssistant` that there are not, or that don't go together.
 *
 * @throws UnknownOptionError, with the nearest name where one is near; InvalidSettingError.
 */
export function checkAssistantOptions(options: AssistantOptions): void {
  assertKnownOptions('openAssistant', options, assistantOptionNames);
  const { cache, calibration, hub, stages, model, worker } = options;
  if (cache) assertKnownOptions('cache', cache, { folder: true, maxBytes: true, key: true });
  for (const one of [calibration ?? []].flat()) {
    assertKnownOptions('calibration', one, { temperature: true, languageModel: true });
  }
  assertKnownOptions('hub', hub, hubSettingNames);
  checkStageNames(stages);
  if (worker === false) return;
  if (stages !== undefined) {
    const expected = 'worker: false beside them, or serveAssistant({ stages }) in a worker of your own';
    throw new InvalidSettingError({
      setting: 'stages',
      found: "sent to a worker, which they can't be",
      expected,
    });
  }
  if (typeof model === 'object' && isModelFolder(model)) {
    const expected = 'its place, or worker: false beside it';
    throw new InvalidSettingError({ setting: 'model', found: 'an opened folder for a worker', expected });
  }
}

/** @throws UnknownOptionError for a stage that there is not. */
export function checkStageNames(stages: CustomStages | undefined): void {
  assertKnownOptions('stages', stages, stageNames);
}

/**
 * Refuses what has no meaning in a page.
 *
 * @throws InvalidSettingError
 */
export function checkPageOptions({ cache, hub }: AssistantOptions): void {
  const refuse = (setting: string, value: unknown) => {
    if (value === undefined) return;
    const expected = 'none in a page, whose files are in the storage of its site';
    throw new InvalidSettingError({ setting, found: String(value), expected });
  };
  if (cache) refuse('cache.folder', cache.folder);
  refuse('hub.cacheFolder', hub?.cacheFolder);
  refuse('hub.usesLinks', hub?.usesLinks);
}
