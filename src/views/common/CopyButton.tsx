import { useEffect, useState } from 'react';
import { Icon } from './icons.js';
import { useAttempt } from './Toasts.js';
import { useTranslation } from './translation.js';

const CONFIRMATION = 1_500;

type CopyButtonProps = { text: string; name?: string };

export function CopyButton({ text, name }: CopyButtonProps) {
  const trans = useTranslation();
  const attempt = useAttempt();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (isCopied) {
      const timer = setTimeout(() => setIsCopied(false), CONFIRMATION);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [isCopied]);
  const copy = async () => {
    setIsCopied(await attempt(() => navigator.clipboard.writeText(text)));
  };

  return (
    <button
      className="jp-TrackbookIconButton"
      aria-label={name ?? trans.__('Copy')}
      title={isCopied ? trans.__('Copied') : (name ?? trans.__('Copy'))}
      onClick={() => void copy()}
    >
      <Icon name={isCopied ? 'check' : 'copy'} size={14} />
    </button>
  );
}
