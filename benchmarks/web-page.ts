import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '@slowfast/chromium';
import { preview } from 'vite';
import { machineLine } from './machine.ts';

// The built page (`pnpm --filter @slowfast/web build`) over ten videos in a row, as people use it: how long its main thread
// was busy at a stretch, and the most memory that its process took.

const VIDEOS = 10;
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const server = await preview({ root: path('../apps/web'), logLevel: 'error', preview: { port: 0 } });
const { port } = server.httpServer.address() as AddressInfo;
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  const longTasks = () => page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks.splice(0));
  await page.goto(`http://localhost:${port}/`);
  await page.getByText(/offline/i).waitFor();
  console.log(`${machineLine()}, Chromium ${browser.version()}\n`);
  console.log(`Tasks over 50 ms while the page loads: ${told(await longTasks())}.\n`);
  console.log(
    '| video | over 50 ms on opening | over 50 ms while answering | peak memory, MB |\n|---|---|---|---|',
  );
  for (let video = 0; video < VIDEOS; video += 1) {
    const clip = path(`../models/embedded/clips/clip-00${video}.mp4`);
    await page.getByLabel('Video', { exact: true }).first().setInputFiles(clip);
    await page
      .getByRole('button', { name: /^Frame \d+ at/ })
      .nth(15)
      .waitFor();
    // The pictures of the frames come one by one.
    await page.waitForTimeout(1000);
    const opening = await longTasks();
    await page.getByRole('textbox', { name: 'Question', exact: true }).fill('What shape appears?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.locator('[role=log] article[aria-busy=false]').waitFor();
    await page.waitForTimeout(300);
    const answering = await longTasks();
    console.log(`| ${video + 1} | ${told(opening)} | ${told(answering)} | ${await peakMegabytes()} |`);
  }
} finally {
  await browser.close();
  await server.close();
}

function told(tasks: readonly number[]): string {
  return tasks.length === 0
    ? 'none'
    : tasks.map((milliseconds) => `${Math.round(milliseconds)} ms`).join(', ');
}

/** The most that the page's process has taken so far, its workers and WebAssembly included (Linux only). */
async function peakMegabytes(): Promise<string> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const peaks = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
        return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1000;
      }),
  );
  return Math.max(...peaks).toFixed(0);
}
