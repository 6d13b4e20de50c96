import nodeModule from 'node:module';
import util from 'node:util';

/** What `Module._load` is: Node's documentation leaves it out, but tools have relied on it since its first versions. */
type Loader = (
  request: string,
  parent: { readonly filename?: string | null } | null,
  isMain: boolean,
) => unknown;

const removed = {
  isArray: Array.isArray,
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
};

/**
 * Loads a package by `require`, in which TensorFlow.js of Node finds functions of `node:util` that Node 23 has removed: it calls
 * them whenever it computes. It alone gets a `util` that has them; Node's own is left as it is.
 */
export function requireWithOldUtil(require: NodeJS.Require, name: string): unknown {
  const home = /@tensorflow[\\/]tfjs-node/;
  const owner = nodeModule as unknown as { _load: Loader };
  const load = owner._load;
  owner._load = function (this: unknown, request, parent, isMain) {
    const isAsked = request === 'util' && home.test(parent?.filename ?? '');
    return isAsked ? { ...util, ...removed } : load.call(this, request, parent, isMain);
  };
  try {
    return require(name);
  } finally {
    owner._load = load;
  }
}
