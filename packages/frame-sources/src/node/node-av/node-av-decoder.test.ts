import { describeDecoder } from '../../testing/decoder-suite.ts';
import { nodeAvDecoder } from './node-av-decoder.ts';

describeDecoder('node-av', nodeAvDecoder());
