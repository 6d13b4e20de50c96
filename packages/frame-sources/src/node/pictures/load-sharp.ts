import { DecoderUnavailableError } from '@slowfast/spec';

/** The type of sharp, an optional peer: it is read at development time only and appears in no published type. */
export type Sharp = typeof import('sharp').default;

let loading: Promise<Sharp> | undefined;

/**
 * Loads sharp once per process.
 *
 * @param found what it is wanted for, with its article: `a JPEG image`.
 * @throws DecoderUnavailableError when it isn't installed or has no build for this machine.
 */
export async function loadSharp(found: string): Promise<Sharp> {
  loading ??= load('sharp');
  try {
    return await loading;
  } catch (cause) {
    throw new DecoderUnavailableError(
      {
        codec: found,
        tried: ['sharp is not installed, or has no build for this machine'],
        remedy: "expected the npm package sharp, which reads pictures. Install it: 'npm install sharp'.",
      },
      { cause },
    );
  }
}

/** The name is a variable so that bundlers and type checkers leave the optional package alone. */
async function load(name: string): Promise<Sharp> {
  const { default: sharp } = (await import(name)) as { readonly default: Sharp };
  return sharp;
}
