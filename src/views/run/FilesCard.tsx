import type { FileRecord } from '../../data/index.js';
import { CopyButton } from '../common/CopyButton.js';
import { formatBytes, formatDateTime } from '../common/format.js';
import { useTranslation } from '../common/translation.js';

type FilesCardProps = {
  files: readonly FileRecord[];
  /** Whose files they are. */
  hint: string;
};

export function FilesCard({ files, hint }: FilesCardProps) {
  const trans = useTranslation();
  return (
    <section className="jp-TrackbookCard">
      <h2>{trans.__('Files')}</h2>
      <p className="jp-TrackbookHint">{hint}</p>
      <table className="jp-TrackbookTable">
        <thead>
          <tr>
            <th scope="col">{trans.__('File')}</th>
            <th scope="col">{trans.__('Use')}</th>
            <th scope="col" className="jp-mod-numeric">
              {trans.__('Size')}
            </th>
            <th scope="col">{trans.__('Modified')}</th>
            <th scope="col">{trans.__('SHA-256')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map(file => (
            <tr key={`${file.path}/${file.size}/${file.modifiedAt}`}>
              <th scope="row" title={file.readers.join(', ')}>
                {file.path}
              </th>
              <td>{textOfUse(file.use, trans)}</td>
              <td className="jp-mod-numeric">
                {file.size !== null && formatBytes(file.size)}
              </td>
              <td>
                {file.modifiedAt !== null && formatDateTime(file.modifiedAt)}
              </td>
              <td>
                <Hash file={file} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Hash({ file: { sha256, note } }: { file: FileRecord }) {
  const trans = useTranslation();
  return sha256 ? (
    <span className="jp-TrackbookRunView-id">
      <code title={sha256}>{sha256.slice(0, 10)}</code>
      <CopyButton text={sha256} name={trans.__('Copy hash')} />
    </span>
  ) : (
    <span className="jp-TrackbookHint">{note}</span>
  );
}

function textOfUse(
  use: FileRecord['use'],
  trans: ReturnType<typeof useTranslation>
): string {
  switch (use) {
    case 'input':
      return trans.__('read');
    case 'intermediate':
      return trans.__('written, then read');
    case 'output':
      return trans.__('written');
  }
}
