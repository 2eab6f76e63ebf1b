/** `--mount type=bind,source=/a,target=/b,readonly`. */
import { ClientError } from './errors.ts';
import { sizeOf } from './docker-flag.ts';

export function mountFrom(spec: string): object {
  const fields: Record<string, string> = {};
  for (const part of spec.split(',')) {
    const at = part.indexOf('=');
    fields[(at < 0 ? part : part.slice(0, at)).toLowerCase()] = at < 0 ? 'true' : part.slice(at + 1);
  }
  const refuse = (why: string): never => {
    throw new ClientError(`invalid argument "${spec}" for "--mount" flag: ${why}`, 125);
  };
  const known = new Set(['type', 'source', 'src', 'target', 'dst', 'destination', 'readonly', 'ro', 'bind-propagation', 'volume-nocopy', 'tmpfs-size', 'tmpfs-mode', 'consistency']);
  for (const name of Object.keys(fields)) if (!known.has(name)) refuse(`unexpected key '${name}' in '${spec}'`);
  const target = fields['target'] ?? fields['dst'] ?? fields['destination'] ?? '';
  if (target === '') refuse('target is required');
  return {
    Type: fields['type'] ?? 'volume',
    Source: fields['source'] ?? fields['src'] ?? '',
    Target: target,
    ReadOnly: ['true', '1'].includes(fields['readonly'] ?? fields['ro'] ?? ''),
    ...(fields['tmpfs-size'] ? { TmpfsOptions: { SizeBytes: sizeOf(fields['tmpfs-size']) } } : {}),
  };
}
