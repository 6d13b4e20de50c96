import type { ModelComponent, ModelDtype, TokenGridDescription } from '@slowfast/model-files';
import type { ImageFit } from '@slowfast/spec';

/** An input or output of a model, and what it is taken for. */
export interface BoundTensor {
  /** The model's own name. */
  readonly name: string;
  readonly type: string;
  /** Sizes per axis; a free one is its symbolic name, or -1 when it has none. */
  readonly shape: readonly (number | string)[];
  /** What it is taken for, e.g. `position_ids`: its name in the published layout. Undefined for an output that is not used. */
  readonly boundTo: string | undefined;
  /** What it is fed with, or what it gives. */
  readonly use: string;
}

/** Inputs and outputs as a file declares them. */
export interface TensorSignatures {
  readonly inputs: readonly Pick<BoundTensor, 'name' | 'type' | 'shape'>[];
  readonly outputs: readonly Pick<BoundTensor, 'name' | 'type' | 'shape'>[];
}

/** An ONNX file of a checkpoint and what was bound in it. */
export interface ComponentInspection {
  readonly component: ModelComponent;
  readonly path: string;
  readonly dtype: ModelDtype;
  /** Bytes of the file and of its external data. */
  readonly bytes: number;
  /** Files with its weights, beside it. */
  readonly externalData: readonly string[];
  readonly inputs: readonly BoundTensor[];
  readonly outputs: readonly BoundTensor[];
}

/** What is known of a checkpoint without running it: what was bound to what, and what a video would cost. Plain data. */
export interface ModelInspection {
  readonly place: string;
  readonly id: string;
  readonly architecture: string;
  readonly components: readonly ComponentInspection[];
  /** The rectangle that a frame becomes, in pixels. */
  readonly image: { readonly width: number; readonly height: number; readonly fit: ImageFit };
  readonly grid: TokenGridDescription;
  readonly imageToken: { readonly id: number; readonly text: string };
  readonly embeddingSize: number;
  readonly vocabularySize: number;
  readonly contextLength: number;
  /** What a video of at least so many frames becomes by default, unless it does not fit the context. */
  readonly video: {
    readonly frames: number;
    readonly aggregation: string;
    readonly tokens: { readonly slow: number; readonly fast: number; readonly total: number };
    /** Bytes of its part of the key-value cache. */
    readonly keyValueBytes: number;
    /** Whether that and the longest answer leave room for a question; without it, frames are lowered until they do. */
    readonly fitsContext: boolean;
  };
  readonly bytes: {
    readonly weights: number;
    readonly keyValuePerToken: number;
    /** States whose size no token changes. */
    readonly fixedStates: number;
    readonly logitsPerPosition: number;
  };
}
