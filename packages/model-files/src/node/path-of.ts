import { isUrl, ModelNotFoundError } from '@slowfast/spec';

/**
 * A path as it is, or that of a `file:` URL.
 *
 * @throws ModelNotFoundError for another URL.
 */
export async function pathOf(place: string | URL): Promise<string> {
  if (!isUrl(place) && !place.startsWith('file:')) return place;
  try {
    const { fileURLToPath } = await import('node:url');
    return fileURLToPath(place);
  } catch (cause) {
    throw new ModelNotFoundError(
      { place: String(place), reason: 'only file: URLs can be opened' },
      { cause },
    );
  }
}
