import { formatDuration } from '../common/format.js';
import { useNow } from '../common/use-now.js';

type DurationProps = { since: number; until?: number | null };

/** A span of time; ticks while it has no end. */
export function Duration({ since, until = null }: DurationProps) {
  return until === null ? (
    <RunningDuration since={since} />
  ) : (
    <>{formatDuration(until - since)}</>
  );
}

const SECOND = 1000;

function RunningDuration({ since }: { since: number }) {
  const now = useNow(SECOND);
  // Tenths would only flicker.
  const seconds = Math.max(0, Math.floor((now - since) / SECOND));
  return <>{formatDuration(seconds * SECOND)}</>;
}
