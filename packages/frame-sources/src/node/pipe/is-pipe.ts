import type { Stats } from 'node:fs';
import { VideoUnreadableError } from '@slowfast/spec';

/**
 * Whether what is at a path is read once, from its beginning: a pipe, or a socket.
 *
 * @throws VideoUnreadableError for devices, a terminal among them: they may never end.
 */
export function isPipe(place: string, status: Stats): boolean {
  if (status.isFIFO() || status.isSocket()) return true;
  if (status.isCharacterDevice() || status.isBlockDevice()) {
    throw new VideoUnreadableError({ place, found: 'a terminal or another device' });
  }
  return false;
}
