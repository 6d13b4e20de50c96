import type { LoggedRequest, Misbehaviour } from '@slowfast/loopback-hub';
import type {} from '@slowfast/loopback-hub/vitest-setup';
import { inject } from 'vitest';
import { defaultRetryPolicy, type HubAsking } from '../index.ts';

/** The model of the hub that tests in pages have. */
export const hubModel = 'slowfast/tiny-chatml';

/** A hub that is slow because the machine is busy is no hub that is silent: milliseconds that no answer of it takes. */
export const longerThanATest = 3_600_000;

/** A hub of a test's own, in Node and in pages, which is waited for as long as a test may take. */
export interface TestHub extends HubAsking {
  misbehave(...rules: readonly Misbehaviour[]): Promise<void>;
  /** Lets answers go on that are held. */
  goOn(): Promise<void>;
  requests(origin?: LoggedRequest['origin']): Promise<readonly LoggedRequest[]>;
}

/** A new space of the hub that all tests share. */
export function hubSpace(token?: string): TestHub {
  const endpoint = `${inject('loopbackHub')}/space/${crypto.randomUUID()}`;
  return {
    settings: { endpoint, offline: false, token },
    retryPolicy: {
      ...defaultRetryPolicy,
      firstDelayMs: 5,
      longestDelayMs: 20,
      answerMs: longerThanATest,
      stallMs: longerThanATest,
    },
    async misbehave(...rules) {
      await fetch(`${endpoint}/-/misbehave`, { method: 'POST', body: JSON.stringify(rules) });
    },
    async goOn() {
      await fetch(`${endpoint}/-/go-on`, { method: 'POST' });
    },
    async requests(origin) {
      const all: LoggedRequest[] = await (await fetch(`${endpoint}/-/requests`)).json();
      return origin === undefined ? all : all.filter((request) => request.origin === origin);
    },
  };
}
