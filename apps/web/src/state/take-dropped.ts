import { modelFilesOfDrop } from '@slowfast/model-files';
import type { AppState } from './app-state.ts';
import { chooseModel } from './choose-model.ts';

/**
 * A dropped folder, or files with a `config.json` among them, are a model; anything else is a video. Call it while the
 * `drop` event is handled: the browser forgets what was dropped after it.
 */
export async function takeDropped(dropped: DataTransfer, state: AppState): Promise<void> {
  const files = Array.from(dropped.files);
  const entries = Array.from(dropped.items, (item) => item.webkitGetAsEntry?.());
  const folder = entries.find((entry) => entry?.isDirectory);
  if (folder || files.some(({ name }) => name === 'config.json')) {
    const name = folder?.name ?? 'dropped files';
    chooseModel(state.settings, { kind: 'files', name, files: await modelFilesOfDrop(dropped) });
    return;
  }
  const [file] = files;
  if (file) await state.choice.choose(file);
}
