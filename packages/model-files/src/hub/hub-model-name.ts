import { isHubReference } from './hub-reference.ts';

/**
 * Whether a text means a model of the hub in a page: `owner/name` or `owner/name@revision`, just two parts. Anything else is an
 * address: one with a scheme, one that begins with `.` or `/`, one of other than two parts, a URL object.
 */
export function isHubModelName(text: string): boolean {
  return /^[^/@]+\/[^/@]+(@|$)/.test(text) && isHubReference(text);
}
