import { frameSourceConformance } from '@slowfast/test-kit';
import { openClip, refusals } from '../testing/open-clip.browser.ts';

// A clip for each way in: an index with open groups of pictures, edit lists, each codec, GIF.
const clips = [
  'h264-open-gop.mp4',
  'h264-open-gop.m2t',
  'h264-edit-list.mp4',
  'vp8.webm',
  'vp9.webm',
  'av1.mp4',
  'animation.gif',
].filter((clip) => refusals[clip] === undefined);

for (const clip of clips) frameSourceConformance(`${clip} by WebCodecs`, { open: () => openClip(clip) });
