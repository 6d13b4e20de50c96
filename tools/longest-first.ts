import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Test files that take long, the longest first; one that is not named here takes less than half a minute. */
const longest: readonly string[] = [
  'models/embedded/fixed-clips.both.test.ts',
  'packages/language-models/src/conformance.both.test.ts',
  'packages/language-models/src/published-on-processors.test.ts',
  'apps/web/tests/trouble.test.ts',
  'apps/web/tests/hub.test.ts',
  'packages/language-models/src/decoder/loaded-decoder.both.test.ts',
  'apps/web/tests/accessibility.test.ts',
  'apps/web/tests/asking.test.ts',
  'packages/language-models/src/families.both.test.ts',
  'packages/model-files/src/hub/browser/hub-in-page.browser.test.ts',
  'packages/slowfast-llava/src/open-assistant.both.test.ts',
  'packages/slowfast-llava/src/ten-videos.browser.test.ts',
  'apps/web/tests/models.test.ts',
  'packages/model-converter/src/decoder/decoder.both.test.ts',
  'packages/slowfast-llava/src/open-assistant.browser.test.ts',
  'packages/language-models/src/gpu-buffers.browser.test.ts',
  'packages/tensor-backends/src/onnx/onnx-backend.both.test.ts',
  'apps/node/src/models.test.ts',
  'apps/node/src/bench-accuracy.test.ts',
  'apps/web/tests/memory.test.ts',
  'packages/slowfast-llava/src/hub-model.browser.test.ts',
  'packages/language-models/src/converted-decoder.both.test.ts',
  'models/embedded/plain-clips.both.test.ts',
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
