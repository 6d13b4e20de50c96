import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { VideoPlan } from '@slowfast/spec';
import type { FilmStrip } from '../film-strip/film-strip.ts';
import type { Picture } from '../film-strip/picture.ts';
import type { ChosenVideo } from './video-choice.ts';

/** Pictures that are kept at most; those of the present plan stay whatever their number. */
const mostKept = 512;

/**
 * Pictures of the planned frames by index, fetched as the plan changes; those that are there already are not fetched again.
 * Damaged videos keep the pictures that came.
 */
export function createFramePictures(
  video: ReadonlySignal<ChosenVideo | undefined>,
  plan: ReadonlySignal<VideoPlan | undefined>,
  filmStrip: FilmStrip,
): ReadonlySignal<ReadonlyMap<number, Picture>> {
  const pictures = signal<ReadonlyMap<number, Picture>>(new Map());
  let of: ChosenVideo | undefined;

  effect(() => {
    const chosen = video.value;
    const planned = plan.value;
    if (chosen !== of) pictures.value = new Map();
    of = chosen;
    if (!chosen || !planned) return;
    const wanted = new Set(planned.selectedFrames.map(({ index }) => index));
    const missing = [...wanted].filter((index) => !pictures.peek().has(index)).sort((a, b) => a - b);
    if (missing.length === 0) return;
    const stop = new AbortController();
    const keep = (picture: Picture) => {
      if (stop.signal.aborted) return;
      const kept = new Map(pictures.peek());
      kept.set(picture.index, picture);
      for (const index of kept.keys()) {
        if (kept.size <= mostKept) break;
        if (!wanted.has(index)) kept.delete(index);
      }
      pictures.value = kept;
    };
    // The strip is an ornament: the same damage is reported when the video is watched.
    filmStrip.pictures(missing, keep, stop.signal).catch(() => {});
    return () => stop.abort();
  });
  return pictures;
}
