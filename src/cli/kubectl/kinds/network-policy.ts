/** What the client knows of network policies. */
import type { Json } from '../../../base/index.ts';
import { formatGoTime, parseRfc3339 } from '../../../base/index.ts';
import { count, has, list, member, members, text } from '../objects/member.ts';
import { selectorText } from '../objects/selector-text.ts';
import type { ClientKind } from './client-kind.ts';
import { DescribeText } from './describe-text.ts';

export const networkPolicyKind: ClientKind = {
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  // eslint-disable-next-line require-yield
  *describe(_k, info) {
    const policy = info.object;
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    const born = parseRfc3339(text(policy, 'metadata', 'creationTimestamp'));
    out.pair('Created on', born === undefined ? '' : formatGoTime(born));
    out.labels('Labels', members(policy, 'metadata', 'labels')).annotations('Annotations', members(policy, 'metadata', 'annotations'));
    out.line(0, 'Spec:');
    out.line(1, `PodSelector:     ${chosen(member(policy, 'spec', 'podSelector')) || '<none> (Allowing the specific traffic to all pods in this namespace)'}`);
    const types = list(policy, 'spec', 'policyTypes').map(String);
    direction(out, 'ingress', types.includes('Ingress'), list(policy, 'spec', 'ingress'), 'from');
    direction(out, 'egress', types.includes('Egress'), list(policy, 'spec', 'egress'), 'to');
    out.line(1, `Policy Types: ${types.join(', ')}`);
    return out.text;
  },
};

function chosen(selector: Json | undefined): string {
  return selectorText(selector) ?? '';
}

function direction(out: DescribeText, name: 'ingress' | 'egress', isOn: boolean, rules: readonly Json[], peers: 'from' | 'to'): void {
  if (!isOn) {
    out.line(1, `Not affecting ${name} traffic`);
    return;
  }
  out.line(1, `Allowing ${name} traffic:`);
  if (rules.length === 0) out.line(2, `<none> (Selected pods are isolated for ${name} connectivity)`);
  rules.forEach((rule, i) => {
    const ports = list(rule, 'ports');
    if (ports.length === 0) out.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const port of ports) {
      const end = count(port, 'endPort');
      out.line(2, `To Port${end > 0 ? ' Range' : ''}: ${text(port, 'port')}${end > 0 ? `-${end}` : ''}/${text(port, 'protocol') || 'TCP'}`);
    }
    const others = list(rule, peers);
    const title = peers === 'from' ? 'From' : 'To';
    if (others.length === 0) out.line(2, `${title}: <any> (traffic not restricted by ${peers === 'from' ? 'source' : 'destination'})`);
    for (const peer of others) {
      out.line(2, `${title}:`);
      if (has(peer, 'namespaceSelector')) out.line(3, `NamespaceSelector: ${chosen(member(peer, 'namespaceSelector')) || '<none>'}`);
      if (has(peer, 'podSelector')) out.line(3, `PodSelector: ${chosen(member(peer, 'podSelector')) || '<none>'}`);
      if (has(peer, 'ipBlock')) out.line(3, 'IPBlock:').line(4, `CIDR: ${text(peer, 'ipBlock', 'cidr')}`).line(4, `Except: ${list(peer, 'ipBlock', 'except').map(String).join(', ')}`);
    }
    if (i < rules.length - 1) out.line(2, '----------');
  });
}
