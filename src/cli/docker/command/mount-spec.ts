/** `--mount type=bind,source=/a,target=/b,readonly`. */
import { ClientError } from './errors.ts';
import { sizeOf } from './docker-flag.ts';

export function mountFrom(spec: string): object {
  const refuse = (why: string): never => {
    throw new ClientError(`invalid argument "${spec}" for "--mount" flag: ${why}`, 125);
  };
  const fields: Record<string, string> = {};
  for (const part of spec.split(',')) {
    const at = part.indexOf('=');
    if (at < 0 && !['readonly', 'ro', 'volume-nocopy'].includes(part)) refuse(`invalid field '${part}' must be a key=value pair`);
    fields[(at < 0 ? part : part.slice(0, at)).toLowerCase()] = at < 0 ? 'true' : part.slice(at + 1);
  }
  const known = new Set(['type', 'source', 'src', 'target', 'dst', 'destination', 'readonly', 'ro', 'bind-propagation', 'volume-nocopy', 'tmpfs-size', 'tmpfs-mode', 'consistency']);
  for (const name of Object.keys(fields)) if (!known.has(name)) refuse(`unexpected key '${name}' in '${spec.split(',').find((part) => part.toLowerCase().startsWith(name)) ?? ''}'`);
  const target = fields['target'] ?? fields['dst'] ?? fields['destination'] ?? '';
  if (target === '') refuse('target is required');
  const type = fields['type'] ?? 'volume';
  for (const kind of ['volume', 'bind', 'tmpfs']) {
    if (kind !== type && Object.keys(fields).some((name) => name.startsWith(`${kind}-`))) refuse(`cannot mix '${kind}-*' options with mount type '${type}'`);
  }
  return {
    Type: type,
    Source: fields['source'] ?? fields['src'] ?? '',
    Target: target,
    ReadOnly: ['true', '1'].includes(fields['readonly'] ?? fields['ro'] ?? ''),
    ...(fields['tmpfs-size'] ? { TmpfsOptions: { SizeBytes: sizeOf(fields['tmpfs-size']) } } : {}),
  };
}
