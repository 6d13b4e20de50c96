import {
  checkDtype,
  chosenDtype,
  configuredDtype,
  type DtypesThere,
  type FormTimes,
  fastDtypes,
  type JsonObject,
  type ModelComponent,
  type ModelDtype,
  type ModelDtypeChoice,
  modelDtypes,
  onnxPath,
  promisedTime,
} from '@slowfast/model-files';
import { HubModelUnusableError, ModelDtypeMissingError } from '@slowfast/spec';
import type { HubFile, HubListing } from './hub-listing.ts';

/** Chooses what is needed of a listing; `config` is empty while it is not known. Pure; throws when it is not there. */
export type ChooseHubFiles = (listing: HubListing, config: JsonObject) => ChosenHubFiles;

/** The files of a listing that a runtime needs. */
export interface ChosenHubFiles {
  readonly files: readonly HubFile[];
  /** Bytes of all of them. */
  readonly bytes: number;
  /** The precision of each component that is there. */
  readonly dtypes: Readonly<Partial<Record<ModelComponent, ModelDtype>>>;
}

/** The files of a checkpoint beside its weights. */
export const settingsFiles: readonly string[] = [
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'processor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'chat_template.jinja',
  'chat_template.json',
  'known_pictures.json',
];
const requiredFiles: readonly string[] = ['config.json', 'tokenizer.json'];
const requiredComponents: readonly ModelComponent[] = ['vision_encoder', 'decoder_model_merged'];
/** Some decoder graphs embed their own tokens. */
const optionalComponents: readonly ModelComponent[] = ['embed_tokens'];

/**
 * Just the files that a runtime needs: settings, tokenizer and the ONNX file of each component in one precision with its external data.
 * The precision is the one asked for; else what `config.json` recommends, fp32, or the most exact, whichever is there. Pure.
 *
 * @param formTimes of the runtime, where it matters: where no precision is asked for, it is then what {@link fastDtypes} says.
 * @throws HubModelUnusableError when the model has no files that run here; it says what is there instead.
 * @throws ModelDtypeMissingError when a component is not there in the precision that was asked for.
 * @throws InvalidSettingError when it is no precision.
 */
export function chooseHubFiles(
  listing: HubListing,
  config: JsonObject,
  choice?: ModelDtypeChoice,
  formTimes?: FormTimes,
): ChosenHubFiles {
  requireUsable(listing);
  const fast = formTimes ? fastDtypes(allDtypesThere(listing), config, promisedTime(formTimes)) : {};
  const dtypes: Partial<Record<ModelComponent, ModelDtype>> = {};
  for (const component of [...requiredComponents, ...optionalComponents]) {
    const dtype = chooseDtype(listing, component, config, chosenDtype(choice, component) ?? fast[component]);
    if (dtype) dtypes[component] = dtype;
  }
  const onnxPaths = Object.entries(dtypes).map(([component, dtype]) =>
    onnxPath(component as ModelComponent, dtype),
  );
  const files = listing.files.filter(
    ({ path }) => settingsFiles.includes(path) || onnxPaths.some((onnx) => belongsTo(path, onnx)),
  );
  return { files, bytes: files.reduce((sum, file) => sum + file.bytes, 0), dtypes };
}

/**
 * The file of a listing that says which others are needed.
 *
 * @throws what `choose` throws: HubModelUnusableError when the model has no files that run here.
 */
export function configOf(listing: HubListing, choose: ChooseHubFiles = chooseHubFiles): HubFile {
  choose(listing, {});
  return listing.files.find(({ path }) => path === 'config.json')!;
}

function requireUsable(listing: HubListing): void {
  const { id, files } = listing;
  const missing = [
    ...requiredFiles.filter((path) => !files.some((file) => file.path === path)),
    ...requiredComponents
      .filter((component) => dtypesThere(listing, component).length === 0)
      .map((component) => onnxPath(component, 'fp32')),
  ];
  if (missing.length === 0) return;
  const weights = files
    .map(({ path }) => path)
    .filter((path) => /\.(safetensors|bin|gguf|pt|onnx)$/.test(path));
  const hasOnnx = weights.some((path) => path.endsWith('.onnx'));
  const there = weights.length === 0 ? 'no weights' : `weights in ${shortList(weights)}`;
  throw new HubModelUnusableError({
    model: id,
    found: hasOnnx ? there : `no ONNX files but ${there}`,
    expected: shortList(missing),
    remedy: remedyFor(weights),
  });
}

function remedyFor(weights: readonly string[]): string {
  if (weights.some((path) => path.endsWith('.onnx'))) {
    return 'Choose a model in the layout of transformers.js, or one of its revisions that has these files';
  }
  const canConvert = weights.some((path) => path.endsWith('.safetensors'));
  const own = canConvert ? 'convert it (slowfast models convert)' : 'export it';
  return `Choose an ONNX export of it (look for its name at onnx-community or with the tag transformers.js), or ${own} and open the folder`;
}

function chooseDtype(
  listing: HubListing,
  component: ModelComponent,
  config: JsonObject,
  wanted: ModelDtype | undefined,
): ModelDtype | undefined {
  const available = dtypesThere(listing, component);
  if (wanted === undefined || available.length === 0) {
    const recommended = configuredDtype(config, component);
    return available.find((dtype) => dtype === recommended) ?? available[0];
  }
  const dtype = checkDtype(wanted);
  if (available.includes(dtype)) return dtype;
  throw new ModelDtypeMissingError({ model: listing.id, component, dtype, available });
}

/** Most exact first. */
function dtypesThere({ files }: HubListing, component: ModelComponent): ModelDtype[] {
  const paths = new Set(files.map(({ path }) => path));
  return modelDtypes.filter((dtype) => paths.has(onnxPath(component, dtype)));
}

function allDtypesThere(listing: HubListing): DtypesThere {
  const components = [...requiredComponents, ...optionalComponents];
  return Object.fromEntries(components.map((component) => [component, dtypesThere(listing, component)]));
}

/** Whether it is the ONNX file, or one with weights of it: `model.onnx_data`, `model.onnx_data_1` and so on. */
function belongsTo(path: string, onnx: string): boolean {
  return path.startsWith(onnx) && /^(_data(_\d+)?)?$/.test(path.slice(onnx.length));
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
