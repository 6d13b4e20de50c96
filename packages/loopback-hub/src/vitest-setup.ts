import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startLoopbackHub } from './loopback-hub.ts';
import { filesOfFolder } from './published-model.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a hub with the model `slowfast/tiny-chatml`; `${loopbackHub}/space/<name>` is one of a test's own. */
    loopbackHub: string;
  }
}

const checkpoint = fileURLToPath(new URL('../../language-models/fixtures/tiny-chatml/', import.meta.url));

/** A hub for tests in pages. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const hub = await startLoopbackHub();
  hub.publish('slowfast/tiny-chatml', filesOfFolder(checkpoint));
  project.provide('loopbackHub', hub.endpoint);
  return async () => hub[Symbol.asyncDispose]();
}
