import { readHubLink } from './hub-link.ts';
import { isHubReference } from './hub-reference.ts';

/** Where the hub gives files themselves, at addresses that a model can be read from as from any other server. */
const pagesOfFiles = ['resolve', 'raw'];

/**
 * Whether a text means a model of the hub in a page: `owner/name` or `owner/name@revision`, just two parts; or a link to a page of a model at
 * huggingface.co. Anything else is an address: one with another host or of files at the hub (`…/resolve/main`), one that begins with `.` or
 * `/`, one of other than two parts, a URL object.
 */
export function isHubModelName(text: string): boolean {
  if (!isHubReference(text)) return false;
  const link = readHubLink(text);
  if (!link || 'problem' in link) return /^[^/@]+\/[^/@]+(@|$)/.test(text);
  return link.page === undefined || !pagesOfFiles.includes(link.page);
}
