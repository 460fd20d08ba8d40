import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
];

type RequestLabels = 'method' | 'route' | 'status';

/** What Prometheus reads: how many requests of which kind, how long they took, what the process holds. */
export class ServerMetrics {
  readonly #registry = new Registry();
  readonly #durations = new Histogram<RequestLabels>({
    name: 'trackbook_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.#registry]
  });
  readonly #series = new Map<string, Histogram.Internal<RequestLabels>>();
  #process: Registry | undefined;

  constructor(options: { version: string; openStreams: () => number }) {
    new Gauge({
      name: 'trackbook_info',
      help: 'The version of Trackbook, as a label.',
      labelNames: ['version'],
      registers: [this.#registry]
    }).set({ version: options.version }, 1);
    new Gauge({
      name: 'trackbook_event_streams',
      help: 'Clients that listen to the stream of changes.',
      registers: [this.#registry],
      collect() {
        this.set(options.openStreams());
      }
    });
  }

  /** Counts one answered request. */
  answered(
    { method, route, status }: Record<RequestLabels, string>,
    seconds: number
  ): void {
    // The library's own look-up by labels costs more than all the rest.
    const key = `${method} ${status} ${route}`;
    let series = this.#series.get(key);
    if (!series) {
      series = this.#durations.labels({ method, route, status });
      this.#series.set(key, series);
    }
    series.observe(seconds);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics in Prometheus' text format. */
  async text(): Promise<string> {
    // Watching the event loop costs a little all the time: only who asks shall pay.
    if (!this.#process) {
      this.#process = new Registry();
      collectDefaultMetrics({ register: this.#process });
    }
    return Registry.merge([this.#registry, this.#process]).metrics();
  }
}
