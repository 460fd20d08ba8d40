import type { Run } from '../../client/index.js';
import {
  DIFF_FILE,
  environmentFacts,
  parseRequirements,
  REQUIREMENTS_FILE,
  type EnvironmentRecord
} from '../../data/index.js';
import { useTranslation } from '../common/translation.js';
import { useRunFile } from '../common/use-run-file.js';

const asIs = (text: string) => text;

type EnvironmentTabProps = { run: Run; environment: EnvironmentRecord };

/** The machine, the packages and the uncommitted code that a run was made with. */
export function EnvironmentTab({ run, environment }: EnvironmentTabProps) {
  const trans = useTranslation();
  const diff = useRunFile(run.runId, DIFF_FILE, asIs).value;
  const packages = useRunFile(
    run.runId,
    REQUIREMENTS_FILE,
    parseRequirements
  ).value;
  return (
    <div className="jp-TrackbookRunView-cards">
      <section className="jp-TrackbookCard">
        <h2>{trans.__('Machine and code')}</h2>
        <dl className="jp-TrackbookFacts">
          {environmentFacts(environment).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {diff && (
        <section className="jp-TrackbookCard">
          <h2>{trans.__('Uncommitted changes')}</h2>
          <p className="jp-TrackbookHint">
            {trans.__(
              'Of tracked files, without notebooks; what looks like a secret is masked.'
            )}
          </p>
          <pre className="jp-TrackbookDiff" tabIndex={0}>
            {diff}
          </pre>
        </section>
      )}
      {packages && (
        <section className="jp-TrackbookCard">
          <h2>{trans.__('Packages')}</h2>
          <details>
            <summary>
              {trans._n('%1 package', '%1 packages', packages.size)}
            </summary>
            <table className="jp-TrackbookTable">
              <tbody>
                {[...packages].map(([name, version]) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{version}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </section>
      )}
    </div>
  );
}
