/** What root of a container may do: the usual fourteen capabilities, all for a privileged one, more or fewer as it was asked for. */
import { allCapabilities, containerCapabilities, parseCapability, type Capability } from '../../host/index.ts';
import type { ContainerSpec } from './container-spec.ts';

/** The same set for all containers that ask for nothing. */
export function capabilitiesOf({ privileged, capabilities }: ContainerSpec): ReadonlySet<Capability> {
  if (privileged) return allCapabilities;
  if (!capabilities) return containerCapabilities;
  const set = new Set(containerCapabilities);
  for (const name of capabilities.drop) for (const one of named(name)) set.delete(one);
  for (const name of capabilities.add) for (const one of named(name)) set.add(one);
  return set;
}

function named(name: string): Iterable<Capability> {
  if (/^(CAP_)?ALL$/i.test(name)) return allCapabilities;
  const one = parseCapability(name);
  return one ? [one] : [];
}
