/**
 * Replies as JSON, all of it written by the database. How it writes a value, an object and the list
 * of a group's objects is told by its words.
 */

const values = ({ value, object, list }, table) =>
  `(SELECT ${list(object({ key: value('key'), value: value('value') }))} FROM ${table} WHERE run = runs.id)`;

const point = ({ value, object }, key) =>
  object({
    key: value(key),
    value: value('value'),
    timestamp: value('timestamp'),
    step: value('step')
  });

/** The start of a query for runs, which wants to know which. */
export const runJson = words => {
  const { value, object, list } = words;
  const info = object({
    run_id: value('run_id'),
    run_name: value('name'),
    experiment_id: value('experiment'),
    status: value('status'),
    start_time: value('start_time'),
    end_time: value('end_time')
  });
  const data = object({
    metrics: `(SELECT ${list(point(words, 'metric_keys.name'))} FROM latest_metrics
      JOIN metric_keys ON metric_keys.id = key WHERE run = runs.id)`,
    params: values(words, 'params'),
    tags: values(words, 'tags')
  });
  return `SELECT ${object({ info, data })} AS json FROM runs`;
};

/** The start of a query for the history of a metric, the name of which is given as SQL. */
export const historyJson = (words, key) =>
  `SELECT ${words.object({ metrics: words.list(point(words, key)) })} AS json FROM metrics`;
