/** A pod template as it stands in the descriptions of what makes pods, and in a rollout's history. */
import type { Json } from '../../../base/index.ts';
import { compareBytes } from '../../../base/index.ts';
import { has, list, members, text } from '../objects/member.ts';
import { describeContainers } from './describe-containers.ts';
import type { DescribeText } from './describe-text.ts';
import { describeVolumes } from './describe-volumes.ts';

/** The first release that says of a template where its pods may go. */
const placesSince = 31;

export function describeTemplate(out: DescribeText, template: Json | undefined, minor: number): void {
  out.line(0, 'Pod Template:');
  if (template === undefined || template === null) {
    out.line(1, '<unset>');
    return;
  }
  out.labels('  Labels', members(template, 'metadata', 'labels'));
  const annotations = members(template, 'metadata', 'annotations');
  if (Object.keys(annotations).length > 0) out.annotations('  Annotations', annotations);
  const account = text(template, 'spec', 'serviceAccountName');
  if (account !== '') out.pair('  Service Account', account);
  const initial = list(template, 'spec', 'initContainers');
  if (initial.length > 0) describeContainers(out, 'Init Containers', initial, { minor, indent: '  ' });
  describeContainers(out, 'Containers', list(template, 'spec', 'containers'), { minor, indent: '  ' });
  describeVolumes(out, list(template, 'spec', 'volumes'), '  ');
  describeSpread(out, list(template, 'spec', 'topologySpreadConstraints'), '  ');
  const priority = text(template, 'spec', 'priorityClassName');
  if (priority !== '') out.pair('  Priority Class Name', priority);
  if (minor < placesSince) return;
  out.labels('  Node-Selectors', members(template, 'spec', 'nodeSelector'));
  describeTolerations(out, '  Tolerations', list(template, 'spec', 'tolerations'));
}

export function describeTolerations(out: DescribeText, title: string, tolerations: readonly Json[]): void {
  if (tolerations.length === 0) {
    out.line(0, `${title}:\t<none>`);
    return;
  }
  const sorted = [...tolerations].sort((a, b) => compareBytes(text(a, 'key'), text(b, 'key')));
  sorted.forEach((toleration, i) => out.line(0, `${i === 0 ? `${title}:` : ''}\t${tolerationText(toleration)}`));
}

function tolerationText(toleration: Json): string {
  const [key, value, effect] = [text(toleration, 'key'), text(toleration, 'value'), text(toleration, 'effect')];
  let words = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
  if (text(toleration, 'operator') === 'Exists' && value === '') words += words === '' ? 'op=Exists' : ' op=Exists';
  if (has(toleration, 'tolerationSeconds')) words += ` for ${text(toleration, 'tolerationSeconds')}s`;
  return words;
}

export function describeSpread(out: DescribeText, constraints: readonly Json[], indent: string): void {
  if (constraints.length === 0) return;
  const sorted = [...constraints].sort((a, b) => compareBytes(text(a, 'topologyKey'), text(b, 'topologyKey')));
  sorted.forEach((constraint, i) => {
    const labels = members(constraint, 'labelSelector', 'matchLabels');
    const selector = Object.keys(labels).sort().map((key) => `${key}=${text(labels[key])}`).join(',');
    const words = `${text(constraint, 'topologyKey')}:${text(constraint, 'whenUnsatisfiable')} when max skew ${text(constraint, 'maxSkew')} is exceeded`;
    out.line(0, `${i === 0 ? `${indent}Topology Spread Constraints:` : indent}\t${words}${selector === '' ? '' : ` for selector ${selector}`}`);
  });
}
