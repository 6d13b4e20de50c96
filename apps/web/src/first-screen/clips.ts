import circle from '@slowfast/tiny-model/clips/circle.mp4?url';
import shapes from '@slowfast/tiny-model/clips/shapes.mp4?url';
import square from '@slowfast/tiny-model/clips/square.webm?url';
import circlePoster from './circle.png';
import shapesPoster from './shapes.png';
import squarePoster from './square.png';

/** A clip that comes with the page. */
export interface BundledClip {
  readonly name: string;
  readonly url: string;
  readonly poster: string;
  readonly type: string;
  /** What people see on it. */
  readonly title: string;
  /** A question that it is good for. */
  readonly question: string;
}

/** Clips that the embedded model knows. */
export const bundledClips: readonly BundledClip[] = [
  {
    name: 'circle.mp4',
    url: circle,
    poster: circlePoster,
    type: 'video/mp4',
    title: 'A circle',
    question: 'Where does it go?',
  },
  {
    name: 'square.webm',
    url: square,
    poster: squarePoster,
    type: 'video/webm',
    title: 'A square and a digit',
    question: 'Which digit is shown?',
  },
  {
    name: 'shapes.mp4',
    url: shapes,
    poster: shapesPoster,
    type: 'video/mp4',
    title: 'Two shapes',
    question: 'Is there a yellow star?',
  },
];
