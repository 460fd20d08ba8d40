import { compareFiles, type FileDifference } from './compare-files.js';
import { compareFrames, type FrameDifference } from './compare-frames.js';
import type { DataRecord } from './data-record.js';

export type DataDifference = {
  files: FileDifference[];
  frames: FrameDifference[];
  /** Whether all that could be compared is the same; what is unknown is no difference. */
  isSame: boolean;
};

/** How the data of two runs differs. */
export function compareData(
  before: DataRecord,
  after: DataRecord
): DataDifference {
  const files = compareFiles(before.files, after.files);
  const frames = compareFrames(before.frames, after.frames);
  const isSame = [...files, ...frames].every(
    ({ kind }) => kind === 'same' || kind === 'moved' || kind === 'unknown'
  );
  return { files, frames, isSame };
}
