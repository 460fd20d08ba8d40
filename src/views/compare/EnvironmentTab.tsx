import type { Run } from '../../client/index.js';
import {
  compareEnvironments,
  comparePackages,
  ENVIRONMENT_FILE,
  namesOf,
  parseEnvironment,
  parseRequirements,
  REQUIREMENTS_FILE,
  type EnvironmentDifference,
  type RunNames
} from '../../data/index.js';
import { ErrorState, Loading } from '../common/messages.js';
import { useTranslation } from '../common/translation.js';
import { useRunFile } from '../common/use-run-file.js';

type EnvironmentTabProps = { runs: readonly Run[]; baseline: Run };

/** How the environment of each run differs from that of the baseline. */
export function EnvironmentTab({ runs, baseline }: EnvironmentTabProps) {
  return (
    <div className="jp-TrackbookRunView-cards">
      {runs
        .filter(({ runId }) => runId !== baseline.runId)
        .map(run => (
          <EnvironmentOfPair key={run.runId} before={baseline} after={run} />
        ))}
    </div>
  );
}

function EnvironmentOfPair({ before, after }: { before: Run; after: Run }) {
  const trans = useTranslation();
  const machines = [
    useRunFile(before.runId, ENVIRONMENT_FILE, parseEnvironment),
    useRunFile(after.runId, ENVIRONMENT_FILE, parseEnvironment)
  ];
  const packages = [
    useRunFile(before.runId, REQUIREMENTS_FILE, parseRequirements),
    useRunFile(after.runId, REQUIREMENTS_FILE, parseRequirements)
  ];
  const all = [...machines, ...packages];
  const error = all.find(file => file.error)?.error;
  const [oldMachine, machine] = machines.map(({ value }) => value);
  const [oldPackages, newPackages] = packages.map(({ value }) => value);
  const differences = [
    ...(oldMachine && machine ? compareEnvironments(oldMachine, machine) : []),
    ...(oldPackages && newPackages
      ? comparePackages(oldPackages, newPackages)
      : [])
  ];
  const names = namesOf(before, after);
  const isKnown = (oldMachine && machine) || (oldPackages && newPackages);
  return (
    <section className="jp-TrackbookCard">
      <h2>{trans.__('%1, against %2', names.after, names.before)}</h2>
      {error ? (
        <ErrorState error={error} />
      ) : all.some(({ isLoading }) => isLoading) ? (
        <Loading />
      ) : !isKnown ? (
        <p className="jp-TrackbookHint">
          {trans.__('The environment of both runs is not recorded.')}
        </p>
      ) : (
        <Differences differences={differences} names={names} />
      )}
    </section>
  );
}

type DifferencesProps = {
  differences: readonly EnvironmentDifference[];
  names: RunNames;
};

function Differences({ differences, names }: DifferencesProps) {
  const trans = useTranslation();
  if (differences.length === 0) {
    return <p>{trans.__('The environments are the same.')}</p>;
  }
  return (
    <table className="jp-TrackbookTable">
      <thead>
        <tr>
          <th scope="col">{trans.__('What')}</th>
          <th scope="col">{names.before}</th>
          <th scope="col">{names.after}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{before ?? trans.__('none')}</td>
            <td>{after ?? trans.__('none')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
