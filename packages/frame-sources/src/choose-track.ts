/** What is known of a video track before it is decoded. */
export interface TrackFacts {
  /** Whether the file marks it as the one to show. */
  readonly isDefault: boolean;
  /** How many pictures it has; more than {@link enoughPictures} need not be counted. */
  readonly pictureCount: number;
  /** Size of its pictures in pixels. */
  readonly width: number;
  readonly height: number;
}

/** A track with so many pictures is no still image. */
export const enoughPictures = 5;

/**
 * The video track that is meant where a file has several: one that is marked as the one to show, then one that moves, then the
 * largest, then the first. Cover pictures are no tracks: leave them out before. `undefined` where there are none.
 *
 * Source: FFmpeg's choice (`av_find_best_stream`, and without `-map`).
 */
export function chooseTrack<T extends TrackFacts>(tracks: readonly T[]): T | undefined {
  const pictures = (track: T) => Math.min(track.pictureCount, enoughPictures);
  const area = (track: T) => track.width * track.height;
  return [...tracks].sort(
    (a, b) => Number(b.isDefault) - Number(a.isDefault) || pictures(b) - pictures(a) || area(b) - area(a),
  )[0];
}
