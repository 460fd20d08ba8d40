/** What is worth knowing of the `MLmodel` file that describes a model. */
export type ModelFacts = {
  flavors: string[];
  sizeBytes: number | null;
  mlflowVersion: string | null;
  inputs: SignatureColumn[];
  outputs: SignatureColumn[];
};

export type SignatureColumn = { name: string; type: string };

/**
 * Reads the few lines that matter. The file is YAML as mlflow's dumper writes
 * it: one scalar a line, children indented by two blanks.
 */
export function parseMlmodel(text: string): ModelFacts {
  const lines = text.split(/\r?\n/);
  const size = Number(scalar(lines, 'model_size_bytes'));
  return {
    flavors: childrenOf(lines, 'flavors'),
    sizeBytes: Number.isFinite(size) && size > 0 ? size : null,
    mlflowVersion: scalar(lines, 'mlflow_version') ?? null,
    inputs: signature(lines, 'inputs'),
    outputs: signature(lines, 'outputs')
  };
}

function scalar(
  lines: readonly string[],
  key: string,
  indent = ''
): string | undefined {
  const start = `${indent}${key}:`;
  const index = lines.findIndex(line => line.startsWith(start));
  if (index < 0) {
    return undefined;
  }
  // Long scalars go on in deeper lines, which YAML folds into blanks.
  const after = lines.slice(index + 1);
  const end = after.findIndex(line => !line.startsWith(`${indent}  `));
  const folded = end < 0 ? after : after.slice(0, end);
  const raw = [lines[index].slice(start.length), ...folded]
    .map(line => line.trim())
    .join(' ')
    .trim();
  return raw.startsWith("'")
    ? raw.slice(1, -1).replaceAll("''", "'")
    : raw.replace(/^"(.*)"$/, '$1');
}

function childrenOf(lines: readonly string[], key: string): string[] {
  const start = lines.indexOf(`${key}:`);
  const names: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (start < 0 || !line.startsWith('  ')) {
      break;
    }
    const child = /^ {2}(\w+):/.exec(line);
    if (child) {
      names.push(child[1]);
    }
  }
  return names;
}

function signature(lines: readonly string[], side: string): SignatureColumn[] {
  const start = lines.indexOf('signature:');
  const json = start < 0 ? undefined : scalar(lines.slice(start), side, '  ');
  if (!json || !json.startsWith('[')) {
    return [];
  }
  const columns = JSON.parse(json) as {
    name?: string;
    type?: string;
    'tensor-spec'?: { dtype: string; shape: number[] };
  }[];
  return columns.map(column => ({
    name: column.name ?? '',
    type: column['tensor-spec']
      ? `${column['tensor-spec'].dtype} (${column['tensor-spec'].shape.join(', ')})`
      : (column.type ?? '')
  }));
}
