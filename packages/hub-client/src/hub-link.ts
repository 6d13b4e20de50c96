import { defaultHubEndpoint } from './hub-settings.ts';

/** What a link to a page of the hub names. */
export type HubLink =
  | { readonly id: string; readonly revision?: string; readonly page?: string }
  | { readonly problem: string };

/** Hosts of the hub of Hugging Face. */
const hubHosts = ['huggingface.co', 'www.huggingface.co', 'hf.co'];
/** First words of addresses at the hub that lead to something else than a model. */
const otherThings: Readonly<Record<string, string>> = {
  datasets: 'a data set',
  spaces: 'a space',
  collections: 'a collection',
  papers: 'a paper',
  docs: 'documentation',
  models: 'a search',
};
/** Pages of a model at a revision. */
const pagesOfRevision = ['tree', 'blob', 'resolve', 'raw', 'commit', 'commits'];
/** Pages of a model as a whole. */
const pagesOfModel = ['discussions'];

/**
 * Reads a link as browsers show it, such as `https://huggingface.co/owner/name/tree/main`, with or without `https://`; a link to a file of a model
 * names the model. Undefined for a text that is no link.
 *
 * @param endpoint of the hub, whose links are read as well as those of huggingface.co.
 */
export function readHubLink(text: string, endpoint: string = defaultHubEndpoint): HubLink | undefined {
  const hasScheme = /^https?:\/\//i.test(text);
  const isAtHub = hubHosts.some((host) => text.toLowerCase().startsWith(`${host}/`));
  if (!hasScheme && !isAtHub) return undefined;
  const address = hasScheme ? text : `https://${text}`;
  if (!URL.canParse(address)) return { problem: 'it is no address' };
  const url = new URL(address);
  const path = pathAtHub(url, endpoint);
  if (path === undefined) {
    return { problem: `${url.host} is not the hub, which is at ${endpoint} (HF_ENDPOINT)` };
  }
  return readParts(path.split('/').filter((part) => part !== ''));
}

/** The path below the hub's address; undefined at another place. */
function pathAtHub({ host, pathname }: URL, endpoint: string): string | undefined {
  const hub = new URL(endpoint);
  const base = hub.pathname.replace(/\/+$/, '');
  if (host === hub.host && pathname.startsWith(`${base}/`)) return pathname.slice(base.length);
  return hubHosts.includes(host) ? pathname : undefined;
}

function readParts(parts: readonly string[]): HubLink {
  const [first = '', second = '', third = ''] = parts;
  const thing = Object.hasOwn(otherThings, first) ? otherThings[first] : undefined;
  if (thing !== undefined) return { problem: `it is a link to ${thing}, not to a model` };
  // The few models without an owner.
  const isName = parts.length > 2 && pagesOfRevision.includes(second) && !pagesOfRevision.includes(third);
  const nameParts = isName ? 1 : Math.min(2, parts.length);
  const id = parts.slice(0, nameParts).map(decoded).join('/');
  const [page, revision] = parts.slice(nameParts);
  if (page === undefined) return { id };
  if (pagesOfModel.includes(page)) return { id, page };
  if (!pagesOfRevision.includes(page)) return { problem: `"${page}" is no page of a model` };
  return { id, page, ...(revision !== undefined && { revision: decoded(revision) }) };
}

/** What stands for itself where it is encoded wrongly, to be refused as a name. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
