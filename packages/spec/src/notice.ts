/** Something the user should know that is not an error. */
export type Notice =
  /** What is asked, or what is asked about, is nothing that the model was made for; told before all else, with every answer that it touches. */
  | OutsideItsWorldNotice
  /** Damaged frames were replaced by the nearest decodable ones. */
  | { readonly code: 'frames-substituted'; readonly message: string; readonly indices: readonly number[] }
  /** Frames are shown in which the decoder filled in what is damaged. */
  | { readonly code: 'frames-repaired'; readonly message: string; readonly indices: readonly number[] }
  /** The token budget, or the room in the model's context, lowered the frames of the pathways. */
  | {
      readonly code: 'budget-applied' | 'fitted-to-context';
      readonly message: string;
      readonly frames: number;
      readonly slowFrames: number;
      readonly tokens: number;
    }
  /** The question asks for something that is heard, and the video has sound; only its pictures are looked at. */
  | { readonly code: 'sound-not-heard'; readonly message: string }
  /** The model was trained for something narrower than its user may think. */
  | { readonly code: 'model-limits'; readonly message: string }
  /** Models run slower than this machine could run them, e.g. on one thread; the message says why. */
  | { readonly code: 'runtime-limited'; readonly message: string }
  /** A folder of pictures holds pictures of kinds that are not read. */
  | { readonly code: 'pictures-left-out'; readonly message: string; readonly names: readonly string[] }
  /** The video token cache could not be read or written; the answer does not depend on it. */
  | { readonly code: 'cache-unavailable'; readonly message: string };

/** Why an answer is worth little: the model can't have understood the question, or has never seen such pictures. */
export type OutsideItsWorldNotice = {
  readonly code: 'outside-its-world';
  /** Says in words what the model knows, where its files tell. */
  readonly message: string;
} & (
  | {
      /** The tokenizer does not know these words. */
      readonly reason: 'unknown-words';
      readonly words: readonly string[];
    }
  | {
      /** The frames are further from the pictures that the model knows than its files allow. */
      readonly reason: 'unlike-its-pictures';
      /** Mean of the frames' distances, as `KnownPictures` tells them. */
      readonly distance: number;
      /** What the distance would have to stay below. */
      readonly threshold: number;
    }
);

/** Called once for each notice, as soon as it is known. */
export type OnNotice = (notice: Notice) => void;
