import { fileFolder } from '@slowfast/test-kit/files';

/** Folder of the scripts and WebAssembly files of onnxruntime-web. */
export const runtimeFiles = fileFolder('../../node_modules/onnxruntime-web/dist/', import.meta.url);
