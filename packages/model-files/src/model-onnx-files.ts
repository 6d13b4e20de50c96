import { type OnnxSignature, readOnnxSignature } from '@slowfast/onnx-format';
import { isUint8Array, ModelDtypeMissingError, ModelIncompleteError } from '@slowfast/spec';
import { fileFingerprint, sha256 } from './file-fingerprint.ts';
import type { JsonObject } from './json.ts';
import {
  checkDtype,
  chosenDtype,
  configuredDtype,
  type ModelComponent,
  type ModelDtype,
  type ModelDtypeChoice,
  modelDtypes,
  onnxPath,
} from './model-dtype.ts';
import type { ModelFileStore } from './model-file-store.ts';
import type { LoadedOnnxFile, ModelOnnxFile } from './model-folder.ts';
import { modelPath } from './model-path.ts';

/**
 * Chooses, checks and describes the ONNX files of a checkpoint; what was read once is kept.
 *
 * @param choice the precision, where none is asked for.
 */
export function modelOnnxFiles(store: ModelFileStore, config: JsonObject, choice?: ModelDtypeChoice) {
  const signatures = new Map<string, OnnxSignature>();
  const files = new Map<string, ModelOnnxFile>();

  async function choose(component: ModelComponent, asked: ModelDtype | undefined): Promise<ModelDtype> {
    const wanted = asked ?? chosenDtype(choice, component);
    const authors = configuredDtype(config, component);
    const candidates = wanted ? [checkDtype(wanted)] : [...(authors ? [authors] : []), ...modelDtypes];
    for (const dtype of candidates) {
      if ((await store.size(onnxPath(component, dtype))) !== undefined) return dtype;
    }
    const available = wanted === undefined ? [] : await thereIn(component);
    if (wanted === undefined || available.length === 0) {
      throw new ModelIncompleteError({ place: store.place, missing: [onnxPath(component, candidates[0]!)] });
    }
    throw new ModelDtypeMissingError({ model: store.place, component, dtype: wanted, available });
  }

  async function thereIn(component: ModelComponent): Promise<ModelDtype[]> {
    const sizes = await Promise.all(modelDtypes.map((dtype) => store.size(onnxPath(component, dtype))));
    return modelDtypes.filter((_, i) => sizes[i] !== undefined);
  }

  async function readSignature(path: string): Promise<OnnxSignature> {
    const known = signatures.get(path);
    if (known) return known;
    await using bytes = await store.open(path);
    const signature = await readOnnxSignature(bytes);
    signatures.set(path, signature);
    return signature;
  }

  async function file(component: ModelComponent, wanted?: ModelDtype): Promise<ModelOnnxFile> {
    const dtype = await choose(component, wanted);
    const path = onnxPath(component, dtype);
    const known = files.get(path);
    if (known) return known;
    const { externalDataPaths } = await readSignature(path);
    const place = `${store.place}/${path}`;
    const dataPaths = externalDataPaths.map((name) => ({ name, path: modelPath(place, 'onnx', name) }));
    const sizes = await Promise.all(dataPaths.map((data) => store.size(data.path)));
    const missing = dataPaths.filter((_, i) => sizes[i] === undefined).map((data) => data.path);
    if (missing.length > 0) throw new ModelIncompleteError({ place: store.place, missing });
    const all = [path, ...dataPaths.map((data) => data.path)];
    const prints = await Promise.all(all.map((each) => fileFingerprint(store, each)));
    const result: ModelOnnxFile = {
      component,
      dtype,
      path,
      id: await sha256([new TextEncoder().encode(prints.join('\n'))]),
      bytes: sizes.reduce<number>((sum, size) => sum + (size ?? 0), (await store.size(path)) ?? 0),
      load: (options) => load(path, dataPaths, options),
    };
    files.set(path, result);
    return result;
  }

  async function load(
    path: string,
    dataPaths: readonly { readonly name: string; readonly path: string }[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<LoadedOnnxFile> {
    const model = await store.load(path, options);
    const externalData: { path: string; data: Uint8Array }[] = [];
    // One after the other, so that no more than one file is on its way.
    for (const each of dataPaths) {
      if (typeof model === 'string') break;
      const data = await store.load(each.path, options);
      if (isUint8Array(data)) externalData.push({ path: each.name, data });
    }
    return { model, externalData };
  }

  async function signature(component: ModelComponent, wanted?: ModelDtype): Promise<OnnxSignature> {
    return readSignature(onnxPath(component, await choose(component, wanted)));
  }

  return { file, signature };
}
