import {
  type ChoiceOrders,
  type DecisionQuestion,
  InvalidSettingError,
  type LanguageModel,
  type PromptPart,
  type PromptTemplate,
  type RenderOptions,
  type Turn,
} from '@slowfast/spec';
import { choiceOrders } from './choice-orders.ts';

/** One prompt behind which an answer is read. */
export interface DecisionRead {
  readonly parts: readonly PromptPart[];
  /** Of each answer the ways in which it may be written there, in tokens. */
  readonly spellings: readonly (readonly (readonly number[])[])[];
}

/** A question made ready to be decided; nothing has run. */
export interface PreparedDecision {
  /** Of `tokens` every spelling is one token, which is no other answer's. */
  readonly labels: 'tokens' | 'likelihoods';
  /** One for each order of the choices. */
  readonly reads: readonly DecisionRead[];
  /** Tokens of text in all prompts together, and in the longest. */
  readonly textTokens: number;
  readonly longestText: number;
  /** Tokens that the longest answer adds to the cache, and those of all answers whose probabilities are wanted. */
  readonly answerRoom: number;
  readonly answerTokens: number;
  readonly unknownWords: readonly string[];
}

/** What preparing needs. */
export interface PrepareContext {
  readonly template: PromptTemplate;
  readonly languageModel: Pick<LanguageModel, 'checkPrompt' | 'spellings'>;
  readonly history: readonly Turn[];
  /** The times that are written before frames, and the system prompt. */
  readonly rendering: RenderOptions;
  readonly orders: ChoiceOrders;
  /** The setting that has the answers' texts, for errors. */
  readonly textsOf: string;
}

/**
 * Decides how a question is asked: as the template's multiple choice, whose letters are the answers' tokens, or plainly with yes and no, where
 * the template says so. Where the tokenizer has no token of its own for each, it is asked plainly and whole answers are weighed.
 *
 * @throws InvalidSettingError when it has neither such tokens nor the words of the answers.
 */
export function prepareDecision(question: DecisionQuestion, context: PrepareContext): PreparedDecision {
  const { template, languageModel } = context;
  const asTokens =
    question.type === 'boolean' && template.booleanQuestions === 'plain'
      ? [
          plainRead(
            question.text,
            [
              ['yes', 'Yes'],
              ['no', 'No'],
            ],
            context,
          ),
        ]
      : listedReads(question, context);
  const labels = asTokens.every(hasTokens) ? 'tokens' : 'likelihoods';
  const answers = answersOf(question);
  const byTexts = () => [
    plainRead(
      question.text,
      answers.map((answer) => [answer]),
      context,
    ),
  ];
  const reads = labels === 'tokens' ? asTokens.map(onlyTokens) : byTexts();
  requireSpellings(reads, answers, context.textsOf);
  const checks = reads.map(({ parts }) => languageModel.checkPrompt(parts));
  const lengths = reads.flatMap((read) => read.spellings.flat().map((tokens) => tokens.length));
  return {
    ...{ labels, reads },
    textTokens: checks.reduce((sum, check) => sum + check.textTokens, 0),
    longestText: Math.max(...checks.map((check) => check.textTokens)),
    // The token after the prompt needs no room of its own.
    answerRoom: labels === 'tokens' ? 0 : Math.max(...lengths),
    answerTokens: labels === 'tokens' ? reads.length : lengths.reduce((sum, length) => sum + length, 0),
    unknownWords: [...new Set(checks.flatMap((check) => check.unknownWords))],
  };
}

/** The texts of the answers, in their order. */
function answersOf(question: DecisionQuestion): readonly string[] {
  switch (question.type) {
    case 'choice':
      return question.choices.map((text) => text.trim());
    case 'score':
      return question.levels.map((text) => text.trim());
    case 'boolean':
      return ['yes', 'no'];
  }
}

/** The letter of an option in the prompt: A, B, C, … */
export function optionLetter(place: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + place);
}

/** The answers listed with letters, once in each order. */
function listedReads(question: DecisionQuestion, context: PrepareContext): DecisionRead[] {
  const answers = answersOf(question);
  return choiceOrders(context.orders, answers.length).map((order) => {
    const options = order.map((i) => answers[i]!);
    const { parts } = render({ text: question.text, options }, context);
    const letters = answers.map((_, i) => [optionLetter(order.indexOf(i))]);
    return { parts, spellings: spellingsOf(letters, parts, context) };
  });
}

/** The question as it is, whose answer is one of these texts, each in some ways. */
function plainRead(
  text: string,
  texts: readonly (readonly string[])[],
  context: PrepareContext,
): DecisionRead {
  const { parts } = render({ text }, context);
  return { parts, spellings: spellingsOf(texts, parts, context) };
}

function render(question: { text: string; options?: readonly string[] }, context: PrepareContext) {
  return context.template.render([...context.history, { role: 'user', question }], context.rendering);
}

function spellingsOf(
  texts: readonly (readonly string[])[],
  parts: readonly PromptPart[],
  { languageModel }: PrepareContext,
): readonly (readonly (readonly number[])[])[] {
  return texts.map((ways) => {
    const all = ways.flatMap((text) => languageModel.spellings(parts, text));
    return [...new Map(all.map((tokens) => [tokens.join(), tokens])).values()];
  });
}

function onlyTokens({ parts, spellings }: DecisionRead): DecisionRead {
  return { parts, spellings: spellings.map((ways) => ways.filter((tokens) => tokens.length === 1)) };
}

/** Whether each answer has a token that is the whole of it and none of another's. */
function hasTokens(read: DecisionRead): boolean {
  const tokens = onlyTokens(read).spellings.map((ways) => ways.map(([id]) => id));
  const all = tokens.flat();
  return tokens.every((of) => of.length > 0) && new Set(all).size === all.length;
}

function requireSpellings(reads: readonly DecisionRead[], answers: readonly string[], setting: string): void {
  const missing = answers.find((_, i) => reads.some(({ spellings }) => spellings[i]!.length === 0));
  if (missing === undefined) return;
  const found = `${answers.length} texts, one of them ${JSON.stringify(missing)}`;
  const expected = 'words that this model knows, or so few texts that it knows a letter for each';
  throw new InvalidSettingError({ setting, found, expected });
}
