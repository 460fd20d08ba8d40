import { useState } from 'react';
import { Icon, type IconName } from './icons.js';
import { useAttempt } from './Toasts.js';

type ActionButtonProps = {
  icon: IconName;
  label: string;
  title: string;
  onAct(): Promise<void>;
};

/** Does something that takes a while; what goes wrong is shown as a notice. */
export function ActionButton({ icon, label, title, onAct }: ActionButtonProps) {
  const attempt = useAttempt();
  const [isBusy, setIsBusy] = useState(false);
  const act = async () => {
    setIsBusy(true);
    await attempt(onAct);
    setIsBusy(false);
  };
  return (
    <button
      className="jp-TrackbookButton"
      disabled={isBusy}
      title={title}
      onClick={() => void act()}
    >
      <Icon name={icon} />
      {label}
    </button>
  );
}
