/** Written by tools, for tools: people read the same elsewhere, in better words. */
const TOOL_TAG = /^(mlflow|trackbook)\./;

/** Of which entry of a kernel's journal made the run, and which values somebody typed in. */
const INTERNAL_TAGS: ReadonlySet<string> = new Set([
  'trackbook.key',
  'trackbook.by_hand'
]);

/** Differ from run to run by nature, so that their difference tells nothing. */
const MACHINE_TAG = /^(mlflow\.|trackbook\.(session|cell_id|execution_count)$)/;

/** Whether a tag can be searched for and shown as a column. */
export function isPublicTag(key: string): boolean {
  return !INTERNAL_TAGS.has(key);
}

/** Whether runs are worth comparing by a tag. */
export function isTellingTag(key: string): boolean {
  return isPublicTag(key) && !MACHINE_TAG.test(key);
}

/** Tags that people gave, by name. */
export function userTags(tags: Record<string, string>): [string, string][] {
  return Object.entries(tags)
    .filter(([key]) => !TOOL_TAG.test(key))
    .sort(([a], [b]) => a.localeCompare(b));
}
