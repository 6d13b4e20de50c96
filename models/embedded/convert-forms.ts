import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { folderOnDisk } from '@slowfast/model-files/node';
import { modelFolder } from '@slowfast/tiny-model';
import { readExportedWeights } from './forms/exported-weights.ts';
import { writeForms } from './forms/write-forms.ts';

// `node convert-forms.ts [--model FOLDER] [--folder FOLDER]`: the weights of an exported model, that of packages/tiny-model if none
// is named, in fp32, q8 and q4 as the converter writes them.
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: fileURLToPath(modelFolder) },
    folder: { type: 'string', default: fileURLToPath(new URL('./runs/forms', import.meta.url)) },
  },
});
const weights = await readExportedWeights(await folderOnDisk(values.model));
for (const { path, bytes } of await writeForms(weights, values.model, values.folder)) {
  console.log(`${values.folder}/${path}: ${bytes} bytes`);
}
