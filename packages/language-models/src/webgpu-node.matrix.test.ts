import { chooseOnnxRuntime } from '@slowfast/onnx-session/node';
import { languageModelConformance } from '@slowfast/test-kit';
import { describe } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { decoderGraphLayouts, oracleCases, promptParts, tinyCheckpoint } from './testing/tiny-checkpoint.ts';

// The whole suite on WebGPU in Node: seconds on hardware, many minutes where the graphics processor is computed.
const { provider, runtime, reason } = await chooseOnnxRuntime({ device: 'webgpu' });
const [oracle] = await oracleCases();
const prompt = promptParts(oracle!);

describe.skipIf(provider !== 'webgpu')(
  `WebGPU in Node${provider === 'webgpu' ? '' : ` (skipped: ${reason})`}`,
  async () => {
    for (const layout of decoderGraphLayouts) {
      const folder = await tinyCheckpoint(layout);
      languageModelConformance(`a Qwen2 language model, ${layout}`, {
        create: () => onnxLanguageModel(folder, { prefillChunkTokens: 64, runtime }),
        prompt,
        maxTokens: 5,
      });
    }
  },
);
