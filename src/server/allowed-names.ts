/** Whether a host name or an origin may talk to the server. */
export type Rule = (name: string) => boolean;

const LOCAL_HOSTS =
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+)(:\d+)?$/;
const LOCAL_ORIGINS = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Without a list: this machine, private networks, and the host the server was told to be. */
export const hostRule = (list: string | undefined, ownHost: string): Rule =>
  list === undefined
    ? name => LOCAL_HOSTS.test(name) || withoutPort(name) === ownHost
    : anyOf(list);

/** Without a list: pages served from this machine. */
export const originRule = (list: string | undefined): Rule =>
  list === undefined ? origin => LOCAL_ORIGINS.test(origin) : anyOf(list);

const withoutPort = (host: string) => host.replace(/:\d+$/, '');

/** A comma-separated list in which `*` stands for anything. */
const anyOf = (list: string): Rule => {
  const patterns = list.split(',').map(item => {
    const escaped = item.trim().replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replaceAll('*', '.*')}$`);
  });
  return name => patterns.some(pattern => pattern.test(name));
};
