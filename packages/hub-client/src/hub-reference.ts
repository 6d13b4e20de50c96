import { HubReferenceInvalidError } from '@slowfast/spec';
import { readHubLink } from './hub-link.ts';

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
 * Reads `owner/name[@revision]`, or a link to a page of the model such as `https://huggingface.co/owner/name/tree/main`; without a
 * revision it is `main`.
 *
 * @param endpoint of the hub, whose links are read as well as those of huggingface.co.
 * @throws HubReferenceInvalidError when the text can't name a model of the hub.
 */
export function parseHubReference(text: string, endpoint?: string): HubReference {
  const { id, revision, problem } = split(text, endpoint);
  if (problem !== undefined) throw new HubReferenceInvalidError({ found: text, reason: problem });
  return { id, revision };
}

/**
 * Whether a text could name a model of the hub. It may be a path of a folder as well.
 *
 * @param endpoint as of {@link parseHubReference}.
 */
export function isHubReference(text: string, endpoint?: string): boolean {
  return split(text, endpoint).problem === undefined;
}

/** Whether a text that names a model of the hub names a revision too. */
export function namesRevision(text: string, endpoint?: string): boolean {
  return split(text, endpoint).namesRevision;
}

/** Why a text can't name a model of the hub. */
export function whyNoHubReference(text: string, endpoint?: string): string {
  return `it is no model of the hub (${split(text, endpoint).problem ?? 'it is one'})`;
}

/** The text that {@link parseHubReference} reads. */
export function formatHubReference({ id, revision }: HubReference): string {
  return `${id}@${revision}`;
}

/** Whether a revision is a commit, which never changes. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

interface Split extends HubReference {
  readonly namesRevision: boolean;
  readonly problem: string | undefined;
}

function split(text: string, endpoint?: string): Split {
  const link = readHubLink(text, endpoint);
  if (link && 'problem' in link) {
    return { id: '', revision: '', namesRevision: false, problem: link.problem };
  }
  if (link?.revision !== undefined) return checked(link.id, link.revision);
  const name = link?.id ?? text;
  const at = name.indexOf('@');
  return at < 0 ? checked(name) : checked(name.slice(0, at), name.slice(at + 1));
}

function checked(id: string, revision?: string): Split {
  const problem = whyNoId(id) ?? whyNoRevision(revision ?? 'main');
  return { id, revision: revision ?? 'main', namesRevision: revision !== undefined, problem };
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
