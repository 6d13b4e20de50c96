import type { ModelFolder } from '@slowfast/model-files';

/** Whether a model is a folder that was opened already. */
export function isModelFolder(model: object | string): model is ModelFolder {
  return typeof model === 'object' && 'onnxFile' in model && typeof model.onnxFile === 'function';
}
