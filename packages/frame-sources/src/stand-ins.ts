import type { RgbImage, YuvImage } from '@slowfast/images';
import type { PictureReader } from './picture-reader.ts';

/** A finished picture and the frame that it shows. */
export interface StandIn {
  readonly decodedIndex: number;
  readonly image: RgbImage;
}

/** Finds the nearest decodable picture for frames that can't be decoded, and remembers what it learnt of the damage. */
export function createStandIns(
  reader: PictureReader,
  finish: (image: RgbImage | YuvImage) => RgbImage,
  signal: AbortSignal,
): (index: number) => Promise<StandIn | undefined> {
  /** Decodable frames of each group that was tried, by the group's first frame. */
  const decodable = new Map<number, readonly number[]>();
  let last: StandIn | undefined;

  async function tryGroup(group: readonly number[]): Promise<readonly number[]> {
    const known = decodable.get(group[0]!);
    if (known) return known;
    const found: number[] = [];
    for await (const picture of reader.read(group, signal)) found.push(picture.index);
    decodable.set(group[0]!, found);
    return found;
  }

  async function pictureOf(index: number): Promise<StandIn | undefined> {
    if (last?.decodedIndex === index) return last;
    for await (const picture of reader.read([index], signal)) {
      last = { decodedIndex: picture.index, image: finish(picture.image) };
      return last;
    }
    return undefined;
  }

  return async (index) => {
    let best: number | undefined;
    const candidates = new Set<number>();
    const distance = (other: number) => Math.abs(other - index);
    for (const group of reader.neighbours(index)) {
      if (group.length === 0) continue;
      const nearest = Math.min(distance(group[0]!), distance(group.at(-1)!));
      const isOwn = group[0]! <= index && index <= group.at(-1)!;
      if (best !== undefined && !isOwn && nearest >= distance(best)) break;
      for (const each of await tryGroup(group)) {
        candidates.add(each);
        if (best === undefined || distance(each) < distance(best)) best = each;
      }
    }
    // What a decoder with threads makes of damage is not always the same: what came out before may not come out again.
    for (const each of [...candidates].sort((a, b) => distance(a) - distance(b))) {
      const picture = await pictureOf(each);
      if (picture) return picture;
    }
    return undefined;
  };
}
