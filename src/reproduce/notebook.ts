/** A notebook file of format 4.5, as far as one is written here. */
export interface Notebook {
  nbformat: 4;
  nbformat_minor: 5;
  metadata: Record<string, unknown>;
  cells: NotebookCell[];
}

export type NotebookCell =
  | {
      cell_type: 'markdown';
      id: string;
      metadata: Record<string, unknown>;
      source: string[];
    }
  | {
      cell_type: 'code';
      id: string;
      metadata: Record<string, unknown>;
      source: string[];
      outputs: [];
      execution_count: null;
    };

/** A text as files have it: its lines, each with its end. */
export const linesOf = (text: string): string[] =>
  text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
