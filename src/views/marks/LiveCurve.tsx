import { keyUsesOf, type Run } from '../../client/index.js';
import { StatusIcon } from '../common/icons.js';
import { useRun } from '../common/queries.js';
import { chooseKeyMetric } from '../panel/key-metric.js';
import { Sparkline } from '../panel/Sparkline.js';
import { useSparklines } from '../panel/use-sparklines.js';

type LiveCurveProps = { run: Run; keyMetrics: readonly string[] };

/** How a metric of a running run goes, once it has more than one point. */
export function LiveCurve({ run, keyMetrics }: LiveCurveProps) {
  const { data: live = run } = useRun(run.runId);
  const metric = chooseKeyMetric(keyUsesOf([live]), keyMetrics);
  const values = useSparklines([live], metric).get(run.runId);
  return values ? (
    <Sparkline values={values} />
  ) : (
    <StatusIcon status="RUNNING" />
  );
}
