import { type HubModelOnDisk, hubSettingsFromEnvironment, listHubModels } from '@slowfast/hub-client/node';
import { Command } from 'commander';
import { formatBytes } from '../../output/units.ts';

/** `slowfast models list`: the models of the hub that are on this machine. */
export function listCommand(): Command {
  return new Command('list')
    .summary('list the models of the hub on this machine')
    .description('List the models of the Hugging Face hub that are on this machine.')
    .option('--json', 'print one JSON object; an error is one, too')
    .action(async ({ json }: { readonly json?: true }) => {
      const settings = await hubSettingsFromEnvironment();
      const models = await listHubModels(settings);
      const { cacheFolder } = settings;
      if (json) process.stdout.write(`${JSON.stringify({ cacheFolder, models })}\n`);
      else if (models.length === 0) process.stdout.write(`No models in ${cacheFolder}\n`);
      else process.stdout.write(`${models.map(line).join('\n')}\n`);
    });
}

function line({ id, bytes, unfinishedBytes, snapshots }: HubModelOnDisk): string {
  const revisions = snapshots.map(({ commit, refs }) => [...refs, commit.slice(0, 10)].join(' '));
  const notes = [
    revisions.join(', '),
    ...(unfinishedBytes > 0 ? [`${formatBytes(unfinishedBytes)} not finished`] : []),
    ...(snapshots.some(({ hasOnnx }) => hasOnnx) ? [] : ['no ONNX files: does not run here']),
  ].filter((note) => note !== '');
  return `${id}  ${formatBytes(bytes)}  ${notes.join('; ')}`;
}
