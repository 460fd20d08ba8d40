import type { FastifyServerOptions } from 'fastify';

export const logLevels = [
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
  'silent'
] as const;

export const logFormats = ['json', 'pretty'] as const;

export interface LogConfig {
  level: (typeof logLevels)[number];
  format: (typeof logFormats)[number];
}

/** Takes log lines; a file or a pipe. */
export interface LogTarget {
  write(text: string): unknown;
}

/** Fastify's logger: one JSON object a line, or one line to read. */
export const loggerOptions = (
  { level, format }: LogConfig,
  target: LogTarget
): FastifyServerOptions['logger'] => ({
  level,
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: name => ({ level: name }) },
  stream:
    format === 'json'
      ? target
      : { write: (line: string) => target.write(readable(line)) }
});

export const logsRequests = ({ level }: LogConfig): boolean =>
  logLevels.indexOf(level) <= logLevels.indexOf('info');

/** `{"level":"info","time":…,"msg":"answered","status":200}` as `… INFO  answered status=200`. */
const readable = (line: string): string => {
  const { level, time, msg, err, ...fields } = JSON.parse(line);
  const details = Object.entries(fields).map(
    ([name, value]) =>
      `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`
  );
  const stack = err?.stack ? `\n${err.stack}` : '';
  return `${[time, level.toUpperCase().padEnd(5), msg, ...details].join(' ')}${stack}\n`;
};
