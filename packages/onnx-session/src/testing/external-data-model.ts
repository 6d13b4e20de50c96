import { fileFolder } from '@slowfast/test-kit/files';

/** Folder of a model whose weights are in a file beside it. */
export const externalDataFolder = fileFolder('../../../onnx-format/fixtures/', import.meta.url);
