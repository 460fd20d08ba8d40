import type {
  LoggedModel,
  LoggedModelStatus
} from '../../api/logged-models.js';
import type { DescribedLoggedModel } from '../tracking/logged-models.js';
import { nonEmpty, presentKeyValues } from './key-values.js';
import { presentMetric } from './metrics.js';

export const presentLoggedModel = ({
  row,
  params,
  tags,
  metrics
}: DescribedLoggedModel): LoggedModel => ({
  info: {
    model_id: row.model_id,
    experiment_id: String(row.experiment),
    name: row.name,
    creation_timestamp_ms: row.creation_time,
    last_updated_timestamp_ms: row.last_update_time,
    artifact_uri: row.artifact_uri,
    status: row.status as LoggedModelStatus,
    model_type: row.model_type,
    source_run_id: row.source_run_id,
    status_message: row.status_message ?? undefined,
    tags: presentKeyValues(tags)
  },
  data: {
    params: presentKeyValues(params),
    metrics: nonEmpty(
      metrics.map(metric => ({
        ...presentMetric(metric.key, metric),
        dataset_name: metric.dataset_name ?? undefined,
        dataset_digest: metric.dataset_digest ?? undefined,
        model_id: row.model_id,
        run_id: metric.run_id
      }))
    )
  }
});
