import { onnxRuntimeNode } from './node/onnx-runtime-node.ts';
import type { NodeProvider } from './node/provider.ts';
import { tryRuntime } from './trial/try-runtime.ts';

// Entry of the process in which `tryDevice` tries a device: what a driver does to it or prints there harms nobody.
const trial = await tryRuntime(onnxRuntimeNode({ provider: process.argv[2] as NodeProvider }));
process.stdout.write(JSON.stringify(trial));
