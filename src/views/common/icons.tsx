import type { RunStatus } from '../../client/index.js';

const PATHS = {
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.3 14 14',
  columns: 'M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9',
  chevron: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  right: 'm6.5 4.5 3.5 3.5-3.5 3.5',
  back: 'M9.5 4.5 6 8l3.5 3.5',
  up: 'M8 13V3.5M4 7l4-4 4 4',
  down: 'M8 3v9.5M4 9l4 4 4-4',
  close: 'm4 4 8 8M12 4l-8 8',
  compare: 'M5.5 2.5v11M10.5 2.5v11M2.5 5.5h3M2.5 9h3M10.5 5.5h3M10.5 9h3',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9',
  restore: 'M3 8a5 5 0 1 0 1.6-3.7M3 3v3h3',
  edit: 'M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2L3 13Z',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'm3.5 8.5 3 3 6-7',
  notebook: 'M4 2.5h9v11H4zM6.5 2.5v11M2.5 5h3M2.5 8h3M2.5 11h3',
  branch: 'M4 3v5a3 3 0 0 0 3 3h5M9.5 8.5 12 11l-2.5 2.5',
  folder: 'M2.5 12.5v-9h4l1.5 2h5.5v7z',
  file: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
  download: 'M8 2.5v7.5M5 7l3 3 3-3M3 13h10',
  model: 'M8 2 13.5 5v6L8 14 2.5 11V5L8 2ZM2.5 5 8 8l5.5-3M8 8v6',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6zM5.2 5.2h.1',
  flask: 'M6 2.5h4M6.8 2.5v4L3 13.5h10L9.2 6.5v-4M5 10h6',
  star: 'M8 2.2 9.8 6l4.1.5-3 2.8.8 4.1L8 11.4l-3.7 2 .8-4.1-3-2.8L6.2 6 8 2.2Z',
  plus: 'M8 3v10M3 8h10',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  drift: 'M3 6h10M3 10h10M10.5 3l-5 10',
  swap: 'M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13'
};

export type IconName = keyof typeof PATHS;

type IconProps = { name: IconName; size?: number; className?: string };

/** A line drawing in the colour of the text around it. */
export function Icon({ name, size = 16, className = '' }: IconProps) {
  return (
    <svg
      className={`jp-TrackbookIcon ${className}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

const STATUS_PATHS: Record<RunStatus, string> = {
  FINISHED: 'm5.2 8.2 2 2 3.6-4.2',
  FAILED: 'm5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4',
  KILLED: 'M5.5 8h5',
  RUNNING: '',
  SCHEDULED: 'M8 5v3.2l2 1.3'
};

export function StatusIcon({ status }: { status: RunStatus }) {
  return (
    <svg
      className={`jp-TrackbookStatus-icon jp-mod-${status.toLowerCase()}`}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {status === 'RUNNING' ? (
        <path d="M8 2.2a5.8 5.8 0 1 1-5.8 5.8" />
      ) : (
        <>
          <circle cx="8" cy="8" r="5.8" />
          <path d={STATUS_PATHS[status]} />
        </>
      )}
    </svg>
  );
}
