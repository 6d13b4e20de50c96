import { isError } from '@slowfast/spec';
import type { MediaBytes } from '../media-bytes.ts';
import { type OpenedContainer, openContainer } from './container.ts';
import { withMatroskaTail } from './matroska-tail.ts';
import { type OpenedPart, openPart } from './open-part.ts';

/** Opens the files that lie behind the first one in a file. What can't be opened, or holds no picture, is left out as damage is. */
export async function openLaterParts(
  parts: readonly MediaBytes[],
  isMatroska: boolean,
  signal: AbortSignal | undefined,
): Promise<OpenedPart[]> {
  const opened: OpenedPart[] = [];
  let isKept = false;
  try {
    for (const part of parts) {
      const container = await openContainer(isMatroska ? await withMatroskaTail(part) : part);
      const video = container && (await openSafely(part, container, signal));
      if (video) opened.push(video);
    }
    isKept = true;
    return opened;
  } finally {
    if (!isKept) for (const each of opened) each.close();
  }
}

async function openSafely(
  part: MediaBytes,
  container: OpenedContainer,
  signal: AbortSignal | undefined,
): Promise<OpenedPart | undefined> {
  const video = await openPart(part, container, signal).catch((error) => {
    signal?.throwIfAborted();
    if (!isError(error)) throw error;
    return undefined;
  });
  if (!video || 'obstacle' in video || video.packets.index.packetOfFrame.length === 0) {
    if (video && 'close' in video) video.close();
    container.close();
    return undefined;
  }
  return {
    ...video,
    close: () => {
      video.close();
      container.close();
    },
  };
}
