import { PythonCode } from './PythonCode.js';

type CodeProps = { source: string; language: string };

/** Source of any language; only Python's has colours. */
export function Code({ source, language }: CodeProps) {
  return language === 'python' ? (
    <PythonCode source={source} />
  ) : (
    <pre className="jp-TrackbookCode" tabIndex={0}>
      <code>{source}</code>
    </pre>
  );
}
