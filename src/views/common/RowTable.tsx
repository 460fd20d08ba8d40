type RowTableProps = {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  className?: string;
};

/** A table as it was logged: its columns have no meaning to us. */
export function RowTable({ columns, rows, className = '' }: RowTableProps) {
  return (
    <table className={`jp-TrackbookTable ${className}`}>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th key={index} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, place) => (
              <td key={place}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
