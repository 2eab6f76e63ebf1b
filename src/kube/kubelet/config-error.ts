/** What a container needs is not there: a config map, a secret, a key of one. The container is not made until it is. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
