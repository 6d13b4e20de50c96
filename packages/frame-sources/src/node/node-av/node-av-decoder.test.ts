import { clipPath } from '../../testing/clip-path.ts';
import { describeDecoder } from '../../testing/decoder-suite.ts';
import { openVideo } from '../open-video.ts';
import { nodeAvDecoder } from './node-av-decoder.ts';

const decoders = [nodeAvDecoder()];
describeDecoder('node-av', { open: (clip) => openVideo(clipPath(clip), { decoders }), repairsDamage: true });
