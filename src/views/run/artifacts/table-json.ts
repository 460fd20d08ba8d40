type TableJson = { columns: string[]; rows: unknown[][] };

/** A table as `mlflow.log_table` and `DataFrame.to_json(orient="split")` write it. */
export function readTableJson(content: unknown): TableJson | null {
  if (typeof content !== 'object' || content === null) {
    return null;
  }
  const { columns, data } = content as Record<string, unknown>;
  const isTable =
    Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray);
  return isTable
    ? { columns: columns.map(String), rows: data as unknown[][] }
    : null;
}
