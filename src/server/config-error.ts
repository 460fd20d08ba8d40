/** A mistake in flags or environment; its message is all the user needs to see. */
export class ConfigError extends Error {}
