import { CopyButton } from './CopyButton.js';
import { PythonCode } from './PythonCode.js';
import { useTranslation } from './translation.js';

type SnippetProps = { code: string; title?: string };

/** Python to take along into a notebook. */
export function Snippet({ code, title }: SnippetProps) {
  const trans = useTranslation();
  return (
    <figure className="jp-TrackbookSnippet">
      {title && <figcaption>{title}</figcaption>}
      <CopyButton text={code} name={trans.__('Copy code')} />
      <PythonCode source={code} />
    </figure>
  );
}
