/** Chosen rows, by run id, and where a range would start. */
export type Selection = { ids: ReadonlySet<string>; anchor: string | null };

export const emptySelection: Selection = { ids: new Set(), anchor: null };

export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) {
    next.add(id);
  }
  return { ids: next, anchor: id };
}

/** Choose everything from the anchor to a row, in the order shown. */
export function extendTo(
  selection: Selection,
  id: string,
  shown: readonly string[]
): Selection {
  const from = selection.anchor ? shown.indexOf(selection.anchor) : -1;
  const to = shown.indexOf(id);
  if (from < 0 || to < 0) {
    return toggle(selection, id);
  }
  const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1);
  return {
    ids: new Set([...selection.ids, ...range]),
    anchor: selection.anchor
  };
}

/** Choose all of these rows, or none when all are chosen already. */
export function toggleAll(
  selection: Selection,
  shown: readonly string[]
): Selection {
  const isAll = shown.length > 0 && shown.every(id => selection.ids.has(id));
  return isAll ? emptySelection : { ids: new Set(shown), anchor: null };
}
