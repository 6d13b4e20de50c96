import { whyNoPicture } from '../known-picture.ts';
import { decodeRuns } from './decode-runs.ts';
import { loadNodeAv, type NodeAv } from './load-node-av.ts';

let asked: Promise<string | undefined> | undefined;

/** Why node-av can't be used here; absent when it can: when it has decoded a picture, once per process. */
export function nodeAvRefusal(): Promise<string | undefined> {
  asked ??= ask();
  return asked;
}

async function ask(): Promise<string | undefined> {
  let av: NodeAv;
  try {
    av = await loadNodeAv();
  } catch {
    return 'node-av is not installed, or has no build for this machine';
  }
  const whyNot = await whyNoPicture((...given) => decodeRuns(av, ...given));
  return whyNot === undefined ? undefined : `node-av ${whyNot}`;
}
