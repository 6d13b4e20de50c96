import type { RgbImage, YuvImage, YuvMatrix } from '@slowfast/images';
import type { Frame } from 'node-av/lib';
import type { ColorTags } from '../../frame-decoder.ts';
import { pixelFormats, planeSizes } from '../pixel-formats.ts';
import type { NodeAv } from './load-node-av.ts';

/** Views the samples of a decoded frame without copying; other formats than planar YUV go through FFmpeg's scaler. */
export function pictureOf(av: NodeAv, frame: Frame, container: ColorTags): YuvImage | RgbImage {
  const name = formatName(av, frame.format);
  const format = pixelFormats.find((each) => each.name === name);
  const { width, height } = frame;
  if (!format) return scaledToRgb(av, frame);
  const data = frame.data ?? [];
  const strides = frame.linesize;
  return {
    width,
    height,
    layout: format.layout,
    bitDepth: format.bitDepth,
    planes: planeSizes(format, width, height).map((_, k) => ({
      data: data[k] ?? new Uint8Array(0),
      stride: strides[k] ?? 0,
    })),
    matrix: matrixOf(av, frame) ?? container.matrix ?? 'bt601',
    fullRange: format.isFullRange || (rangeOf(av, frame) ?? container.fullRange ?? false),
    isInterlaced: frame.hasFlags(av.constants.AV_FRAME_FLAG_INTERLACED),
  };
}

/** FFmpeg's name of a pixel format; empty where there is none. */
export function formatName({ lib }: NodeAv, format: number): string {
  return lib.avGetPixFmtName(format as Parameters<typeof lib.avGetPixFmtName>[0]) ?? '';
}

function matrixOf({ constants }: NodeAv, frame: Frame): YuvMatrix | undefined {
  switch (frame.colorSpace) {
    case constants.AVCOL_SPC_BT709:
      return 'bt709';
    case constants.AVCOL_SPC_BT470BG:
    case constants.AVCOL_SPC_SMPTE170M:
      return 'bt601';
    case constants.AVCOL_SPC_BT2020_NCL:
    case constants.AVCOL_SPC_BT2020_CL:
      return 'bt2020';
    case constants.AVCOL_SPC_FCC:
      return 'fcc';
    case constants.AVCOL_SPC_SMPTE240M:
      return 'smpte240m';
    default:
      return undefined;
  }
}

function rangeOf({ constants }: NodeAv, frame: Frame): boolean | undefined {
  if (frame.colorRange === constants.AVCOL_RANGE_JPEG) return true;
  if (frame.colorRange === constants.AVCOL_RANGE_MPEG) return false;
  return undefined;
}

function scaledToRgb({ lib, constants }: NodeAv, frame: Frame): RgbImage {
  const { width, height } = frame;
  const scaler = new lib.SoftwareScaleContext();
  const target = new lib.Frame();
  try {
    target.alloc();
    target.width = width;
    target.height = height;
    target.format = constants.AV_PIX_FMT_RGB24;
    lib.FFmpegError.throwIfError(target.getBuffer(1), 'a buffer for the scaled picture');
    // Without a format of its own it goes by the frame's, with its matrix and range.
    scaler.allocContext();
    lib.FFmpegError.throwIfError(scaler.scaleFrameSync(target, frame), 'scaling to RGB');
    return {
      data: Uint8Array.from(packed(target.data![0]!, target.linesize[0]!, width * 3, height)),
      width,
      height,
    };
  } finally {
    target.free();
    scaler.freeContext();
  }
}

function packed(data: Uint8Array, stride: number, rowBytes: number, rows: number): Uint8Array {
  const result = new Uint8Array(rowBytes * rows);
  for (let row = 0; row < rows; row++) {
    result.set(data.subarray(row * stride, row * stride + rowBytes), row * rowBytes);
  }
  return result;
}
