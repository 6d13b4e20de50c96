import { frameSourceConformance } from '@slowfast/test-kit';
import { clipPath } from '../testing/clip-path.ts';
import { nodeDecoders } from './decoders.ts';
import { openVideo } from './open-video.ts';

// A clip for each way in: an index with open groups of pictures, edit lists, one sequential pass, GIF, a folder.
const clips = ['h264-open-gop.mp4', 'h264-edit-list.mp4', 'vp9.webm', 'mpeg4.avi', 'animation.gif', 'images'];

for (const decoder of await nodeDecoders()) {
  for (const clip of clips) {
    frameSourceConformance(`${clip} by ${decoder.name}`, {
      open: () => openVideo(clipPath(clip), { decoders: [decoder] }),
    });
  }
}
