import { RowTable } from '../common/RowTable.js';
import { useTranslation } from '../common/translation.js';

export type Preview = {
  text?: string;
  /** A data URL. */
  image?: string;
  table?: { columns: string[]; rows: string[][] };
};

/** What a variable holds, as far as that can be seen at a glance. */
export function VariablePreview({ preview }: { preview: Preview }) {
  const trans = useTranslation();
  const { text, image, table } = preview;
  return (
    <div
      className="jp-TrackbookLogVariable-preview"
      role="group"
      aria-label={trans.__('Preview')}
      tabIndex={0}
    >
      {image && <img src={image} alt={trans.__('The figure')} />}
      {table && <RowTable {...table} />}
      {text !== undefined && <pre>{text}</pre>}
    </div>
  );
}
