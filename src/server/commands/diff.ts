import {
  DEFAULT_TOLERANCE,
  differenceJson,
  differenceOf,
  readRunRecord
} from '../../reproduce/index.js';
import { ConfigError } from '../config-error.js';
import { parseFlags, type Command, type Surroundings } from './command.js';
import { describeDifference } from './describe-difference.js';
import {
  trackingHelp,
  trackingOptions,
  withTrackingClient
} from './tracking-client.js';

const help = `Usage: trackbook diff RUN_A RUN_B [options]

Compares two runs: the last values of their metrics, their params, the environment
and the data. The exit code is 0 when all metrics agree, 1 when they do not.

Options
  --tolerance NUMBER           how far apart metrics may be, as a share of the larger;
                               ${DEFAULT_TOLERANCE} unless given
${trackingHelp}
  --json                       print the differences as JSON
`;

const options = {
  ...trackingOptions,
  tolerance: { type: 'string' },
  json: { type: 'boolean' }
} as const;

const run = async (
  args: readonly string[],
  surroundings: Surroundings
): Promise<number> => {
  const { values, positionals } = parseFlags(args, options, ['RUN_A', 'RUN_B']);
  const tolerance = parseTolerance(values.tolerance);
  const [a, b] = await withTrackingClient(values, surroundings, client =>
    Promise.all(positionals.map(id => readRunRecord(client, id)))
  );
  const difference = differenceOf(a, b, tolerance);
  surroundings.terminal.say(
    values.json
      ? JSON.stringify(differenceJson(a.run, b.run, difference), undefined, 2)
      : describeDifference(a.run, b.run, difference)
  );
  return difference.holds ? 0 : 1;
};

const parseTolerance = (text: string | undefined): number => {
  const tolerance = text === undefined ? DEFAULT_TOLERANCE : Number(text);
  if (text?.trim() === '' || !(tolerance >= 0 && tolerance < Infinity)) {
    throw new ConfigError(
      `--tolerance ${text} is no tolerance: give a number such as 0.001.`
    );
  }
  return tolerance;
};

export const diffCommand: Command = {
  summary: 'compare the metrics, params, environment and data of two runs',
  help,
  run
};
