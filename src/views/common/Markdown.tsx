import DOMPurify from 'dompurify';
import { marked } from 'marked';
import { useMemo } from 'react';

/**
 * What a note may be made of. Notes come from anyone who can log: nothing in
 * them may run, load from elsewhere, or pass for a part of JupyterLab, whose
 * `data-` attributes start commands.
 */
const ALLOWED_TAGS = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote'],
  ...['ul', 'ol', 'li', 'strong', 'em', 'del', 'code', 'pre', 'a'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td']
];
const ALLOWED_ATTR = ['href', 'title', 'start', 'align'];

const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', element => {
  if (element.tagName === 'A') {
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener noreferrer');
  }
});

/** Text in Markdown as people wrote it, made safe. */
export default function Markdown({ text }: { text: string }) {
  const html = useMemo(
    () =>
      purifier.sanitize(
        // A line break is meant as one, as in the field it was typed in.
        marked.parse(text, { async: false, gfm: true, breaks: true }),
        { ALLOWED_TAGS, ALLOWED_ATTR, ALLOW_DATA_ATTR: false }
      ),
    [text]
  );
  return (
    <div
      className="jp-TrackbookMarkdown"
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
