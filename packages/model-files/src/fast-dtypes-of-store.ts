import { readWeightForms, type WeightForms, weightForms } from '@slowfast/onnx-format';
import { type DtypesThere, type FormTimes, fastDtypes, promisedTime, type TimeOf } from './fast-dtypes.ts';
import type { JsonObject } from './json.ts';
import { type ModelComponent, type ModelDtype, modelDtypes, onnxPath } from './model-dtype.ts';
import type { ModelFileStore } from './model-file-store.ts';

/**
 * {@link fastDtypes} of a checkpoint that can be read. Names say which files are looked at first; what their graphs say counts: a file
 * called `q8` that holds blocks of 4 bits is as slow as these.
 *
 * Cost: the sizes of all files that there could be; the structure of those that are taken, where there is a choice.
 *
 * @throws ModelInvalidError when a file is broken.
 */
export async function fastDtypesOfStore(
  store: ModelFileStore,
  components: readonly ModelComponent[],
  config: JsonObject,
  formTimes: FormTimes,
): Promise<Partial<Record<ModelComponent, ModelDtype>>> {
  const there: DtypesThere = Object.fromEntries(
    await Promise.all(components.map(async (component) => [component, await dtypesIn(store, component)])),
  );
  const known = new Map<string, number>();
  const promised = promisedTime(formTimes);
  const timeOf: TimeOf = (component, dtype) =>
    known.get(onnxPath(component, dtype)) ?? promised(component, dtype);
  for (;;) {
    const chosen = fastDtypes(there, config, timeOf);
    const unread = components.flatMap((component) => {
      const dtype = chosen[component];
      const hasChoice = component !== 'embed_tokens' && (there[component]?.length ?? 0) > 1;
      return dtype && hasChoice && !known.has(onnxPath(component, dtype)) ? [{ component, dtype }] : [];
    });
    if (unread.length === 0) return chosen;
    for (const { component, dtype } of unread) {
      const path = onnxPath(component, dtype);
      await using file = await store.open(path);
      known.set(path, timeOfForms(formTimes, component, await readWeightForms(file)));
    }
  }
}

async function dtypesIn(store: ModelFileStore, component: ModelComponent): Promise<readonly ModelDtype[]> {
  const sizes = await Promise.all(modelDtypes.map((dtype) => store.size(onnxPath(component, dtype))));
  return modelDtypes.filter((_, i) => sizes[i] !== undefined);
}

/** The mean over all weights of products; 1 where there are none, as nothing is known then. */
function timeOfForms(
  { times }: FormTimes,
  component: 'vision_encoder' | 'decoder_model_merged',
  forms: WeightForms,
): number {
  let [time, count] = [0, 0];
  for (const form of weightForms) {
    const weights = forms[form] ?? 0;
    time += weights * times[component][form];
    count += weights;
  }
  return count === 0 ? 1 : time / count;
}
