import type { Migration } from './migration.js';

/**
 * Rows refer to each other by small integers; MLflow's text ids live once, in the row they name.
 * Tables that are only ever read by their owner are clustered by it (WITHOUT ROWID).
 */
export const initial: Migration = {
  name: '0001-initial',
  sql: ({
    id,
    newestId,
    integer,
    bigint,
    real,
    text,
    table,
    clusteredTable,
    paramsByValue,
    history
  }) => `
    CREATE TABLE experiments (
      id ${newestId},
      name ${text} NOT NULL UNIQUE,
      artifact_location ${text} NOT NULL,
      lifecycle_stage ${text} NOT NULL DEFAULT 'active',
      creation_time ${bigint} NOT NULL,
      last_update_time ${bigint} NOT NULL
    ) ${table};

    CREATE TABLE experiment_tags (
      experiment ${integer} NOT NULL REFERENCES experiments ON DELETE CASCADE,
      key ${text} NOT NULL,
      value ${text} NOT NULL,
      PRIMARY KEY (experiment, key)
    ) ${clusteredTable};

    CREATE TABLE runs (
      id ${id},
      run_id ${text} NOT NULL UNIQUE,
      experiment ${integer} NOT NULL REFERENCES experiments ON DELETE CASCADE,
      name ${text} NOT NULL,
      user_id ${text} NOT NULL,
      status ${text} NOT NULL,
      start_time ${bigint},
      end_time ${bigint},
      deleted_time ${bigint},
      lifecycle_stage ${text} NOT NULL DEFAULT 'active',
      artifact_uri ${text} NOT NULL
    ) ${table};
    CREATE INDEX runs_by_start
      ON runs (experiment, lifecycle_stage, start_time DESC, run_id);

    CREATE TABLE params (
      run ${integer} NOT NULL REFERENCES runs ON DELETE CASCADE,
      key ${text} NOT NULL,
      value ${text} NOT NULL,
      PRIMARY KEY (run, key)
    ) ${clusteredTable};

    ${paramsByValue}

    CREATE TABLE tags (
      run ${integer} NOT NULL REFERENCES runs ON DELETE CASCADE,
      key ${text} NOT NULL,
      value ${text} NOT NULL,
      PRIMARY KEY (run, key)
    ) ${clusteredTable};

    CREATE TABLE metric_keys (
      id ${id},
      name ${text} NOT NULL UNIQUE
    ) ${table};

    ${history}

    CREATE TABLE latest_metrics (
      run ${integer} NOT NULL,
      key ${integer} NOT NULL,
      step ${bigint} NOT NULL,
      timestamp ${bigint} NOT NULL,
      value ${real} NOT NULL,
      is_nan ${integer} NOT NULL,
      PRIMARY KEY (run, key)
    ) ${clusteredTable};
    CREATE INDEX latest_metrics_by_value
      ON latest_metrics (key, is_nan, value, run);

    CREATE TABLE datasets (
      id ${id},
      experiment ${integer} NOT NULL REFERENCES experiments ON DELETE CASCADE,
      name ${text} NOT NULL,
      digest ${text} NOT NULL,
      source_type ${text} NOT NULL,
      source ${text} NOT NULL,
      schema ${text},
      profile ${text},
      UNIQUE (experiment, name, digest)
    ) ${table};

    CREATE TABLE dataset_inputs (
      id ${id},
      run ${integer} NOT NULL REFERENCES runs ON DELETE CASCADE,
      dataset ${integer} NOT NULL REFERENCES datasets ON DELETE CASCADE,
      UNIQUE (run, dataset)
    ) ${table};
    CREATE INDEX dataset_inputs_by_dataset ON dataset_inputs (dataset);

    CREATE TABLE dataset_input_tags (
      input ${integer} NOT NULL REFERENCES dataset_inputs ON DELETE CASCADE,
      key ${text} NOT NULL,
      value ${text} NOT NULL,
      PRIMARY KEY (input, key)
    ) ${clusteredTable};

    CREATE TABLE logged_models (
      id ${id},
      model_id ${text} NOT NULL UNIQUE,
      experiment ${integer} NOT NULL REFERENCES experiments ON DELETE CASCADE,
      name ${text} NOT NULL,
      artifact_uri ${text} NOT NULL,
      creation_time ${bigint} NOT NULL,
      last_update_time ${bigint} NOT NULL,
      status ${text} NOT NULL,
      status_message ${text},
      lifecycle_stage ${text} NOT NULL DEFAULT 'active',
      model_type ${text} NOT NULL DEFAULT '',
      source_run_id ${text} NOT NULL DEFAULT ''
    ) ${table};
    CREATE INDEX logged_models_by_creation
      ON logged_models (experiment, lifecycle_stage, creation_time DESC);
    CREATE INDEX logged_models_by_run ON logged_models (source_run_id);

    CREATE TABLE logged_model_params (
      model ${integer} NOT NULL REFERENCES logged_models ON DELETE CASCADE,
      key ${text} NOT NULL,
      value ${text} NOT NULL,
      PRIMARY KEY (model, key)
    ) ${clusteredTable};

    CREATE TABLE logged_model_tags (
      model ${integer} NOT NULL REFERENCES logged_models ON DELETE CASCADE,
      key ${text} NOT NULL,
      value ${text} NOT NULL,
      PRIMARY KEY (model, key)
    ) ${clusteredTable};

    CREATE TABLE logged_model_metrics (
      model ${integer} NOT NULL REFERENCES logged_models ON DELETE CASCADE,
      key ${text} NOT NULL,
      step ${bigint} NOT NULL,
      timestamp ${bigint} NOT NULL,
      run ${integer} NOT NULL REFERENCES runs ON DELETE CASCADE,
      value ${real} NOT NULL,
      is_nan ${integer} NOT NULL,
      dataset_name ${text},
      dataset_digest ${text},
      PRIMARY KEY (model, key, timestamp, step, run)
    ) ${clusteredTable};

    CREATE TABLE model_inputs (
      run ${integer} NOT NULL REFERENCES runs ON DELETE CASCADE,
      model_id ${text} NOT NULL,
      PRIMARY KEY (run, model_id)
    ) ${clusteredTable};

    CREATE TABLE model_outputs (
      run ${integer} NOT NULL REFERENCES runs ON DELETE CASCADE,
      model_id ${text} NOT NULL,
      step ${bigint} NOT NULL,
      PRIMARY KEY (run, model_id)
    ) ${clusteredTable};

    CREATE TABLE registered_models (
      id ${id},
      name ${text} NOT NULL UNIQUE,
      description ${text} NOT NULL DEFAULT '',
      creation_time ${bigint} NOT NULL,
      last_update_time ${bigint} NOT NULL
    ) ${table};

    CREATE TABLE registered_model_tags (
      model ${integer} NOT NULL REFERENCES registered_models ON DELETE CASCADE,
      key ${text} NOT NULL,
      value ${text} NOT NULL,
      PRIMARY KEY (model, key)
    ) ${clusteredTable};

    CREATE TABLE registered_model_aliases (
      model ${integer} NOT NULL REFERENCES registered_models ON DELETE CASCADE,
      alias ${text} NOT NULL,
      version ${integer} NOT NULL,
      PRIMARY KEY (model, alias)
    ) ${clusteredTable};

    CREATE TABLE model_versions (
      model ${integer} NOT NULL REFERENCES registered_models ON DELETE CASCADE,
      version ${integer} NOT NULL,
      creation_time ${bigint} NOT NULL,
      last_update_time ${bigint} NOT NULL,
      user_id ${text} NOT NULL DEFAULT '',
      current_stage ${text} NOT NULL DEFAULT 'None',
      description ${text},
      source ${text} NOT NULL,
      storage_location ${text} NOT NULL,
      run_id ${text} NOT NULL DEFAULT '',
      run_link ${text} NOT NULL DEFAULT '',
      model_id ${text} NOT NULL DEFAULT '',
      status ${text} NOT NULL DEFAULT 'READY',
      status_message ${text} NOT NULL DEFAULT '',
      deleted ${integer} NOT NULL DEFAULT 0,
      PRIMARY KEY (model, version)
    ) ${table};
    CREATE INDEX model_versions_by_run ON model_versions (run_id);

    CREATE TABLE model_version_tags (
      model ${integer} NOT NULL,
      version ${integer} NOT NULL,
      key ${text} NOT NULL,
      value ${text} NOT NULL,
      PRIMARY KEY (model, version, key),
      FOREIGN KEY (model, version) REFERENCES model_versions ON DELETE CASCADE
    ) ${clusteredTable};
  `
};
