export { cropImage, padImage } from './crop-and-pad.ts';
export { createResizer, type Resizer, resizeImage } from './resize.ts';
export { createImage, type RgbImage } from './rgb-image.ts';
export { rotateImage } from './rotate.ts';
export { createImageTransform, transformImage } from './transform.ts';
export { type ChromaLayout, type YuvImage, type YuvMatrix, type YuvPlane, yuvToRgb } from './yuv.ts';
