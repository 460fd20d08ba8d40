import { sparklinePath } from './sparkline-path.js';

const WIDTH = 44;
const HEIGHT = 14;

/** The course of a metric, as small as a word. */
export function Sparkline({ values }: { values: readonly number[] }) {
  return (
    <svg
      className="jp-TrackbookSparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={sparklinePath(values, WIDTH, HEIGHT)} />
    </svg>
  );
}
