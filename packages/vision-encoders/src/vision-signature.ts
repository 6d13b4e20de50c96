import type { OnnxTensorType } from '@slowfast/onnx-session';

/** An input or output that a vision model has. */
export interface VisionTensor {
  readonly name: string;
  readonly type: OnnxTensorType;
}

/** How a vision model takes its pictures. Sizes that its file leaves free are undefined. */
export type PixelLayout =
  /** `[...batch, 3, height, width]`: one leading axis, or two where pictures come as the tiles of something larger. */
  | {
      readonly kind: 'pictures';
      readonly leading: readonly (number | undefined)[];
      readonly height: number | undefined;
      readonly width: number | undefined;
    }
  /** `[batch, patches, patch * patch * 3]`. */
  | {
      readonly kind: 'patches';
      readonly leading: readonly (number | undefined)[];
      readonly patches: number | undefined;
      readonly patchValues: number | undefined;
    };

/** What a vision model takes and gives. Sizes that its file leaves free are undefined. */
export interface VisionSignature {
  readonly pixels: VisionTensor & { readonly layout: PixelLayout };
  /** Frames that one run takes; any number if undefined. */
  readonly batch: number | undefined;
  /** Which pixels, or which patches, are part of a picture. */
  readonly attentionMask: VisionTensor | undefined;
  /** Rows and columns of patches of each picture. */
  readonly spatialShapes: VisionTensor | undefined;
  readonly features: VisionTensor;
  /** Whether frames and tokens share the first axis of the output. */
  readonly packed: boolean;
  readonly tokensPerFrame: number | undefined;
  readonly size: number | undefined;
}
