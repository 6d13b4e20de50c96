import type { LoggedRequest } from '@slowfast/loopback-hub';
import type { HubProgress } from '../../hub-progress.ts';
import { hubSpace as spaceOfHub } from '../../testing/hub-space.ts';
import type { PullHubModelOptions } from '../pull-options.ts';

/** A hub of a test's own, and options with which downloads from it soon fail. */
export function hubSpace(settings: { readonly token?: string; readonly offline?: boolean } = {}) {
  const hub = spaceOfHub(settings.token);
  const { endpoint } = hub.settings;
  const seen: HubProgress[] = [];
  const options: PullHubModelOptions = {
    settings: { endpoint, ...settings },
    retryPolicy: { ...hub.retryPolicy, attempts: 3, attemptsInAll: 6 },
    onProgress: (progress) => void seen.push(progress),
  };
  const goingOn: PullHubModelOptions = {
    ...options,
    onProgress: (progress) => {
      seen.push(progress);
      if (progress.type === 'bytes-arrived') void hub.goOn();
    },
  };
  return {
    endpoint,
    options,
    /** The same, and an answer that is held goes on as soon as something of it has arrived. */
    goingOn,
    misbehave: hub.misbehave,
    requests: () => hub.requests(),
    /** Progress so far. */
    seen,
    /** What was asked for but listings and redirects. */
    async fileRequests(): Promise<readonly LoggedRequest[]> {
      const isFile = ({ path }: LoggedRequest) => /^\/blobs\/|\/resolve-cache\//.test(path);
      return (await hub.requests()).filter(isFile);
    },
  };
}

/** Resolves once it is so; the test's own time limit ends what never is. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}
