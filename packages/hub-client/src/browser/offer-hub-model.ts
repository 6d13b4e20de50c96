import {
  type FormTimes,
  isSlowDtype,
  type ModelComponent,
  type ModelDtype,
  modelDtypes,
  parseJson,
} from '@slowfast/model-files';
import { HubAnswerInvalidError, isSlowFastError } from '@slowfast/spec';
import { type ChosenHubFiles, chooseHubFiles, configOf } from '../choose-hub-files.ts';
import { type DownloadSink, downloadFile } from '../download-file.ts';
import type { HubFileStore } from '../fetch-model-files.ts';
import { type HubAsking, type HubListing, listHubFiles } from '../hub-listing.ts';
import { type HubReference, parseHubReference } from '../hub-reference.ts';
import { defaultRetryPolicy } from '../retry-policy.ts';
import { modelStore } from './model-store.ts';
import { type PullHubModelOptions, pageHubSettings } from './pull-options.ts';

/** What a model would cost in a precision. */
export interface HubModelChoice {
  /** The precision to ask for; absent for what the model recommends. */
  readonly dtype?: ModelDtype;
  readonly dtypes: Readonly<Partial<Record<ModelComponent, ModelDtype>>>;
  readonly fileCount: number;
  /** Bytes of all files. */
  readonly bytes: number;
  /** Bytes of those that are in this site's storage, parts of files included. */
  readonly bytesThere: number;
  /** Whether a part takes much longer in its precision than in others, by the form times that were given. */
  readonly isSlow: boolean;
}

/** What the hub has of a model that runs here. */
export interface HubModelOffer extends HubReference {
  readonly commit: string;
  /** What the model recommends; else fp32, or the most exact. */
  readonly recommended: HubModelChoice;
  /** What is taken when no precision is asked for; that can be another than the recommended one where form times were given. */
  readonly proposed: HubModelChoice;
  /** The precisions that all parts have, most exact first. */
  readonly choices: readonly HubModelChoice[];
}

const mostConfigBytes = 16 * 1024 * 1024;

/**
 * Looks up what `pullHubModel` would bring, in each precision. Cost: two requests, one for the listing and one for `config.json`.
 *
 * @throws HubReferenceInvalidError, HubAccessDeniedError, HubNotFoundError, HubUnavailableError, HubAnswerInvalidError,
 * HubModelUnusableError or DownloadDamagedError; the reason of the signal.
 */
export async function offerHubModel(
  model: string | HubReference,
  options: Omit<PullHubModelOptions, 'dtype' | 'onProgress'> = {},
): Promise<HubModelOffer> {
  const settings = pageHubSettings(options.settings);
  const reference = typeof model === 'string' ? parseHubReference(model, settings.endpoint) : model;
  const asking: HubAsking = {
    settings,
    retryPolicy: { ...defaultRetryPolicy, ...options.retryPolicy },
    signal: options.signal,
  };
  const listing = await listHubFiles(reference, asking);
  const config = parseJson('config.json', await configText(listing, asking));
  const there = modelStore(reference.id).files(listing.commit);
  const { formTimes } = options;
  const choices: HubModelChoice[] = [];
  for (const dtype of modelDtypes) {
    try {
      choices.push({ dtype, ...(await costOf(there, chooseHubFiles(listing, config, dtype), formTimes)) });
    } catch (error) {
      if (!isSlowFastError(error) || error.code !== 'model-dtype-missing') throw error;
    }
  }
  const recommended = await costOf(there, chooseHubFiles(listing, config), formTimes);
  const proposed = await costOf(there, chooseHubFiles(listing, config, undefined, formTimes), formTimes);
  return { ...reference, commit: listing.commit, recommended, proposed, choices };
}

async function costOf(
  store: HubFileStore,
  { files, bytes, dtypes }: ChosenHubFiles,
  formTimes: FormTimes | undefined,
): Promise<HubModelChoice> {
  const there = files.map(async (file) => ((await store.isThere(file)) ? file.bytes : store.bytesLeft(file)));
  const bytesThere = (await Promise.all(there)).reduce((sum, each) => sum + each, 0);
  const parts = Object.entries(dtypes) as [ModelComponent, ModelDtype][];
  const isSlow =
    formTimes !== undefined && parts.some(([part, dtype]) => isSlowDtype(formTimes, part, dtype));
  return { dtypes, fileCount: files.length, bytes, bytesThere, isSlow };
}

async function configText(listing: HubListing, asking: HubAsking): Promise<string> {
  const file = configOf(listing);
  if (file.bytes > mostConfigBytes) {
    const facts = { found: `a config.json of ${file.bytes} bytes`, expected: `at most ${mostConfigBytes}` };
    throw new HubAnswerInvalidError({ address: asking.settings.endpoint, ...facts });
  }
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  const inMemory: DownloadSink = {
    bytesThere: async () => 0,
    async *read() {},
    append: async (piece) => void pieces.push(piece.slice()),
    reset: async () => {
      pieces = [];
    },
    finish: async () => {},
  };
  await downloadFile(listing, file, inMemory, asking);
  return new Blob(pieces).text();
}
