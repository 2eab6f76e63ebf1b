/** Which settings of its kernel a pod may change: those that are its own alone. */
import type { Pod } from '../kinds/pod/pod.ts';
import type { Release } from '../meta/release.ts';

/** With the minor release since which each is held to be safe. */
const safeSince: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 4,
  'net.ipv4.ip_local_port_range': 4,
  'net.ipv4.tcp_syncookies': 4,
  'net.ipv4.ping_group_range': 18,
  'net.ipv4.ip_unprivileged_port_start': 22,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};

export function forbiddenSysctl({ spec }: Pod, release: Release): string | undefined {
  const unsafe = spec.securityContext?.sysctls?.find(({ name }) => !(Object.hasOwn(safeSince, name) && release.atLeast(safeSince[name]!)));
  return unsafe && `forbidden sysctl: "${unsafe.name}" ${release.atLeast(21) ? 'not allowlisted' : 'not whitelisted'}`;
}
