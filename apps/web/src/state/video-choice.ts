import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { VideoInfo } from '@slowfast/spec';
import type { FilmStrip } from '../film-strip/film-strip.ts';
import { type Problem, problemOf } from './problem.ts';

/** The video that questions are about. */
export interface ChosenVideo {
  readonly name: string;
  /** A file, or the address of one. */
  readonly source: Blob | string;
  /** What a player plays. */
  readonly url: string;
  readonly info: VideoInfo;
}

/** The video that people chose, at most one. */
export interface VideoChoice {
  readonly video: ReadonlySignal<ChosenVideo | undefined>;
  /** The name of a video that is being opened. */
  readonly opening: ReadonlySignal<string | undefined>;
  /** Why the last one could not be opened. */
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** Opens a file, or the address of one; the video before stays until this one is open. */
  choose(source: File | string): Promise<void>;
  /** Back to the first screen. */
  clear(): void;
  dismissProblem(): void;
}

/** No video yet. */
export function createVideoChoice(filmStrip: FilmStrip): VideoChoice {
  const video = signal<ChosenVideo | undefined>();
  const opening = signal<string | undefined>();
  const problem = signal<Problem | undefined>();
  let stop = new AbortController();

  function replace(next: ChosenVideo | undefined): void {
    const before = video.value;
    video.value = next;
    if (before?.source instanceof Blob) URL.revokeObjectURL(before.url);
  }

  return {
    video,
    opening,
    problem,
    async choose(source) {
      stop.abort();
      stop = new AbortController();
      const { signal: stopped } = stop;
      const name = source instanceof File ? source.name : nameOf(source);
      batch(() => {
        opening.value = name;
        problem.value = undefined;
      });
      try {
        const info = await filmStrip.open(source, stopped);
        const url = source instanceof File ? URL.createObjectURL(source) : source;
        batch(() => {
          opening.value = undefined;
          replace({ name, source, url, info });
        });
      } catch (error) {
        if (stopped.aborted) return;
        batch(() => {
          opening.value = undefined;
          problem.value = problemOf(error);
        });
      }
    },
    clear() {
      stop.abort();
      batch(() => {
        opening.value = undefined;
        problem.value = undefined;
        replace(undefined);
      });
    },
    dismissProblem() {
      problem.value = undefined;
    },
  };
}

function nameOf(address: string): string {
  const { pathname, host } = new URL(address, location.href);
  return decodeURIComponent(pathname.split('/').at(-1) ?? '') || host;
}
