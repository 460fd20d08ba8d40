import { useEffect, useState } from 'react';
import type { SessionRecord, StudiedSession } from '../../analysis/index.js';
import { isPython } from '../../analysis/session-record.js';

/**
 * A session read for the slices and verdicts of its runs. The parser of Python is fetched when first
 * needed; until it has read all, without a record, and of another language, there is none.
 */
export function useStudiedSession(
  record: SessionRecord | null
): StudiedSession | null {
  const [session, setSession] = useState<StudiedSession | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const study = async (present: SessionRecord) => {
      const analysis = await import('../../analysis/index.js');
      const studied = await analysis.StudiedSession.study(present);
      if (isCurrent) {
        setSession(studied);
      }
    };
    if (record && isPython(record)) {
      void study(record);
    }
    return () => {
      isCurrent = false;
    };
  }, [record]);
  return session;
}
