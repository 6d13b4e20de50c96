import { HubReferenceInvalidError } from '@slowfast/spec';

/** A model of the hub at a revision. */
export interface HubReference {
  /** `owner/name`, or a name alone for the few models without an owner. */
  readonly id: string;
  /** A branch, a tag or a commit of 40 hexadecimal digits. */
  readonly revision: string;
}

// As validate_repo_id of huggingface_hub 2.4
// (https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_validators.py).
const name = /^(?=\w)[\w.-]{1,96}(?<=\w)$/;
// Less than git allows: what can't be a file name everywhere is refused, since caches name files by revisions.
const revisionPart = /^[\w+=#-][\w.+=#-]*$/;
const longestRevision = 200;

/**
 * Reads `owner/name[@revision]`; without a revision it is `main`.
 *
 * @throws HubReferenceInvalidError when the text can't name a model of the hub.
 */
export function parseHubReference(text: string): HubReference {
  const { id, revision, problem } = split(text);
  if (problem !== undefined) throw new HubReferenceInvalidError({ found: text, reason: problem });
  return { id, revision };
}

/** Whether a text could name a model of the hub. It may be a path of a folder as well. */
export function isHubReference(text: string): boolean {
  return split(text).problem === undefined;
}

/** Why a text can't name a model of the hub. */
export function whyNoHubReference(text: string): string {
  return `it is no model of the hub (${split(text).problem ?? 'it is one'})`;
}

/** The text that {@link parseHubReference} reads. */
export function formatHubReference({ id, revision }: HubReference): string {
  return `${id}@${revision}`;
}

/** Whether a revision is a commit, which never changes. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

function split(text: string): HubReference & { readonly problem: string | undefined } {
  const at = text.indexOf('@');
  const id = at < 0 ? text : text.slice(0, at);
  const revision = at < 0 ? 'main' : text.slice(at + 1);
  return { id, revision, problem: whyNoId(id) ?? whyNoRevision(revision) };
}

function whyNoId(id: string): string | undefined {
  const parts = id.split('/');
  if (parts.length > 2) return 'it has more than one slash';
  if (!parts.every((part) => name.test(part))) {
    return 'owner and name are up to 96 letters, digits, "-", "_" and ".", with a letter or digit at both ends';
  }
  if (id.includes('--') || id.includes('..')) return '"--" and ".." are not allowed in a name';
  return id.endsWith('.git') ? 'a name does not end with .git' : undefined;
}

function whyNoRevision(revision: string): string | undefined {
  const parts = revision.split('/');
  const isRevision =
    revision.length <= longestRevision &&
    parts.every((part) => revisionPart.test(part) && !part.includes('..') && !/\.(lock|)$/.test(part));
  return isRevision ? undefined : `"${revision}" is no revision`;
}
