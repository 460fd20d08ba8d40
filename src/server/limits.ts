/** What one client may take of the server; times in milliseconds. */
export interface Limits {
  /** Of a JSON body. Room for 1,000 metrics with the longest keys, and for params of several megabytes. */
  bodyBytes: number;
  /** Of the URL and the headers: clients name thousands of runs in the filter of a GET. */
  headersBytes: number;
  /** From the first byte of a request to the end of its headers. */
  headersMs: number;
  /** How long nothing may move on a connection with a request under way. */
  idleMs: number;
  /** From a request to stop until what is still under way is cut off. */
  graceMs: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 32 * 1024 * 1024,
  headersBytes: 128 * 1024,
  headersMs: 30_000,
  // MLflow's client waits no longer for an answer; event streams send a heartbeat more often.
  idleMs: 120_000,
  graceMs: 30_000
};
