import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ClipQuestion, parseClipQuestions } from '@slowfast/accuracy';
import {
  type ChoiceOrders,
  openAssistant,
  type PromptTemplate,
  type Question,
  type WatchedVideo,
} from 'slowfast-llava';
import { DecisionTable } from './decision-table.ts';

/**
 * Compares decisions with generated answers on questions with options, and on those that are answered by yes or no: how many are right, and
 * the Brier score, which is the squared distance between the probabilities and what is right.
 *
 * The template of an assistant is told apart by how a question is written: one that is spelled as JSON is listed with letters, but answered in
 * words, as a model does that nobody reads the probabilities of.
 */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('Say where the clips are: node compare-decisions.ts FOLDER');
  const place = resolve(folder, 'questions.json');
  const questions = parseClipQuestions(JSON.parse(await readFile(place, 'utf8')), place);
  const choices = new DecisionTable();
  const booleans = new DecisionTable();
  for (const form of ['plain', 'options'] as const) {
    const template = async (preset: { make(): Promise<PromptTemplate> }) =>
      spelledOut(await preset.make(), form);
    await using assistant = await openAssistant({ cache: false, worker: false, stages: { template } });
    for (const [clip, asked] of Map.groupBy(questions, (item) => item.clip)) {
      const wanted = asked.filter((item) => isBoolean(item) || (item.options && form === 'options'));
      if (wanted.length === 0) continue;
      await using video = await assistant.watch(resolve(folder, clip));
      for (const item of wanted) {
        if (item.options) await addChoice(choices, video, item, item.options);
        else await addBoolean(booleans, video, item, form);
      }
    }
  }
  console.log(`## Questions with options\n\n${choices.markdown()}\n\n## Yes or no\n\n${booleans.markdown()}`);
}

const allOrders: readonly ChoiceOrders[] = ['given', 'both', 'all'];

async function addChoice(
  table: DecisionTable,
  video: WatchedVideo,
  { kind, question: text, answer }: ClipQuestion,
  options: readonly string[],
): Promise<void> {
  const wanted = answer.charCodeAt(0) - 'A'.charCodeAt(0);
  const generated = await video.ask(JSON.stringify({ text, options } satisfies Question)).text();
  table.add('generated', kind, { right: generated.trim().toUpperCase().startsWith(answer) });
  for (const orders of allOrders) {
    const { asked } = await video.decide({ asked: { type: 'choice', text, choices: options } }, { orders });
    const brier = asked.probabilities.reduce(
      (sum, value, i) => sum + (value - (i === wanted ? 1 : 0)) ** 2,
      0,
    );
    table.add(orders, kind, { right: asked.index === wanted, brier, mass: asked.labelMass });
  }
}

async function addBoolean(
  table: DecisionTable,
  video: WatchedVideo,
  { kind, question: text, answer }: ClipQuestion,
  form: 'plain' | 'options',
): Promise<void> {
  const wanted = answer === 'yes';
  if (form === 'plain') {
    const generated = await video.ask(text).text();
    table.add('generated', kind, { right: generated === answer });
  }
  for (const orders of form === 'plain' ? (['given'] as const) : (['given', 'both'] as const)) {
    const { asked } = await video.decide({ asked: { type: 'boolean', text } }, { orders });
    // Both answers count, as with choices.
    const brier = 2 * (asked.probability - (wanted ? 1 : 0)) ** 2;
    const name = form === 'plain' ? 'plain' : `as options, ${orders}`;
    table.add(name, kind, { right: asked.answer === wanted, brier, mass: asked.labelMass });
  }
}

function isBoolean({ options, answer }: ClipQuestion): boolean {
  return options === undefined && (answer === 'yes' || answer === 'no');
}

/** A template that asks for yes or no in one way, and lists the options of a question that is spelled as JSON. */
function spelledOut(template: PromptTemplate, booleanQuestions: 'plain' | 'options'): PromptTemplate {
  return {
    ...template,
    booleanQuestions,
    render: (turns, timed) =>
      template.render(
        turns.map((turn) =>
          turn.role === 'user' && turn.question.text.startsWith('{')
            ? { ...turn, question: JSON.parse(turn.question.text) as Question }
            : turn,
        ),
        timed,
      ),
  };
}

await main();
