export type { Raster } from './coverage.ts';
export type { SceneOptions } from './make-scene.ts';
export { leastContrast, makeScene } from './make-scene.ts';
export type { ColourName, Rgb } from './palette.ts';
export { colourDistance, colours, jitteredColour, pureColour } from './palette.ts';
export { labelPatches, patchLabelPlanes, unclearLabel } from './patch-labels.ts';
export { describeScene } from './questions/events.ts';
export type {
  Choices,
  Question,
  QuestionContext,
  QuestionDraft,
  QuestionKind,
} from './questions/question.ts';
export { questionKinds } from './questions/question.ts';
export { lineText } from './questions/writing.ts';
export type { AskOptions, QuestionPair } from './questions.ts';
export { askQuestionPairs, askQuestions, draftQuestions, offerOptions, questionText } from './questions.ts';
export type { Random, Split } from './random.ts';
export { createRandom, splits } from './random.ts';
export type { FrameRenderer } from './render.ts';
export { createFrameRenderer, renderFrame } from './render.ts';
export type { Clip, Still } from './samples.ts';
export { frameTimes, makeClip, makeStill, makeTiledStill, patchesPerSide } from './samples.ts';
export type {
  Background,
  DrawnDigit,
  DrawnField,
  DrawnShape,
  DrawnWriting,
  Interval,
  MotionName,
  Scene,
  ShapeName,
  SmallShape,
  WrittenDigit,
} from './scene.ts';
export {
  appearsLater,
  isBrief,
  isVisibleAt,
  motions,
  positionAt,
  sceneExtent,
  shapes,
  smallShapes,
  writtenDigits,
} from './scene.ts';
export { splitWords, vocabulary } from './vocabulary.ts';
