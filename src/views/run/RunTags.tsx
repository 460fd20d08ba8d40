import type { Run } from '../../client/index.js';
import { TagList } from '../common/TagList.js';
import { userTags } from '../common/tags.js';
import { useTranslation } from '../common/translation.js';
import { useRunTags } from './use-run-tags.js';

export function RunTags({ run }: { run: Run }) {
  const trans = useTranslation();
  const { setTag, deleteTag } = useRunTags(run.runId);
  return (
    <section>
      <h2>{trans.__('Tags')}</h2>
      <TagList
        tags={userTags(run.tags)}
        onSet={(key, value) => void setTag(key, value)}
        onDelete={key => void deleteTag(key)}
      />
    </section>
  );
}
