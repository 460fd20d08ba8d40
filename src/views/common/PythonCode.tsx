import { useEffect, useState } from 'react';
import type { CodePart } from './highlight-python.js';

/** Python source, coloured as soon as the parser is there. */
export function PythonCode({ source }: { source: string }) {
  const [lines, setLines] = useState<CodePart[][] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void import('./highlight-python.js').then(({ highlightPython }) => {
      if (isCurrent) {
        setLines(highlightPython(source));
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [source]);

  return (
    <pre className="jp-TrackbookCode" tabIndex={0}>
      <code>
        {lines
          ? lines.map((line, index) => <Line key={index} parts={line} />)
          : source}
      </code>
    </pre>
  );
}

function Line({ parts }: { parts: CodePart[] }) {
  return (
    <>
      {parts.map(({ text, classes }, index) => (
        <span key={index} className={classes || undefined}>
          {text}
        </span>
      ))}
      {'\n'}
    </>
  );
}
