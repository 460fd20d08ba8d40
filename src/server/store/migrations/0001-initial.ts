import type { Migration } from './index.js';

/**
 * Rows refer to each other by small integers; MLflow's text ids live once, in the row they name.
 * Tables that are only ever read by their owner are clustered by it (WITHOUT ROWID).
 */
export const initial: Migration = {
  name: '0001-initial',
  sqlite: `
    CREATE TABLE experiments (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL UNIQUE,
      artifact_location TEXT NOT NULL,
      lifecycle_stage TEXT NOT NULL DEFAULT 'active',
      creation_time INTEGER NOT NULL,
      last_update_time INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE experiment_tags (
      experiment INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (experiment, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      run_id TEXT NOT NULL UNIQUE,
      experiment INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
      name TEXT NOT NULL,
      user_id TEXT NOT NULL,
      status TEXT NOT NULL,
      start_time INTEGER,
      end_time INTEGER,
      deleted_time INTEGER,
      lifecycle_stage TEXT NOT NULL DEFAULT 'active',
      artifact_uri TEXT NOT NULL
    ) STRICT;
    CREATE INDEX runs_by_start
      ON runs (experiment, lifecycle_stage, start_time DESC, run_id);

    CREATE TABLE params (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (run, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE tags (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (run, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE metric_keys (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    -- SQLite stores NaN as NULL, so NaN is value 0 with a flag.
    CREATE TABLE metrics (
      run INTEGER NOT NULL,
      key INTEGER NOT NULL,
      step INTEGER NOT NULL,
      timestamp INTEGER NOT NULL,
      value REAL NOT NULL,
      is_nan INTEGER NOT NULL,
      PRIMARY KEY (run, key, step, timestamp, value, is_nan)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE latest_metrics (
      run INTEGER NOT NULL,
      key INTEGER NOT NULL,
      step INTEGER NOT NULL,
      timestamp INTEGER NOT NULL,
      value REAL NOT NULL,
      is_nan INTEGER NOT NULL,
      PRIMARY KEY (run, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX latest_metrics_by_value
      ON latest_metrics (key, is_nan, value, run);

    CREATE TABLE datasets (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
      name TEXT NOT NULL,
      digest TEXT NOT NULL,
      source_type TEXT NOT NULL,
      source TEXT NOT NULL,
      schema TEXT,
      profile TEXT,
      UNIQUE (experiment, name, digest)
    ) STRICT;

    CREATE TABLE dataset_inputs (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      dataset INTEGER NOT NULL REFERENCES datasets ON DELETE CASCADE,
      UNIQUE (run, dataset)
    ) STRICT;
    CREATE INDEX dataset_inputs_by_dataset ON dataset_inputs (dataset);

    CREATE TABLE dataset_input_tags (
      input INTEGER NOT NULL REFERENCES dataset_inputs ON DELETE CASCADE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (input, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE logged_models (
      id INTEGER PRIMARY KEY,
      model_id TEXT NOT NULL UNIQUE,
      experiment INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
      name TEXT NOT NULL,
      artifact_uri TEXT NOT NULL,
      creation_time INTEGER NOT NULL,
      last_update_time INTEGER NOT NULL,
      status TEXT NOT NULL,
      status_message TEXT,
      lifecycle_stage TEXT NOT NULL DEFAULT 'active',
      model_type TEXT NOT NULL DEFAULT '',
      source_run_id TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX logged_models_by_creation
      ON logged_models (experiment, lifecycle_stage, creation_time DESC);
    CREATE INDEX logged_models_by_run ON logged_models (source_run_id);

    CREATE TABLE logged_model_params (
      model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (model, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE logged_model_tags (
      model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (model, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE logged_model_metrics (
      model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
      key TEXT NOT NULL,
      step INTEGER NOT NULL,
      timestamp INTEGER NOT NULL,
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      value REAL NOT NULL,
      is_nan INTEGER NOT NULL,
      dataset_name TEXT,
      dataset_digest TEXT,
      PRIMARY KEY (model, key, timestamp, step, run)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE model_inputs (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      model_id TEXT NOT NULL,
      PRIMARY KEY (run, model_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE model_outputs (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      model_id TEXT NOT NULL,
      step INTEGER NOT NULL,
      PRIMARY KEY (run, model_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE registered_models (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      description TEXT NOT NULL DEFAULT '',
      creation_time INTEGER NOT NULL,
      last_update_time INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE registered_model_tags (
      model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (model, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE registered_model_aliases (
      model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
      alias TEXT NOT NULL,
      version INTEGER NOT NULL,
      PRIMARY KEY (model, alias)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE model_versions (
      model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
      version INTEGER NOT NULL,
      creation_time INTEGER NOT NULL,
      last_update_time INTEGER NOT NULL,
      user_id TEXT NOT NULL DEFAULT '',
      current_stage TEXT NOT NULL DEFAULT 'None',
      description TEXT,
      source TEXT NOT NULL,
      storage_location TEXT NOT NULL,
      run_id TEXT NOT NULL DEFAULT '',
      run_link TEXT NOT NULL DEFAULT '',
      model_id TEXT NOT NULL DEFAULT '',
      status TEXT NOT NULL DEFAULT 'READY',
      status_message TEXT NOT NULL DEFAULT '',
      deleted INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (model, version)
    ) STRICT;
    CREATE INDEX model_versions_by_run ON model_versions (run_id);

    CREATE TABLE model_version_tags (
      model INTEGER NOT NULL,
      version INTEGER NOT NULL,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (model, version, key),
      FOREIGN KEY (model, version) REFERENCES model_versions ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
  `
};
