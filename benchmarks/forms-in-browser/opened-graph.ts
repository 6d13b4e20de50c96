import { join } from 'node:path';
import type { launchChromium } from '@slowfast/chromium';
import { createOnnxSession } from '@slowfast/onnx-session';
import { runStep, type Step, type StepResult } from './run-step.ts';
import './graph-in-page.ts';

type Browser = Awaited<ReturnType<typeof launchChromium>>;

/** A graph that is loaded, in Node or in a page. */
export interface OpenedGraph extends AsyncDisposable {
  run(step: Step): Promise<StepResult>;
  /** Processor time of what runs it, so far. */
  processorSeconds(): Promise<number>;
}

/** Loads the graph of a folder with onnxruntime-node. */
export async function openInNode(folder: string, threads: number): Promise<OpenedGraph> {
  const session = await createOnnxSession(join(folder, 'model.onnx'), { threads });
  return {
    run: (step) => runStep(session, step),
    async processorSeconds() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    [Symbol.asyncDispose]: () => session.dispose(),
  };
}

/** Loads a graph that is served beside the page with onnxruntime-web on WebAssembly, in a page of its own. */
export async function openInChromium(
  browser: Browser,
  url: string,
  path: string,
  threads: number,
): Promise<OpenedGraph> {
  const page = await browser.newPage();
  const devTools = await browser.newBrowserCDPSession();
  await page.goto(url);
  const address = new URL(path.split('/').map(encodeURIComponent).join('/'), url).href;
  await page.evaluate(([at, count]) => openGraphInPage(at, count), [address, threads] as const);
  return {
    run: (step) => page.evaluate((given) => runGraphInPage(given), step),
    async processorSeconds() {
      const { processInfo } = await devTools.send('SystemInfo.getProcessInfo');
      const renderers = processInfo.filter(({ type }) => type === 'renderer');
      return renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    },
    async [Symbol.asyncDispose]() {
      await devTools.detach();
      await page.close();
    },
  };
}
