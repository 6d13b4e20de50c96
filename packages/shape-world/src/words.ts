import { vocabulary } from './vocabulary.ts';

// Printed for the training scripts, which build the tokenizer from it.
process.stdout.write(`${JSON.stringify(vocabulary)}\n`);
