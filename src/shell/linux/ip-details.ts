/** What `ip -d` adds to a device: its bounds and queues, and what its kind knows of itself. */
import type { NetDevice, Process } from '../../host/index.ts';

const SIZES = 'gso_max_size 65536 gso_max_segs 65535 tso_max_size 524280 tso_max_segs 65535 gro_max_size 65536';
const GC_SECONDS = 300; // a bridge looks through its addresses as often

/** Behind the address of the device, with the lines that follow it. */
export function detailsText(p: Process, device: NetDevice, all: readonly NetDevice[]): string {
  const { kind, master } = device;
  const bridge = all.find(({ name }) => name === master);
  const bounds = kind === 'loopback' || kind === 'dummy' ? 'minmtu 0 maxmtu 0' : 'minmtu 68 maxmtu 65535';
  const queues = kind === 'veth' ? p.host.facts.cores : 1;
  const own = kind === 'bridge' ? `\n    bridge ${bridgeText(p, device)} ` : kind === 'veth' || kind === 'dummy' ? `\n    ${kind} ` : '';
  const port = bridge ? `\n    bridge_slave ${portText(device, bridge, all)} ` : '';
  const held = bridge ? 1 : 0;
  return ` promiscuity ${held}  allmulti ${held} ${bounds} ${own}${port}addrgenmode eui64 numtxqueues ${queues} numrxqueues ${queues} ${SIZES} `;
}

function bridgeText({ host }: Process, { mac, up }: NetDevice): string {
  const id = `8000.${mac}`;
  const collects = up ? GC_SECONDS - (((host.clock.now - host.bootedMs) / 1000) % GC_SECONDS) : 0;
  return [
    'forward_delay 1500 hello_time 200 max_age 2000 ageing_time 30000 stp_state 0 priority 32768 vlan_filtering 0',
    `bridge_id ${id} designated_root ${id} root_port 0 root_path_cost 0 topology_change 0 topology_change_detected 0`,
    `hello_timer    0.00 tcn_timer    0.00 topology_change_timer    0.00 gc_timer ${collects.toFixed(2).padStart(7)}`,
    'group_fwd_mask 0 group_address 01:80:c2:00:00:00 mcast_snooping 1 no_linklocal_learn 0 mcast_vlan_snooping 0 mcast_router 1',
    'mcast_query_use_ifaddr 0 mcast_querier 0 mcast_hash_elasticity 16 mcast_hash_max 4096 mcast_last_member_count 2',
    'mcast_startup_query_count 2 mcast_last_member_interval 100 mcast_membership_interval 26000 mcast_querier_interval 25500',
    'mcast_query_interval 12500 mcast_query_response_interval 1000 mcast_startup_query_interval 3124 mcast_stats_enabled 0',
    'mcast_igmp_version 2 mcast_mld_version 1 nf_call_iptables 0 nf_call_ip6tables 0 nf_call_arptables 0',
  ].join(' ');
}

function portText(device: NetDevice, bridge: NetDevice, all: readonly NetDevice[]): string {
  const number = 1 + all.filter(({ master }) => master === bridge.name).findIndex(({ index }) => index === device.index);
  const id = `8000.${bridge.mac}`;
  return [
    `state ${bridge.up && device.up && device.carrier ? 'forwarding' : 'disabled'} priority 32 cost 2 hairpin off guard off root_block off fastleave off learning on flood on`,
    `port_id 0x${(0x8000 + number).toString(16)} port_no 0x${number.toString(16)} designated_port ${0x8000 + number} designated_cost 0`,
    `designated_bridge ${id} designated_root ${id} hold_timer    0.00 message_age_timer    0.00 forward_delay_timer    0.00`,
    'topology_change_ack 0 config_pending 0 proxy_arp off proxy_arp_wifi off mcast_router 1 mcast_fast_leave off mcast_flood on',
    'bcast_flood on mcast_to_unicast off neigh_suppress off group_fwd_mask 0 group_fwd_mask_str 0x0 vlan_tunnel off isolated off locked off',
  ].join(' ');
}
