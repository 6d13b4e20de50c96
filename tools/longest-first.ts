import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Test files that take long, the longest first; one that is not named here takes less than 20 seconds on a busy machine. */
const longest: readonly string[] = [
  'packages/language-models/src/conformance.both.test.ts',
  'models/embedded/fixed-clips.both.test.ts',
  'packages/language-models/src/decoder-graph/loaded-decoder-graph.both.test.ts',
  'apps/web/tests/hub.test.ts',
  'packages/language-models/src/published-on-processors.test.ts',
  'packages/hub-client/src/browser/hub-in-page.browser.test.ts',
  'packages/onnx-session/src/node/choose-onnx-runtime-node.test.ts',
  'packages/slowfast-llava/src/device/device-loss.own-page.browser.test.ts',
  'packages/language-models/src/webgpu-node.test.ts',
  'packages/onnx-session/src/node/webgpu-node.test.ts',
  'apps/web/tests/trouble.test.ts',
  'apps/web/tests/asking.test.ts',
  'packages/frame-sources/src/node/ffmpeg/ffmpeg-decoder.test.ts',
  'packages/language-models/src/families.both.test.ts',
  'models/embedded/quantized-on-processors.test.ts',
  'apps/node/src/bench-accuracy.test.ts',
  'apps/web/tests/accessibility.test.ts',
  'apps/node/src/models.test.ts',
  'packages/language-models/src/gpu-buffers.own-page.browser.test.ts',
  'packages/slowfast-llava/src/open-assistant.both.test.ts',
  'packages/slowfast-llava/src/chat.both.test.ts',
  'packages/slowfast-llava/src/open-assistant.browser.test.ts',
  'packages/tensor-backends/src/onnx/onnx-backend.both.test.ts',
  'apps/web/tests/memory.test.ts',
  'packages/model-converter/src/decoder-graph/decoder-graph.both.test.ts',
  'packages/language-models/src/cache-sharing.both.test.ts',
  'packages/frame-sources/src/node/conformance.test.ts',
  'packages/language-models/src/state-lifetimes.both.test.ts',
  'apps/node/src/find.test.ts',
  'apps/node/src/ask.test.ts',
  'models/embedded/plain-clips.both.test.ts',
  'models/embedded/finding.both.test.ts',
  'packages/pipeline/src/finding/find.both.test.ts',
  'models/embedded/known-pictures.both.test.ts',
  'packages/vision-encoders/src/families-pixels.both.test.ts',
  'packages/slowfast-llava/src/hub-model.browser.test.ts',
  'packages/tensor-backends/src/tfjs/tfjs-webgl.browser.test.ts',
  'apps/node/src/bad-input.test.ts',
  'apps/node/src/decide.test.ts',
  'packages/model-files/src/model-on-server.browser.test.ts',
  'packages/slowfast-llava/src/ten-videos.own-page.browser.test.ts',
  'apps/web/tests/offline.test.ts',
  'packages/onnx-session/src/node/products-on-processors.test.ts',
  'apps/web/tests/models.test.ts',
  'packages/model-converter/src/forms-on-processors.test.ts',
  'packages/frame-sources/src/node/node-av/node-av-decoder.test.ts',
];

/**
 * Begins with the files that take long, whichever project they are of: begun late, the last of them would run alone. Vitest
 * itself knows how long a file takes only where it ran before, and goes by the size of the file elsewhere.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((path) => moduleId.endsWith(`/${path}`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
