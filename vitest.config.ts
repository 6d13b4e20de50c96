import { fileURLToPath } from 'node:url';
import { chromiumLaunchOptions, isolationHeaders, softwareVulkan } from '@slowfast/chromium';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { bundledWorkers } from './tools/bundled-workers.ts';
import { LongestFirst } from './tools/longest-first.ts';

// One configuration for the whole workspace: tests stand beside the code and run on the sources. `x.test.ts` runs in
// Node, `x.browser.test.ts` in Chromium, and `x.both.test.ts` in both, unchanged. The page is opened as it is built. A matrix
// of versions, of other programs or of what Node has tested already, `x.matrix.test.ts`, in Chromium `x.matrix.browser.test.ts`,
// has a command of its own, and one cell of it in an `x.test.ts` or `x.both.test.ts`.
const folders = '{packages,apps,tools,models,examples,benchmarks}';
const matrices = `${folders}/**/*.matrix.test.ts`;
const browserMatrices = `${folders}/**/*.matrix.browser.test.ts`;
const pageTests = 'apps/web/tests/**/*.test.ts';
const ownPages = `${folders}/**/*.own-page.browser.test.ts`;
const exclude = ['**/node_modules/**', '**/dist/**', '**/runs/**'];
const loopbackHub = 'packages/loopback-hub/src/vitest-setup.ts';
// A test waits for what it waits for, however busy the machine is: these bounds only end what hangs. A wait within a test ends
// before its test, because it can say what it waited for.
const longestTestMs = 600_000;
const longestWaitMs = 300_000;
const bounds = {
  testTimeout: longestTestMs,
  hookTimeout: longestTestMs,
  expect: { poll: { timeout: longestWaitMs } },
};
// Tests start many processes on the same sources; stripped of types and compiled by one, they are read by the others.
const compileCache = fileURLToPath(new URL('node_modules/.cache/node', import.meta.url));
// Some tests load onnxruntime-node by itself or below another library; it then sends usage data unless told otherwise.
const quietRuntime = { ORT_DISABLE_TELEMETRY: '1' };
// WebGPU in Node is tested on a graphics processor that is computed, wherever there is one.
const vulkan = await softwareVulkan();
// Servers of tests are on this machine, which a proxy is not asked for.
const noProxy = { NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };

/** What tests in Chromium have in common: modules, pages and servers. */
const inChromium = {
  plugins: [bundledWorkers()],
  server: { headers: isolationHeaders },
  // Prebundled, onnxruntime-web would not find the WebAssembly beside it. What Vite meets late makes it load the page
  // of a test again, which then fails: everything is found at the start.
  optimizeDeps: {
    exclude: ['onnxruntime-web', 'onnxruntime-node', 'node-av'],
    entries: [`${folders}/**/{src,stages}/**/*.{browser,both}.test.ts`],
  },
  test: {
    ...bounds,
    env: { VITEST_BROWSER_IFRAME_TIMEOUT: String(longestTestMs) },
    globalSetup: ['packages/model-files/src/testing/odd-server.ts', loopbackHub],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      connectTimeout: longestWaitMs,
      provider: playwright({ launchOptions: await chromiumLaunchOptions() }),
    },
  },
};

declare module 'vitest' {
  interface ProvidedContext {
    longestWaitMs: number;
  }
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...bounds,
          name: 'node',
          env: { NODE_COMPILE_CACHE: compileCache, ...quietRuntime, ...noProxy, ...vulkan },
          // Files share a process: what one changes outside of itself, it puts back. Each anew would load the same modules.
          isolate: false,
          include: [`${folders}/**/*.test.ts`],
          exclude: [...exclude, '**/*.browser.test.ts', matrices, pageTests],
          globalSetup: loopbackHub,
        },
      },
      {
        test: {
          ...bounds,
          name: 'matrix',
          env: { ...quietRuntime, ...vulkan },
          include: [matrices],
          exclude,
        },
      },
      {
        test: {
          ...bounds,
          name: 'page',
          isolate: false,
          provide: { longestWaitMs },
          include: [pageTests],
          globalSetup: 'apps/web/tests/testing/serve-app.ts',
        },
      },
      {
        ...inChromium,
        test: {
          ...inChromium.test,
          name: 'chromium',
          browser: {
            ...inChromium.test.browser,
            instances: [
              {
                browser: 'chromium',
                // Files share a page, as they share a process in Node.
                isolate: false,
                include: [`${folders}/**/*.{browser,both}.test.ts`],
                exclude: [...exclude, ownPages, browserMatrices],
              },
              { browser: 'chromium', name: 'chromium (own page)', include: [ownPages], exclude },
            ],
          },
        },
      },
      {
        ...inChromium,
        test: {
          ...inChromium.test,
          name: 'matrix-chromium',
          include: [browserMatrices],
          exclude,
          browser: { ...inChromium.test.browser, instances: [{ browser: 'chromium' }] },
        },
      },
    ],
  },
});
