import { chooseOnnxRuntime } from '@slowfast/onnx-session/node';
import { tensorBackendConformance } from '@slowfast/test-kit';
import { readAggregationGoldens } from '@slowfast/test-kit/files';
import { describe } from 'vitest';
import { onnxBackend } from './onnx-backend.ts';

// The whole suite on WebGPU in Node: seconds on hardware, many minutes where the graphics processor is computed.
const { provider, runtime, reason } = await chooseOnnxRuntime({ device: 'webgpu' });
const goldens = await readAggregationGoldens();

describe.skipIf(provider !== 'webgpu')(
  `WebGPU in Node${provider === 'webgpu' ? '' : ` (skipped: ${reason})`}`,
  () => {
    tensorBackendConformance('onnxBackend', {
      create: () => {
        const backend = onnxBackend({ runtime, threads: 1 });
        return { backend, liveTensors: () => backend.liveTensors };
      },
      goldens,
    });
  },
);
