import {
  DisposedError,
  type Frame,
  type FrameOptions,
  type FrameSelection,
  type FrameSource,
  VideoDamagedError,
} from '@slowfast/spec';
import type { PictureReader, ReadPicture } from './picture-reader.ts';
import { selectedIndices } from './selection.ts';
import { createStandIns, type StandIn } from './stand-ins.ts';
import { createFinisher } from './upright.ts';

/**
 * A {@link FrameSource} over anything that gives pictures by index. It resolves selections, decodes repeated frames once,
 * finds stand-ins for damaged ones, and holds one finished picture at a time. The source owns the reader.
 */
export function createFrameSource(reader: PictureReader): FrameSource {
  const disposal = new AbortController();
  const disposed = new DisposedError({ what: `The video ${reader.place}` });
  let closed: Promise<void> | undefined;

  async function* frames(selection: FrameSelection, options: FrameOptions): AsyncGenerator<Frame, void> {
    disposal.signal.throwIfAborted();
    options.signal?.throwIfAborted();
    const selected = selectedIndices(selection, reader.info);
    const signal = options.signal ? AbortSignal.any([disposal.signal, options.signal]) : disposal.signal;
    const finish = createFinisher(reader.info.rotationDegrees, options.transform);
    const standIn = createStandIns(reader, finish, signal);
    const pictures = reader.read([...new Set(selected)], signal)[Symbol.asyncIterator]();
    let substituted = 0;
    let next: ReadPicture | undefined;
    let current: StandIn | undefined;
    let isRepaired = false;
    let previous = -1;
    try {
      for (const [at, index] of selected.entries()) {
        signal.throwIfAborted();
        if (index !== previous) {
          if (!next || next.index < index) next = await following(pictures);
          signal.throwIfAborted();
          if (next?.index === index) {
            current = { decodedIndex: index, image: finish(next.image) };
            isRepaired = next.isRepaired ?? false;
          } else current = await standIn(index);
          previous = index;
        }
        if (!current) {
          throw new VideoDamagedError({
            place: reader.place,
            substituted: selected.length,
            selected: selected.length,
          });
        }
        const isOwn = current.decodedIndex === index;
        if (!isOwn) substituted++;
        yield {
          index,
          timestampSeconds: reader.info.frameTimestampsSeconds[index]!,
          width: current.image.width,
          height: current.image.height,
          data: isOwn && selected[at + 1] !== index ? current.image.data : current.image.data.slice(),
          status: isOwn ? (isRepaired ? 'repaired' : 'exact') : 'substituted',
          decodedIndex: current.decodedIndex,
        };
      }
    } catch (error) {
      // What fails because it was stopped counts as stopped.
      signal.throwIfAborted();
      throw error;
    } finally {
      await pictures.return?.();
    }
    if (substituted * 2 > selected.length) {
      throw new VideoDamagedError({ place: reader.place, substituted, selected: selected.length });
    }
  }

  const dispose = () => {
    disposal.abort(disposed);
    closed ??= reader.close();
    return closed;
  };
  return {
    info: reader.info,
    frames: (selection, options = {}) => frames(selection, options),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

async function following(pictures: AsyncIterator<ReadPicture>): Promise<ReadPicture | undefined> {
  const { value, done } = await pictures.next();
  return done ? undefined : value;
}
