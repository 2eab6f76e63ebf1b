/** kubectl config view. */
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { viewOf } from '../config/edit-kubeconfig.ts';
import { outputFlags, printerOf } from '../print/object-printer.ts';
import { printYaml } from '../../../base/index.ts';

export const viewVerb: Verb = {
  name: 'view',
  summary: 'Display merged kubeconfig settings or a specified kubeconfig file',
  usage: 'config view [flags]',
  completes: 'none',
  flags: [
    ...outputFlags(),
    { name: 'flatten', type: 'bool', initial: 'false', usage: 'Put the contents of named files in.' },
    { name: 'merge', type: 'bool', initial: 'true', usage: 'Merge all files.' },
    { name: 'minify', type: 'bool', initial: 'false', usage: 'Only what the current context uses.' },
    { name: 'raw', type: 'bool', initial: 'false', usage: 'Show certificates and passwords.' },
  ],
  *run(k) {
    k.takeNoArguments();
    if (!k.flags.bool('merge') && !k.flags.has('kubeconfig')) throw new CommandError('if merge==false a precise file must be specified');
    const config = k.kubeconfig;
    const only = k.flags.bool('minify') ? k.flags.text('context') || config.currentContext : undefined;
    if (only !== undefined && !config.entries.contexts.has(only)) throw new CommandError(`cannot locate context ${only || 'current-context must exist in order to minify'}`);
    const raw = k.flags.bool('raw') || k.flags.bool('flatten');
    const view = viewOf(config, { raw, minor: k.release.minor, ...(only !== undefined && { only }) });
    const printer = printerOf(k);
    yield* k.print(printer ? printer(view, true) : printYaml(view));
  },
};
