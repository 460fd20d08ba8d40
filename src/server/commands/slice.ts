import { readRunRecord, sliceNotebook } from '../../reproduce/index.js';
import { parseFlags, type Command, type Surroundings } from './command.js';
import {
  trackingHelp,
  trackingOptions,
  withTrackingClient
} from './tracking-client.js';

const help = `Usage: trackbook slice RUN_ID [options]

Prints the cells that a run depends on as a notebook, in the order in which they
ran:

  trackbook slice 3f0c… > run.ipynb

Options
${trackingHelp}
`;

const run = async (
  args: readonly string[],
  surroundings: Surroundings
): Promise<number> => {
  const { values, positionals } = parseFlags(args, trackingOptions, ['RUN_ID']);
  const notebook = await withTrackingClient(
    values,
    surroundings,
    async client => sliceNotebook(await readRunRecord(client, positionals[0]))
  );
  surroundings.terminal.say(JSON.stringify(notebook, undefined, 1));
  return 0;
};

export const sliceCommand: Command = {
  summary: 'print the cells that a run depends on as a notebook',
  help,
  run
};
