/** Machines as rows: hosts, the components that run on them, and the terminals of the page. */
import type { ComponentRow, HostRow, Outbox } from '../../client/index.ts';
import type { Host, Network } from '../../host/index.ts';
import type { Component } from '../cluster/component.ts';
import type { HostSpec } from '../scenario.ts';
import { foregroundOf, type Terminal } from '../terminals.ts';

export function hostRow(host: Host, spec: HostSpec, network: Network, role: HostRow['role']): HostRow {
  const cuts = network.cutPairs.filter((pair) => pair.includes(host.name));
  const others = cuts.map(([a, b]) => (a === host.name ? b : a));
  return {
    id: host.name,
    role,
    address: spec.address,
    up: host.running,
    cut: others.includes('*'),
    cutFrom: others.filter((o) => o !== '*'),
    cores: spec.cores,
    memoryBytes: spec.memoryBytes,
    docker: spec.docker !== undefined,
    kernel: host.facts.kernel,
    inside: spec.inside ?? '',
    bootMs: host.bootMs,
  };
}

export function componentRow(component: Component, ticks: number, acts: number): ComponentRow {
  const { host, name, cluster, actors } = component;
  const { state, pid } = component.state();
  return { id: `${host.name}/${name}`, cluster, host: host.name, unit: name, actors, state, connected: component.connected(), pid, ticks, acts };
}

export function putTerminals(outbox: Outbox, terminals: Iterable<Terminal>): void {
  for (const t of terminals) {
    const { canonical, signals, echo } = t.tty.mode;
    outbox.put('ttys', {
      id: t.name,
      host: t.host.name,
      open: t.shell.alive && !t.tty.hungUp,
      canonical,
      signals,
      echo,
      received: t.tty.received,
      awaited: t.tty.awaited,
      foreground: foregroundOf(t),
      cwd: t.shell.cwd,
    });
  }
}
