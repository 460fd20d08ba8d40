import { useId, useState, type ReactNode } from 'react';

type SectionProps = {
  title: string;
  /** Shown at the end of the title line. */
  aside?: ReactNode;
  isInitiallyOpen?: boolean;
  name: string;
  children: ReactNode;
};

/** A part of the panel that folds away. */
export function Section({
  title,
  aside,
  isInitiallyOpen = true,
  name,
  children
}: SectionProps) {
  const [isOpen, setOpen] = useState(isInitiallyOpen);
  const id = useId();
  return (
    <section className={`jp-TrackbookPanel-section jp-mod-${name}`}>
      <div className="jp-TrackbookPanel-sectionHead">
        <button
          className="jp-TrackbookPanel-fold"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="M4 2.5 8 6 4 9.5" />
          </svg>
          <span>{title}</span>
        </button>
        {aside}
      </div>
      <div id={id} hidden={!isOpen}>
        {children}
      </div>
    </section>
  );
}
