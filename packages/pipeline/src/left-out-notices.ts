import type { Notice, VideoInfo } from '@slowfast/spec';

/** What is to be told of pictures in a folder that are of a kind that is not read: one notice, or none. */
export function leftOutNotices({ leftOut = [] }: VideoInfo): Notice[] {
  if (leftOut.length === 0) return [];
  const more = leftOut.length > 3 ? ' and others' : '';
  const message = `Left out are pictures of kinds that are not read: ${leftOut.slice(0, 3).join(', ')}${more}. Convert them to JPEG or PNG to have them.`;
  return [{ code: 'pictures-left-out', message, names: leftOut }];
}
