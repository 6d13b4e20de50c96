import type { DrawnShape, Scene } from '@slowfast/shape-world';
import { pureColour } from '@slowfast/shape-world';
import type { ClipFormat } from './encode-clip.ts';

/** A question that is shown with a demonstration clip, and its right answer. */
export interface DemoQuestion {
  readonly question: string;
  readonly options?: readonly string[];
  readonly answer: string;
}

/** A clip that the applications bring along. */
export interface DemoClip {
  readonly file: string;
  readonly codec: ClipFormat['codec'];
  readonly scene: Scene;
  readonly questions: readonly DemoQuestion[];
}

const aspectRatio = 4 / 3;

function drawn(
  look: Pick<DrawnShape, 'shape' | 'colour' | 'radius' | 'x' | 'y'> & Partial<DrawnShape>,
): DrawnShape {
  return { rgb: pureColour(look.colour), motion: 'still', distance: 0, rotationRadians: 0, ...look };
}

const evening = {
  from: [38, 44, 66],
  to: [66, 62, 92],
  angleRadians: 1.2,
  waveAmplitude: 0,
  waveCounts: [1, 1],
} as const;
const paper = {
  from: [244, 238, 224],
  to: [226, 218, 204],
  angleRadians: 1.0,
  waveAmplitude: 0,
  waveCounts: [1, 1],
} as const;
const dusk = {
  from: [52, 58, 64],
  to: [84, 78, 82],
  angleRadians: 2.2,
  waveAmplitude: 0,
  waveCounts: [1, 1],
} as const;

/** The demonstration clips; between them they show steady motion, a digit, and an event that a few frames alone would miss. */
export const demoClips: readonly DemoClip[] = [
  {
    file: 'circle.mp4',
    codec: 'h264',
    scene: {
      aspectRatio,
      background: paper,
      noise: 0,
      noiseSeed: 1,
      objects: [
        drawn({
          shape: 'circle',
          colour: 'red',
          radius: 0.15,
          x: 0.26,
          y: 0.52,
          motion: 'right',
          distance: 0.46,
        }),
      ],
    },
    questions: [
      { question: 'What shape appears?', answer: 'circle' },
      { question: 'Where does it go?', answer: 'to the right' },
      { question: 'What colour is it?', answer: 'red' },
      { question: 'What color is the circle?', answer: 'red' },
      { question: 'Where does it go?', options: ['to the left', 'to the right', 'up', 'down'], answer: 'B' },
      { question: 'Describe the video.', answer: 'a red circle moves to the right' },
    ],
  },
  {
    file: 'square.webm',
    codec: 'vp9',
    scene: {
      aspectRatio,
      background: evening,
      noise: 0,
      noiseSeed: 1,
      objects: [
        drawn({
          shape: 'square',
          colour: 'yellow',
          radius: 0.14,
          x: 0.68,
          y: 0.25,
          motion: 'down',
          distance: 0.46,
        }),
      ],
      digit: { value: 7, colour: 'white', rgb: pureColour('white'), x: 0.22, y: 0.5, height: 0.3 },
    },
    questions: [
      { question: 'What shape appears?', answer: 'square' },
      { question: 'How does the square move?', answer: 'down' },
      { question: 'What colour is it?', answer: 'yellow' },
      { question: 'Which digit is shown?', answer: '7' },
      { question: 'What color is the square?', options: ['red', 'yellow', 'blue'], answer: 'B' },
      { question: 'Describe the video.', answer: 'a yellow square moves down and the digit 7 is shown' },
    ],
  },
  {
    file: 'shapes.mp4',
    codec: 'h264',
    scene: {
      aspectRatio,
      background: dusk,
      noise: 0,
      noiseSeed: 1,
      objects: [
        drawn({
          shape: 'triangle',
          colour: 'green',
          radius: 0.15,
          x: 0.74,
          y: 0.68,
          motion: 'left',
          distance: 0.42,
        }),
        drawn({
          shape: 'star',
          colour: 'yellow',
          radius: 0.15,
          x: 0.76,
          y: 0.26,
          visible: { from: 0.61, to: 0.7 },
        }),
      ],
      writing: {
        lines: [[4, 0, 7]],
        colour: 'white',
        rgb: pureColour('white'),
        x: 0.3,
        y: 0.26,
        pitch: 0.136,
        height: 0.14,
        linePitch: 0.15,
      },
    },
    questions: [
      { question: 'How many shapes are there?', answer: 'two' },
      { question: 'Which digits are written?', answer: '4 0 7' },
      { question: 'How does the triangle move?', answer: 'to the left' },
      { question: 'What color is the triangle?', answer: 'green' },
      { question: 'What appears briefly?', answer: 'a yellow star' },
      {
        question: 'What appears briefly?',
        options: ['a red circle', 'a yellow star', 'nothing'],
        answer: 'B',
      },
      {
        question: 'Describe the video.',
        answer:
          'a green triangle moves to the left, a yellow star appears briefly and the digits 4 0 7 are shown',
      },
    ],
  },
];
