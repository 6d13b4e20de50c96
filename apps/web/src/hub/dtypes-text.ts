import { isSlowDtype, type ModelComponent, type ModelDtype, wasmFormTimes } from '@slowfast/model-files';

/** The precision of each part. */
export type Dtypes = Readonly<Partial<Record<ModelComponent, ModelDtype>>>;

const partNames: Readonly<Record<ModelComponent, string>> = {
  vision_encoder: 'vision',
  embed_tokens: 'embeddings',
  decoder_model_merged: 'language',
};

/** Precisions in a few words: `int8`, or `vision fp16, language q4`. */
export function dtypesText(dtypes: Dtypes): string {
  const entries = Object.entries(dtypes) as [ModelComponent, ModelDtype][];
  const different = new Set(entries.map(([, dtype]) => dtype));
  if (different.size === 1) return [...different].join();
  return entries.map(([part, dtype]) => `${partNames[part]} ${dtype}`).join(', ');
}

/** Whether WebAssembly is much slower with a part in its precision than in others. */
export function isSlowOnWasm(dtypes: Dtypes): boolean {
  const entries = Object.entries(dtypes) as [ModelComponent, ModelDtype][];
  return entries.some(([part, dtype]) => isSlowDtype(wasmFormTimes, part, dtype));
}
