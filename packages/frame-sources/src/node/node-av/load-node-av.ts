/** The types of node-av, an optional peer: they are read at development time only and appear in no published type. */
type Lib = typeof import('node-av/lib');
type Constants = typeof import('node-av/constants');

/** The parts of node-av that are used here. */
export interface NodeAv {
  readonly lib: Lib;
  readonly constants: Constants;
}

let loading: Promise<NodeAv> | undefined;

/** Loads node-av once per process; rejects when it isn't installed or has no build for this machine. */
export function loadNodeAv(): Promise<NodeAv> {
  loading ??= load('node-av');
  return loading;
}

/** The name is a variable so that bundlers and type checkers leave the optional package alone. */
async function load(name: string): Promise<NodeAv> {
  const [lib, constants] = (await Promise.all([import(`${name}/lib`), import(`${name}/constants`)])) as [
    Lib,
    Constants,
  ];
  // FFmpeg would report damage on standard error, which belongs to the program around us.
  lib.Log.setLevel(constants.AV_LOG_QUIET);
  return { lib, constants };
}
