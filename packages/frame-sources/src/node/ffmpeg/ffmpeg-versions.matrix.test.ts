import { describe } from 'vitest';
import { clipPath } from '../../testing/clip-path.ts';
import { describeDecoder } from '../../testing/decoder-suite.ts';
import { ffmpegs } from '../../testing/ffmpegs.ts';
import { openVideo } from '../open-video.ts';
import { ffmpegDecoder } from './ffmpeg-decoder.ts';

// Every version of ffmpeg with everything; ffmpeg-decoder.test.ts has one whole, and of the others a clip for each kind of arguments.
for (const { name, command, refusal, refusals } of ffmpegs) {
  const decoders = [ffmpegDecoder({ command })];
  describe.skipIf(refusal !== undefined)(refusal ? `${name}: skipped, ${refusal}` : name, () => {
    describeDecoder(name, {
      open: (clip) => openVideo(clipPath(clip), { decoders }),
      refusals,
      repairsDamage: true,
    });
  });
}
