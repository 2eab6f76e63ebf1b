/** -o of kubeadm: as text, or as an object of its output API. */
import { printJson, printYaml, type JsonObject } from '../../../base/index.ts';
import { printerOf } from '../../kubectl/print/object-printer.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { NodeCall } from '../tool.ts';
import { minorOf } from './version-of.ts';

export const outputFlags: readonly FlagSpec[] = [
  { name: 'output', short: 'o', type: 'string', initial: 'text', usage: 'Output format. One of: text|json|yaml|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file.' },
  { name: 'allow-missing-template-keys', type: 'bool', initial: 'true', usage: 'Do not mind fields that a template names and an object lacks.' },
];

const formats = ['text', 'json', 'yaml', 'kyaml', 'go-template', 'go-template-file', 'template', 'templatefile', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file'];

/** Undefined for text. */
export function printerFor({ p, flags }: NodeCall, kind: string): ((fields: JsonObject) => string) | undefined {
  const output = flags.text('output');
  const minor = minorOf(p);
  const format = output.split('=')[0]!;
  const known = formats.filter((each) => each !== 'kyaml' || minor >= 34);
  if (!known.includes(format)) throw new CommandError(`unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${[...known].sort().join(',')}`);
  if (format === 'text') return undefined;
  const about = { kind, apiVersion: `output.kubeadm.k8s.io/${minor >= 28 ? 'v1alpha3' : minor >= 23 ? 'v1alpha2' : 'v1alpha1'}` };
  if (format === 'json') return (fields) => `${printJson({ ...about, ...fields }, { indent: '    ' })}\n`;
  if (format === 'yaml') return (fields) => printYaml(Object.fromEntries(Object.entries({ ...about, ...fields }).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  const print = printerOf({ p, flags, release: { minor } })!;
  return (fields) => print({ ...about, ...fields });
}
