import { useEffect, useState } from 'react';
import { PythonCode } from '../../common/PythonCode.js';
import { useTranslation } from '../../common/translation.js';
import { DataTable } from './DataTable.js';
import { parseTable } from './parse-table.js';
import type { PreviewKind } from './preview-kind.js';
import { readTableJson } from './table-json.js';

type FileContentProps = { path: string; blob: Blob; kind: PreviewKind };

/** A file as its kind is best seen. */
export function FileContent({ path, blob, kind }: FileContentProps) {
  return kind === 'image' ? (
    <ImageContent path={path} blob={blob} />
  ) : (
    <TextContent path={path} blob={blob} kind={kind} />
  );
}

function ImageContent({ path, blob }: { path: string; blob: Blob }) {
  const url = useObjectUrl(blob, path);
  return url ? (
    <img className="jp-TrackbookArtifacts-image" src={url} alt={path} />
  ) : null;
}

/** Through a blob, since an image's own request could not log in. */
function useObjectUrl(blob: Blob, path: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const isVector = path.toLowerCase().endsWith('.svg');
    const next = URL.createObjectURL(
      isVector ? new Blob([blob], { type: 'image/svg+xml' }) : blob
    );
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setUrl(next);
    return () => URL.revokeObjectURL(next);
  }, [blob, path]);
  return url;
}

function TextContent({ path, blob, kind }: FileContentProps) {
  const trans = useTranslation();
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void blob.text().then(read => isCurrent && setText(read));
    return () => {
      isCurrent = false;
    };
  }, [blob]);
  if (text === null) {
    return null;
  }
  switch (kind) {
    case 'table':
      return <TableContent text={text} isTabs={path.endsWith('.tsv')} />;
    case 'json':
      return <JsonContent text={text} />;
    case 'python':
      return <PythonCode source={text} />;
    case 'html':
      // An empty sandbox: neither scripts nor this page's login are within its reach.
      return (
        <iframe
          className="jp-TrackbookArtifacts-page"
          sandbox=""
          srcDoc={text}
          title={trans.__('Preview of %1', path)}
        />
      );
    default:
      return <PlainText text={text} />;
  }
}

function TableContent({ text, isTabs }: { text: string; isTabs: boolean }) {
  const [columns = [], ...rows] = parseTable(text, isTabs ? '\t' : ',');
  return <DataTable columns={columns} rows={rows} />;
}

function JsonContent({ text }: { text: string }) {
  const trans = useTranslation();
  const { content, error } = parseJson(text);
  if (error) {
    return (
      <>
        <p className="jp-TrackbookHint">
          {trans.__('Not valid JSON: %1', error.message)}
        </p>
        <PlainText text={text} />
      </>
    );
  }
  const table = readTableJson(content);
  return table ? (
    <DataTable {...table} />
  ) : (
    <PlainText text={JSON.stringify(content, null, 2)} />
  );
}

function parseJson(text: string): { content?: unknown; error?: Error } {
  try {
    return { content: JSON.parse(text) };
  } catch (error) {
    return { error: error as Error };
  }
}

function PlainText({ text }: { text: string }) {
  return (
    <pre className="jp-TrackbookCode" tabIndex={0}>
      {text}
    </pre>
  );
}
