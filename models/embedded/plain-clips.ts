/** Where a thing goes: along one axis of the picture, y downwards, and the embedded model's words for it. */
export interface Way {
  readonly x: -1 | 0 | 1;
  readonly y: -1 | 0 | 1;
  readonly answer: string;
}

const left: Way = { x: -1, y: 0, answer: 'to the left' };
const right: Way = { x: 1, y: 0, answer: 'to the right' };
const up: Way = { x: 0, y: -1, answer: 'up' };
const down: Way = { x: 0, y: 1, answer: 'down' };

/** A coloured box or disc that moves over a plain background. Colours are ffmpeg's own, by their names. */
export interface PlainClip {
  readonly file: string;
  readonly thing: 'box' | 'disc';
  readonly colour: string;
  readonly background: string;
  readonly way: Way;
  /** Where it stands across its way, from 0 to 1. */
  readonly across: number;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly seconds: number;
}

type Row = [
  thing: PlainClip['thing'],
  colour: string,
  background: string,
  way: Way,
  across: number,
  size: readonly [width: number, height: number],
  framesPerSecond: number,
  seconds: number,
  container: 'mp4' | 'webm',
];

const rows: readonly Row[] = [
  ['box', 'red', 'gray', right, 0.5, [640, 360], 30, 1, 'mp4'],
  ['disc', 'blue', 'white', left, 0.3, [320, 240], 25, 2, 'mp4'],
  ['box', 'green', 'lightgrey', up, 0.7, [480, 480], 24, 3, 'webm'],
  ['disc', 'yellow', 'black', down, 0.5, [720, 480], 29.97, 5, 'mp4'],
  ['box', 'orange', 'darkslategray', left, 0.6, [176, 144], 10, 8, 'mp4'],
  ['disc', 'purple', 'beige', right, 0.2, [854, 480], 60, 4, 'mp4'],
  ['box', 'white', 'navy', down, 0.4, [360, 640], 30, 6, 'webm'],
  ['disc', 'black', 'silver', up, 0.5, [400, 300], 15, 10, 'mp4'],
  ['box', 'blue', 'gray', right, 0.8, [256, 256], 12, 15, 'mp4'],
  ['disc', 'red', 'white', down, 0.3, [640, 480], 50, 2.5, 'webm'],
  ['box', 'yellow', 'dimgray', left, 0.5, [1280, 720], 24, 3, 'mp4'],
  ['disc', 'green', 'black', right, 0.6, [320, 180], 5, 20, 'mp4'],
  ['box', 'purple', 'lightgrey', up, 0.4, [240, 320], 20, 30, 'mp4'],
  ['disc', 'orange', 'navy', down, 0.7, [300, 200], 8, 45, 'webm'],
  ['box', 'black', 'beige', left, 0.2, [352, 288], 12, 60, 'mp4'],
  ['disc', 'white', 'darkslategray', up, 0.6, [512, 288], 30, 1.5, 'mp4'],
  ['box', 'red', 'black', up, 0.5, [432, 240], 25, 12, 'webm'],
  ['disc', 'blue', 'lightgrey', down, 0.5, [192, 144], 6, 25, 'mp4'],
  ['box', 'green', 'white', right, 0.3, [600, 338], 30, 7, 'mp4'],
  ['disc', 'yellow', 'gray', left, 0.7, [480, 270], 48, 1, 'webm'],
];

/** Clips that the world's generator has no part in: 1 to 60 seconds, 5 to 60 frames a second, upright and wide, H.264 and VP9. */
export const plainClips: readonly PlainClip[] = rows.map(
  (
    [thing, colour, background, way, across, [width, height], framesPerSecond, seconds, container],
    index,
  ) => ({
    file: `plain-${String(index).padStart(2, '0')}.${container}`,
    thing,
    colour,
    background,
    way,
    across,
    width,
    height,
    framesPerSecond,
    seconds,
  }),
);
