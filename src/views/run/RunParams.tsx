import type { Run } from '../../client/index.js';
import { useTranslation } from '../common/translation.js';

type RunParamsProps = { run: Run; previous: Run | null };

/** Params, those that changed first, with what they were before. */
export function RunParams({ run, previous }: RunParamsProps) {
  const trans = useTranslation();
  const isChanged = (key: string) =>
    previous?.params[key] !== undefined &&
    previous.params[key] !== run.params[key];
  const keys = Object.keys(run.params).sort(
    (a, b) => Number(isChanged(b)) - Number(isChanged(a)) || a.localeCompare(b)
  );
  return (
    <section>
      <h2>{trans.__('Params')}</h2>
      {keys.length === 0 ? (
        <p className="jp-TrackbookHint">{trans.__('None logged')}</p>
      ) : (
        <table className="jp-TrackbookTable">
          <tbody>
            {keys.map(key => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td>{run.params[key]}</td>
                <td className="jp-TrackbookHint">
                  {isChanged(key) && (
                    <>
                      {trans.__('was')} <del>{previous!.params[key]}</del>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
