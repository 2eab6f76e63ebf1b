/** Containers as descriptions show them: of a pod with their states, of a template without. */
import { canonicalQuantity, compareBytes, sortedKeys, tryQuantity, type Json, type JsonObject } from '../../../base/index.ts';
import { bool, count, has, list, member, members, text } from '../objects/member.ts';
import { orNone, timeText, type DescribeText } from './describe-text.ts';
import { probeText } from './describe-probe.ts';

/** What a field reference comes to; '' for a template, where it is not known yet. */
export type FieldResolver = (source: Json) => string;

interface ContainerOptions {
  readonly minor: number;
  /** '' in a pod and two blanks in a template. */
  readonly indent: string;
  readonly statuses?: readonly Json[];
  readonly resolve?: FieldResolver;
}

/** The first release that says how ports are called. */
const portNamesSince = 34;

export function describeContainers(out: DescribeText, title: string, containers: readonly Json[], { minor, indent, statuses, resolve }: ContainerOptions): void {
  out.line(0, containers.length === 0 ? `${indent}${title}: <none>` : `${indent}${title}:`);
  for (const container of containers) {
    const status = statuses?.find((candidate) => text(candidate, 'name') === text(container, 'name'));
    out.line(1, `${indent === '' ? '' : ' '}${text(container, 'name')}:`);
    basics(out, container, status, minor >= portNamesSince);
    words(out, 'Command', list(container, 'command'));
    words(out, 'Args', list(container, 'args'));
    if (status !== undefined) states(out, status);
    resources(out, member(container, 'resources'));
    for (const [label, name] of [['Liveness', 'livenessProbe'], ['Readiness', 'readinessProbe'], ['Startup', 'startupProbe']] as const) {
      if (has(container, name)) out.pair(label, probeText(member(container, name)!), 2);
    }
    environmentFrom(out, list(container, 'envFrom'));
    environment(out, container, resolve);
    mounts(out, container);
  }
}

function basics(out: DescribeText, container: Json, status: Json | undefined, isNamingPorts: boolean): void {
  if (status !== undefined) out.pair('Container ID', text(status, 'containerID'), 2);
  out.pair('Image', text(container, 'image'), 2);
  if (status !== undefined) out.pair('Image ID', text(status, 'imageID'), 2);
  const ports = list(container, 'ports').map((port) => (isNamingPorts ? port : { ...(port as JsonObject), name: '' }));
  out.pair(ports.length > 1 ? 'Ports' : 'Port', orNone(portsText(ports, 'containerPort')), 2);
  out.pair(ports.length > 1 ? 'Host Ports' : 'Host Port', orNone(portsText(ports, 'hostPort')), 2);
}

function portsText(ports: readonly Json[], field: string): string {
  return ports.map((port) => `${count(port, field)}/${text(port, 'protocol') || 'TCP'}${text(port, 'name') === '' ? '' : ` (${text(port, 'name')})`}`).join(', ');
}

function words(out: DescribeText, title: string, said: readonly Json[]): void {
  if (said.length === 0) return;
  out.line(2, `${title}:`);
  for (const word of said) for (const part of text(word).split('\n')) out.line(3, part);
}

function states(out: DescribeText, status: Json): void {
  oneState(out, 'State', member(status, 'state'));
  if (has(status, 'lastState', 'terminated')) oneState(out, 'Last State', member(status, 'lastState'));
  out.pair('Ready', bool(status, 'ready') ? 'True' : 'False', 2);
  out.pair('Restart Count', count(status, 'restartCount'), 2);
}

function oneState(out: DescribeText, title: string, state: Json | undefined): void {
  if (has(state, 'running')) {
    out.pair(title, 'Running', 2).pair('Started', timeText(text(state, 'running', 'startedAt')), 3);
  } else if (has(state, 'terminated')) {
    const ended = member(state, 'terminated')!;
    out.pair(title, 'Terminated', 2);
    if (text(ended, 'reason') !== '') out.pair('Reason', text(ended, 'reason'), 3);
    if (text(ended, 'message') !== '') out.pair('Message', text(ended, 'message'), 3);
    out.pair('Exit Code', count(ended, 'exitCode'), 3);
    if (count(ended, 'signal') > 0) out.pair('Signal', count(ended, 'signal'), 3);
    out.pair('Started', timeText(text(ended, 'startedAt'), neverText), 3).pair('Finished', timeText(text(ended, 'finishedAt'), neverText), 3);
  } else {
    out.pair(title, 'Waiting', 2);
    if (text(state, 'waiting', 'reason') !== '') out.pair('Reason', text(state, 'waiting', 'reason'), 3);
  }
}

