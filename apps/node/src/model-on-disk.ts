import { stat } from 'node:fs/promises';
import { isHubReference, pullHubModel } from '@slowfast/model-files/hub';
import type { ModelFlags } from './model-flags.ts';
import { DownloadLine } from './output/download-line.ts';

/**
 * The flags with a folder as the model, where they name one of the hub: it is fetched here, so that people see how far it is and can
 * stop it. A folder of that path goes before a model of that name.
 */
export async function withModelOnDisk<Flags extends ModelFlags>(
  flags: Flags,
  signal: AbortSignal,
): Promise<Flags> {
  const { model, dtype } = flags;
  if (model === undefined || !isHubReference(model)) return flags;
  if (await stat(model).catch(() => undefined)) return flags;
  const download = new DownloadLine();
  try {
    const { folder } = await pullHubModel(model, { dtype, signal, onProgress: download.show });
    return { ...flags, model: folder };
  } finally {
    download.clear();
  }
}
