import type {
  AggregationMismatchFacts,
  InvalidSelectionFacts,
  ModelDtypeMissingFacts,
  SettingSpelling,
  SlowFastError,
  VideoDamagedFacts,
  WorkerFailedFacts,
} from '@slowfast/spec';
import { InvalidSettingError } from '@slowfast/spec';

// Errors speak of settings, as a program has them. A user of the command has flags: this is the one place that says which.

/** Flags of settings, by the names that errors give these. */
const flagsOfSettings: Readonly<Record<string, string>> = {
  model: '--model',
  dtype: '--dtype',
  device: '--device',
  tensorNames: '--tensor-names',
  threads: '--threads',
  backend: '--backend',
  frames: '--frames',
  framesPerSecond: '--fps',
  startSeconds: '--start',
  endSeconds: '--end',
  stepSeconds: '--step',
  resolutionSeconds: '--resolution',
  threshold: '--threshold',
  windowFrames: '--window',
  maxFeatureBytes: '--max-feature-bytes',
  aggregation: '--aggregation',
  budgetTokens: '--budget',
  sampling: '--sampling',
  timestamps: '--timestamps',
  options: '--option',
  choices: '--choice',
  levels: '--score',
  temperature: '--temperature',
  topP: '--top-p',
  seed: '--seed',
  system: '--system',
  stopStrings: '--stop',
  history: '--history',
  maxTokens: '--max-tokens',
  maxAnswerTokens: '--max-tokens',
  aggregator: '--aggregator',
  'The aggregation to start from': '--start-from',
  'The results file': '--results',
};

/** Spells settings as flags; what is no setting stays as it is. */
export const spellFlag: SettingSpelling = (setting, value) => {
  const flag = flagsOfSettings[setting] ?? setting;
  const isSwitch = setting === 'timestamps';
  return value === undefined || isSwitch ? flag : `${flag} ${value}`;
};

/** Settings that some models can't follow. */
const ofTheModel: readonly string[] = ['system', 'timestamps'];

/** The flags that choose frames, of the command that has them all and of `frames`. */
const choiceOfFrames = ['--frames', '--fps', '--start', '--end', '--at', '--indices'];

type Wording = (facts: never, given: FlagsGiven) => string;

/** Those of some flags that were given, else those that most commands have. */
type FlagsGiven = (...flags: readonly string[]) => string;

const wordings: Readonly<Record<string, Wording>> = {
  'invalid-selection': ({ found, expected }: InvalidSelectionFacts, given) =>
    `These frames can't be selected: found ${found}, expected ${expected}. Change ${given(...choiceOfFrames)}.`,
  'aggregation-mismatch': ({ aggregation, found, expected }: AggregationMismatchFacts) =>
    `The aggregation ${aggregation} does not fit: found ${found}, expected ${expected}. Give another --aggregation.`,
  'model-dtype-missing': ({ model, component, dtype, available }: ModelDtypeMissingFacts) =>
    `${model} has no ${component} in ${dtype}: expected one of ${available.join(', ')}. Give another --dtype, for all parts or for this one: --dtype ${component}=${available[0]}.`,
  'video-damaged': ({ place, substituted, selected }: VideoDamagedFacts, given) =>
    `${place} is too damaged: ${substituted} of ${selected} frames could not be decoded, expected at most half. Get another copy, or choose an intact part with ${given(...choiceOfFrames)}.`,
  'worker-failed': ({ reason }: WorkerFailedFacts) =>
    `The thread that runs the models ended: ${reason}. Run the command again; if it happens again, lower --frames or give a smaller --model.`,
};

/** What went wrong, in the words of someone who gave flags. */
export function inFlagWords(error: SlowFastError, argv: readonly string[]): string {
  const given: FlagsGiven = (...flags) => {
    const found = flags.filter((flag) => argv.some((arg) => arg === flag || arg.startsWith(`${flag}=`)));
    const named = found.length > 0 ? found : flagsOfCommand(argv[0], flags);
    return named.length > 1 ? `${named.slice(0, -1).join(', ')} or ${named.at(-1)}` : `${named[0]}`;
  };
  if (error instanceof InvalidSettingError && ofTheModel.includes(error.facts.setting)) {
    const { setting, expected } = error.facts;
    return `Found ${spellFlag(setting)}, expected ${expected}. Leave it out, or give another --model.`;
  }
  const wording = wordings[error.code];
  return wording ? wording(error.facts as never, given) : error.messageIn(spellFlag);
}

function flagsOfCommand(command: string | undefined, flags: readonly string[]): readonly string[] {
  const others =
    command === 'frames'
      ? ['--fps', '--start', '--end']
      : command === 'find'
        ? ['--frames', '--fps', '--at', '--indices']
        : ['--at', '--indices'];
  return flags.filter((flag) => !others.includes(flag));
}
