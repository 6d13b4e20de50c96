import type { LoggedRequest, Misbehaviour } from '@slowfast/loopback-hub';
import { inject } from 'vitest';
import type { HubProgress } from '../../hub-progress.ts';
import type { PullHubModelOptions } from '../pull-options.ts';

/** The model of the hub for tests. */
export const model = 'slowfast/tiny-chatml';

/** A hub of a test's own, and options that make downloads from it quick to fail. */
export function hubSpace(settings: { readonly token?: string; readonly offline?: boolean } = {}) {
  const endpoint = `${inject('loopbackHub')}/space/${crypto.randomUUID()}`;
  const seen: HubProgress[] = [];
  const options: PullHubModelOptions = {
    settings: { endpoint, ...settings },
    patience: {
      answerMs: 2000,
      stallMs: 500,
      attempts: 3,
      attemptsInAll: 6,
      firstDelayMs: 1,
      longestDelayMs: 5,
    },
    onProgress: (progress) => void seen.push(progress),
  };
  return {
    endpoint,
    options,
    /** Progress so far. */
    seen,
    async misbehave(...rules: readonly Misbehaviour[]): Promise<void> {
      await fetch(`${endpoint}/-/misbehave`, { method: 'POST', body: JSON.stringify(rules) });
    },
    /** What was asked for, listings and redirects left out or not. */
    async requests(of: 'all' | 'files' = 'all'): Promise<readonly LoggedRequest[]> {
      const answer = await fetch(`${endpoint}/-/requests`);
      const all: readonly LoggedRequest[] = await answer.json();
      return of === 'all'
        ? all
        : all.filter(({ path }) => path.startsWith('/blobs/') || path.includes('/resolve-cache/'));
    },
  };
}

/** Resolves once it is so; the test's own time limit ends what never is. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}
