import { browserVideoTokenCache } from '../browser.ts';

// Answers the name of a cache with what it holds under `key`.
globalThis.onmessage = ({ data }: MessageEvent<string>) => {
  void browserVideoTokenCache({ name: data })
    .get('key')
    .then((found) => globalThis.postMessage(found));
};