/** Go's zero time. */
const neverText = 'Mon, 01 Jan 0001 00:00:00 +0000';

function resources(out: DescribeText, value: Json | undefined): void {
  for (const [title, field] of [['Limits', 'limits'], ['Requests', 'requests']] as const) {
    const amounts = members(value, field);
    const names = sortedKeys(amounts);
    if (names.length === 0) continue;
    out.line(2, `${title}:`);
    for (const name of names) out.pair(name, quantityText(amounts[name]), 3);
  }
}

export function quantityText(value: Json | undefined): string {
  const written = text(value);
  return tryQuantity(written) ? canonicalQuantity(written) : written;
}

function environmentFrom(out: DescribeText, sources: readonly Json[]): void {
  if (sources.length === 0) return;
  out.line(2, 'Environment Variables from:');
  for (const source of sources) {
    const isMap = has(source, 'configMapRef');
    const reference = member(source, isMap ? 'configMapRef' : 'secretRef');
    const prefix = text(source, 'prefix');
    out.line(3, `${text(reference, 'name')}\t${isMap ? 'ConfigMap' : 'Secret'}${prefix === '' ? '' : ` with prefix '${prefix}'`}\tOptional: ${String(bool(reference, 'optional'))}`);
  }
}

function environment(out: DescribeText, container: Json, resolve: FieldResolver | undefined): void {
  const variables = list(container, 'env');
  out.line(2, variables.length === 0 ? 'Environment:\t<none>' : 'Environment:');
  for (const variable of variables) {
    const name = text(variable, 'name');
    const from = member(variable, 'valueFrom');
    if (from === undefined || from === null) {
      text(variable, 'value').split('\n').forEach((part, i) => out.line(3, `${i === 0 ? `${name}:` : ''}\t${part}`));
    } else out.line(3, `${name}:\t${sourceText(container, from, resolve)}`);
  }
}

function sourceText(container: Json, from: Json, resolve: FieldResolver | undefined): string {
  const value = has(from, 'resourceFieldRef') ? resourceValue(container, member(from, 'resourceFieldRef')!) : text(from, 'fieldRef', 'fieldPath').startsWith('metadata.') ? (resolve?.(from) ?? '') : '';
  if (has(from, 'fieldRef')) return `${value} (${text(from, 'fieldRef', 'apiVersion') || 'v1'}:${text(from, 'fieldRef', 'fieldPath')})`;
  if (has(from, 'resourceFieldRef')) return `${value} (${text(from, 'resourceFieldRef', 'resource')})`;
  const isSecret = has(from, 'secretKeyRef');
  const reference = member(from, isSecret ? 'secretKeyRef' : 'configMapKeyRef');
  const where = isSecret ? `in secret '${text(reference, 'name')}'` : `of config map '${text(reference, 'name')}'`;
  return `<set to the key '${text(reference, 'key')}' ${where}>\tOptional: ${String(bool(reference, 'optional'))}`;
}

/** "limits.memory" in units of the divisor, rounded up. */
function resourceValue(container: Json, reference: Json): string {
  const [field, name] = text(reference, 'resource').split('.') as ['limits' | 'requests', string];
  const amount = tryQuantity(text(amountsOf(container, field)[name]));
  const divisor = tryQuantity(text(reference, 'divisor'));
  if (!amount) return '0';
  const unit = divisor && divisor.nanos > 0n ? divisor.nanos : 1_000_000_000n;
  return String((amount.nanos + unit - 1n) / unit);
}

function mounts(out: DescribeText, container: Json): void {
  const all = [...list(container, 'volumeMounts')].sort((a, b) => compareBytes(text(a, 'mountPath'), text(b, 'mountPath')));
  out.line(2, all.length === 0 ? 'Mounts:\t<none>' : 'Mounts:');
  for (const mount of all) {
    const sub = text(mount, 'subPath');
    const flags = [bool(mount, 'readOnly') ? 'ro' : 'rw', ...(sub === '' ? [] : [`path=${JSON.stringify(sub)}`])];
    out.line(3, `${text(mount, 'mountPath')} from ${text(mount, 'name')} (${flags.join(',')})`);
  }
}

/** Requests or limits of a container, by name. */
export function amountsOf(container: Json, field: 'limits' | 'requests'): JsonObject {
  return members(container, 'resources', field);
}
