import type { Run } from '../../client/index.js';
import { InlineEdit } from '../common/InlineEdit.js';
import { useTranslation } from '../common/translation.js';
import { NOTE_TAG } from './run-facts.js';
import { useRunTags } from './use-run-tags.js';

export function RunNote({ run }: { run: Run }) {
  const trans = useTranslation();
  const { setTag } = useRunTags(run.runId);
  return (
    <section>
      <h2>{trans.__('Note')}</h2>
      <InlineEdit
        value={run.tags[NOTE_TAG] ?? ''}
        name={trans.__('note')}
        placeholder={trans.__('What is worth remembering about this run?')}
        isMarkdown
        onSave={note => void setTag(NOTE_TAG, note)}
      />
    </section>
  );
}
