import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { launchChromium } from '@slowfast/chromium';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page, Worker } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, inject, onTestFailed } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** How long a page is waited for before it hangs. */
    readonly longestWaitMs: number;
  }
}

let browser: Browser;
/** Profiles of the test that runs. */
const contexts: BrowserContext[] = [];

/** Starts the browser of a test file and closes it afterwards; the pages of a test are closed with it. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(() => browser.close());
}

/** One app for the tests of a group, where each leaves it as good as new: that it does is part of what they test. */
export function useSharedApp(options: OpenAppOptions = {}): () => App {
  let app: App;
  beforeAll(async () => {
    app = await openPage(options);
  });
  afterAll(() => app.page.context().close());
  return () => app;
}

/** Opens the app in a browser profile of its own. */
export async function openApp(options: OpenAppOptions = {}): Promise<App> {
  const app = await openPage(options);
  contexts.push(app.page.context());
  onTestFailed(() => console.log(['The page complained of:', ...app.complaints].join('\n')));
  return app;
}

type OpenAppOptions = BrowserContextOptions & { readonly url?: string };

/** Keeping the whole page for later takes as long as opening it: there is a service worker only where a test asks for it. */
async function openPage(options: OpenAppOptions): Promise<App> {
  const { url = inject('appUrl'), ...contextOptions } = options;
  const context = await browser.newContext({ serviceWorkers: 'block', ...contextOptions });
  context.setDefaultTimeout(inject('longestWaitMs'));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return new App(page, complaints);
}

/** The page as people and tools find their way in it: by roles and names. */
export class App {
  readonly page: Page;
  /** What the browser reported as errors. */
  readonly complaints: readonly string[];

  constructor(page: Page, complaints: readonly string[]) {
    this.page = page;
    this.complaints = complaints;
  }

  get question(): Locator {
    return this.page.getByRole('textbox', { name: 'Question', exact: true });
  }

  get askButton(): Locator {
    return this.page.getByRole('button', { name: 'Ask', exact: true });
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  /** Entries of the conversation, oldest first. */
  get turns(): Locator {
    return this.page.getByRole('log').getByRole('article');
  }

  /** Frames of the film strip; those of the Slow pathway say so in their names. */
  frames(name = /^Frame \d+ at /): Locator {
    return this.page.getByRole('button', { name });
  }

  /** The picture of the tokens within the context; its name says it in words. */
  get tokenPicture(): Locator {
    return this.page.getByRole('img', { name: /tokens?: / });
  }

  /** Unfolds the settings. */
  async openSettings(): Promise<void> {
    await this.page.getByRole('heading', { name: 'Settings' }).click();
  }

  /** Folds them again. */
  async foldSettings(): Promise<void> {
    await this.openSettings();
  }

  /** Waits for a video that was given in place of another: its conversation is a new one. */
  async waitForNewVideo(): Promise<void> {
    await expect.poll(() => this.turns.count()).toBe(0);
    await expect.poll(() => this.frames().count()).toBe(16);
  }

  /** Gives the page a video through the file input. */
  async choose(path: string): Promise<void> {
    await this.page.getByLabel('Video', { exact: true }).first().setInputFiles(path);
  }

  /** Drops a file on the page. */
  async drop(path: string): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ([name, base64]) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const dropped = new DataTransfer();
        dropped.items.add(new File([bytes], name));
        return dropped;
      },
      [basename(path), readFileSync(path, 'base64')] as const,
    );
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.page.locator('body').dispatchEvent(type, { dataTransfer: transfer });
    }
  }

  /** Ends the worker of the assistant without a word, as a browser does that is short of memory. */
  async killAssistantWorker(): Promise<void> {
    await this.#assistantWorker.evaluate(() => self.close());
  }

  /** The same, as soon as it is to watch a video. */
  async killAssistantWorkerAtWork(): Promise<void> {
    await this.#assistantWorker.evaluate(() =>
      self.addEventListener('message', ({ data }) => data.method === 'watch' && self.close()),
    );
  }

  get #assistantWorker(): Worker {
    const worker = this.page.workers().find((each) => each.url().includes('assistant-worker'));
    if (!worker) throw new Error('There is no worker of an assistant.');
    return worker;
  }

  /** Presses Stop in the moment in which it is there, before anything of an answer can come. */
  async stopAtOnce(): Promise<void> {
    await this.page.evaluate(() => {
      const observer = new MutationObserver(() => {
        const stop = [...document.querySelectorAll('button')].find(
          (each) => each.textContent?.trim() === 'Stop',
        );
        if (!stop) return;
        observer.disconnect();
        stop.click();
      });
      observer.observe(document.body, { subtree: true, childList: true });
    });
  }

  /** Asks, waits for the whole answer and gives it. */
  async ask(question: string): Promise<string> {
    const before = await this.turns.count();
    await this.question.fill(question);
    await this.askButton.click();
    const turn = this.turns.nth(before);
    await turn.waitFor();
    await expect.poll(() => turn.getAttribute('aria-busy')).toBe('false');
    const answer = ((await turn.locator('[data-answer]').textContent()) ?? '').trim();
    // What kept the page from answering says more than that there is no answer.
    return answer || (await this.alert.allTextContents()).join(' ');
  }
}
