import { describeDamage } from '../testing/damage-suite.ts';
import { refusals } from '../testing/open-clip.browser.ts';
import { openVideo } from './open-video.ts';

const clips = [
  'h264-b-frames.mp4',
  'h264-offset.mkv',
  'h264-open-gop.m2t',
  'vp8.webm',
  'vp9.webm',
  'av1.mp4',
  'animation.gif',
].filter((clip) => refusals[clip] === undefined);

describeDamage('browser', clips, (bytes, name) => openVideo(new File([bytes], name)));
