/** What the choice of a picture track goes by. */
export interface TrackFacts {
  /** In pixels, as stored. */
  readonly width: number;
  readonly height: number;
  /** Whether the file marks it as the one to show. */
  readonly isDefault: boolean;
  /** Whether it is a single picture beside a moving one: the still image that an animated AVIF holds too. */
  readonly isStill?: boolean;
}

/**
 * The track that players show: a moving one, marked as the default, the largest, the first. Covers must be left out before.
 * PyAV's `streams.best` and ffmpeg without `-map` go by the same but for the first: a still picture that is marked as the default is
 * what they take, and here it is not.
 */
export function bestTrack<Track extends TrackFacts>(tracks: readonly Track[]): Track | undefined {
  const pixels = (track: Track) => track.width * track.height;
  return tracks.toSorted(
    (a, b) =>
      Number(a.isStill ?? false) - Number(b.isStill ?? false) ||
      Number(b.isDefault) - Number(a.isDefault) ||
      pixels(b) - pixels(a),
  )[0];
}
