/** What `celCode` brings: the Common Expression Language, and the rules that schemas state in it. */
export { ruleErrors, ruleRefusals } from './schema-rules.ts';
export { demandPolicies } from './demand-policies.ts';
export { policyRefusals } from './policy.ts';
