import type { ModelComponent, ModelDtype } from '@slowfast/model-files';

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
