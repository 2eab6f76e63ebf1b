/** shell: the sh language as bash, dash and busybox speak it, the everyday programs, and completion of command lines. All of them are generators of system calls. */
export { programsApart, shellPrograms } from './programs/index.ts';
export { completeLine } from './completion/complete.ts';
export type { Candidate, CandidateKind, CompletedCandidate, Completer, Completion, CompletionRequest, CompletionTable } from './completion/completer.ts';
export { programOf, type Tool, type ToolCall, type ToolFlavour, type ToolRun } from './tool/tool.ts';
export type { Options, OptionSpec } from './tool/options.ts';
