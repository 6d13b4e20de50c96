import { fileFolder } from '@slowfast/test-kit/files';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const files = fileFolder('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url);
// In Node it finds them itself.
if (files.url.protocol !== 'file:') setWasmPaths(files.url.href);

export { tf };
