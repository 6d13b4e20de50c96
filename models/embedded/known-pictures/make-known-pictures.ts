import { stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { KnownPictureStatistics } from '@slowfast/model-files';
import { hostTensor } from '@slowfast/spec';
import { modelFolder } from '@slowfast/tiny-model';
import { knownPictures, meanDirection } from '@slowfast/vision-encoders';
import { clipFiles, clipTokens } from './clip-tokens.ts';
import { fitStatistics } from './fit-statistics.ts';

// `node known-pictures/make-known-pictures.ts --train FOLDER --validation FOLDER`: what pictures of the world are like, by clips of the
// train split (`make-clips.ts --split train`), goes into known_pictures.json of the model; the threshold is what all but the strangest
// hundredth of the validation clips stay below. Foreign clips have no part in it; they chose the measure and the rank.
const { values } = parseArgs({
  options: {
    train: { type: 'string', multiple: true, default: [] },
    validation: { type: 'string', multiple: true, default: [] },
    rank: { type: 'string', default: '48' },
    above: { type: 'string', default: '0.01' },
    out: { type: 'string', default: fileURLToPath(new URL('known_pictures.json', modelFolder)) },
  },
});

const [train, validation] = [await clipFiles(values.train), await clipFiles(values.validation)];
if (train.length === 0 || validation.length === 0)
  throw new Error('Say where the clips are: --train FOLDER --validation FOLDER.');

// Directions depend on the mean token, which every tenth clip tells well enough; all tokens of a thousand clips would be a gigabyte.
let sum: Float64Array | undefined;
let tokens = 0;
let size = 0;
const tenth = train.filter((_, i) => i % 10 === 0);
for await (const clip of clipTokens(tenth, 'fp32')) {
  size = clip.size;
  sum ??= new Float64Array(size);
  for (const frame of clip.frames) {
    for (let at = 0; at < frame.length; at += 1) sum[at % size] = sum[at % size]! + frame[at]!;
    tokens += frame.length / size;
  }
}
const tokenMean = Float32Array.from(sum!, (value) => value / tokens);
const directions: Float64Array[] = [];
for await (const { frames } of clipTokens(train, 'fp32')) {
  directions.push(...frames.map((frame) => meanDirection(frame, { size, tokenMean })));
}
const fitted = fitStatistics(directions, Number(values.rank));
const statistics: KnownPictureStatistics = { ...fitted, id: '', size, tokenMean, threshold: 1 };

const { distances } = knownPictures(statistics);
const ofClips: number[] = [];
for await (const { frames } of clipTokens(validation, 'fp32')) {
  const ofFrames = await Promise.all(
    frames.map((frame) => distances(hostTensor(frame, [1, 1, frame.length / size, size]))),
  );
  ofClips.push(ofFrames.flat().reduce((total, distance) => total + distance, 0) / ofFrames.length);
}
ofClips.sort((a, b) => a - b);
const allowed = Math.floor(Number(values.above) * ofClips.length);
const threshold = Number((ofClips.at(-1 - allowed)! + 0.0005).toFixed(3));

const base64 = (of: Float32Array) => Buffer.from(of.buffer, of.byteOffset, of.byteLength).toString('base64');
const file = {
  measure: 'mean-direction',
  made: `${train.length} clips of training with ${directions.length} frames; of ${validation.length} validation clips ${allowed} are above the threshold`,
  threshold,
  size,
  restVariance: fitted.restVariance,
  variances: base64(fitted.variances),
  tokenMean: base64(tokenMean),
  frameMean: base64(fitted.frameMean),
  axes: base64(fitted.axes),
};
await writeFile(values.out, `${JSON.stringify(file, null, 1)}\n`);
console.log(
  `${values.out}: ${(await stat(values.out)).size} bytes; ${file.made}; threshold ${threshold}, median ${ofClips[ofClips.length >> 1]!.toFixed(3)}`,
);
