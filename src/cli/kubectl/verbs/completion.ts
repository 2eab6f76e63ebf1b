/** kubectl completion: what a shell's start file may source. The words themselves come from `kubectl __complete`, as with the real client. */
import type { Verb } from '../command/verb.ts';

const bash = `# bash completion of kubectl: asks kubectl itself for the words that fit
__start_kubectl() {
  COMPREPLY=($(kubectl __complete "\${COMP_WORDS[@]:1:$COMP_CWORD}" 2>/dev/null | cut -f1 | grep -v '^:'))
}
if type complete > /dev/null 2>&1; then complete -o default -F __start_kubectl kubectl; fi
`;

const zsh = `#compdef kubectl
compdef _kubectl kubectl
_kubectl() {
  compadd -- $(kubectl __complete "\${words[@]:1}" 2>/dev/null | cut -f1 | grep -v '^:')
}
`;

const fish = `complete -c kubectl -f -a '(kubectl __complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null | string match -v ":*")'
`;

const powershell = `Register-ArgumentCompleter -CommandName 'kubectl' -Native -ScriptBlock {
  param($wordToComplete, $commandAst)
  kubectl __complete $commandAst.CommandElements[1..99] $wordToComplete 2>$null | Where-Object { $_ -notlike ':*' }
}
`;

const scripts: Readonly<Record<string, string>> = { bash, fish, powershell, zsh };

/** The first client with scripts for these two. */
const FISH_SINCE = 23;

export const completionVerb: Verb = {
  name: 'completion',
  summary: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  usage: 'completion SHELL',
  group: 'Settings Commands',
  completes: 'none',
  examples: [{ does: 'For the bash that one sits at', command: 'source <(kubectl completion bash)' }],
  *run(k) {
    const [shell] = k.args;
    if (shell === undefined) throw k.usageError('Shell not specified.');
    if (k.args.length > 1) throw k.usageError('Too many arguments. Expected only the shell type.');
    const script = k.release.minor < FISH_SINCE && ['fish', 'powershell'].includes(shell) ? undefined : scripts[shell];
    if (script === undefined) throw k.usageError(`Unsupported shell type ${JSON.stringify(shell)}.`);
    yield* k.print(script);
  },
};
