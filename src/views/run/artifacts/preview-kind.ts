export type PreviewKind =
  'image' | 'text' | 'python' | 'json' | 'table' | 'html' | 'none';

const KINDS: Record<Exclude<PreviewKind, 'none'>, string[]> = {
  image: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'svg', 'bmp', 'avif'],
  python: ['py'],
  json: ['json', 'ipynb', 'geojson'],
  table: ['csv', 'tsv'],
  html: ['html', 'htm'],
  text: [
    'txt',
    'md',
    'log',
    'yaml',
    'yml',
    'toml',
    'ini',
    'cfg',
    'sql',
    'sh',
    'r',
    'js',
    'ts',
    'xml',
    'rst',
    'jsonl',
    'conf',
    'env'
  ]
};

const TEXT_NAMES = ['MLmodel', 'Dockerfile', 'LICENSE', 'README'];

/** How a file can be shown, from its name. */
export function previewKind(path: string): PreviewKind {
  const name = path.split('/').at(-1) ?? '';
  if (TEXT_NAMES.includes(name)) {
    return 'text';
  }
  const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
  const found = Object.entries(KINDS).find(([, extensions]) =>
    extensions.includes(extension)
  );
  return (found?.[0] as PreviewKind) ?? 'none';
}
