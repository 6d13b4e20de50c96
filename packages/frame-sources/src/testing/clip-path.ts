import { fileURLToPath } from 'node:url';
import { fixtures } from './clips.ts';

/** Path of a clip, in Node. */
export function clipPath(name: string): string {
  return fileURLToPath(new URL(`clips/${name}`, fixtures.url));
}
