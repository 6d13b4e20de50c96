import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoopbackHub, startLoopbackHub } from '@slowfast/loopback-hub';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { RetryPolicy } from '../index.ts';
import type { NodeHubSettings } from '../node/hub-settings-from-environment.ts';
import { longerThanATest } from './hub-space.ts';
import { smallModel } from './small-model.ts';

/** The model that the hub of tests in Node has. */
export const modelId = 'owner/small';

/** A hub that is tried again at once. */
export const quickly: Partial<RetryPolicy> = {
  firstDelayMs: 1,
  longestDelayMs: 5,
  answerMs: longerThanATest,
  stallMs: longerThanATest,
};

/** What a test in Node has: a hub with the small model, and an empty cache. */
export interface NodeHub {
  readonly hub: LoopbackHub;
  /** Commit of the branch `main`. */
  readonly commit: string;
  readonly cacheFolder: string;
  readonly settings: NodeHubSettings;
}

/** A hub for the tests of a file, with an empty cache, no rules and no requests for each test. */
export function nodeHubForTests(): NodeHub {
  let hub: LoopbackHub;
  let commit: string;
  let cacheFolder: string;
  beforeAll(async () => {
    hub = await startLoopbackHub();
  });
  afterAll(() => hub[Symbol.asyncDispose]());
  beforeEach(async () => {
    commit = hub.publish(modelId, smallModel);
    hub.misbehave();
    hub.forgetRequests();
    cacheFolder = await mkdtemp(join(tmpdir(), 'hub-cache-'));
  });
  afterEach(() => rm(cacheFolder, { recursive: true, force: true }));
  return {
    get hub() {
      return hub;
    },
    get commit() {
      return commit;
    },
    get cacheFolder() {
      return cacheFolder;
    },
    get settings() {
      return { endpoint: hub.endpoint, offline: false, cacheFolder };
    },
  };
}
