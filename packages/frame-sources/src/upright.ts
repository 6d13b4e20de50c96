import { createImageTransform, type RgbImage, rotateImage, type YuvImage, yuvToRgb } from '@slowfast/images';
import type { FrameTransform, VideoInfo } from '@slowfast/spec';

/** Makes what the consumer gets of a decoded picture: RGB, upright, transformed. The result owns its memory. */
export function createFinisher(
  rotationDegrees: VideoInfo['rotationDegrees'],
  transform: FrameTransform | undefined,
): (image: RgbImage | YuvImage) => RgbImage {
  let apply: ((image: RgbImage) => RgbImage) | undefined;
  let size = '';
  return (image) => {
    const isYuv = 'planes' in image;
    const upright = rotateImage(isYuv ? yuvToRgb(image) : image, rotationDegrees);
    if (!transform) return upright === image ? { ...upright, data: upright.data.slice() } : upright;
    // Pictures rarely change their size inside a video; the tables are made again when they do.
    if (!apply || size !== `${upright.width}x${upright.height}`) {
      apply = createImageTransform(upright.width, upright.height, transform);
      size = `${upright.width}x${upright.height}`;
    }
    return apply(upright);
  };
}
