import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link PackageBundledError}. */
export type PackageBundledFacts = {
  /** The package that must stay outside of bundles, as it is imported. */
  readonly package: string;
  /** What is missing of the package's own files. */
  readonly missing: string;
};

const code = 'package-bundled';

/** A package runs from inside of a bundle for Node, which its own files were not taken into. */
export class PackageBundledError extends SlowFastError<PackageBundledFacts, typeof code> {
  static readonly code = code;

  constructor(facts: PackageBundledFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: PackageBundledFacts): string {
  return `${f.package} was bundled without its files: found no ${f.missing}, expected it beside the package's code. Keep ${f.package} and @slowfast/* outside of the bundle, with their folder node_modules beside it: --external:${f.package} --external:@slowfast/* in esbuild, "externals" in webpack.`;
}
